package org.fabricast.ir.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * BPE on characters with bytes for what has no token, as in LLaMA 2 and Mistral, from a Hugging Face
 * {@code tokenizer.json}.
 *
 * <p>Text is cut at added tokens and gets visible spaces; each character is a token, or the tokens {@code <0xXX>} of its
 * UTF-8 bytes, or the unknown token; neighbours are joined by the rank of their merge. Decoding drops one leading space at
 * the beginning if the file says so.
 *
 * <p>Errors: F2024 when a character has no token. Source: the behaviour of the Hugging Face tokenizers library.
 */
public final class MetaspaceBpeTokenizer implements TemplatedTokenizer {

    private final byte[] file;
    private final Parts parts;
    private final List<byte[]> spelling;
    private final AddedTokenFinder early;
    private final AddedTokenFinder late;
    private final SpecialTokens specials;

    /**
     * What a tokenizer file holds, resolved.
     *
     * @param vocabulary tokens and merges
     * @param added      tokens found before splitting
     * @param spaces     how spaces become visible
     * @param stripFirst whether decoding drops one leading space
     * @param template   what is said about BOS
     */
    record Parts(BpeVocabulary vocabulary, List<AddedToken> added, Metaspace spaces, boolean stripFirst,
                 BosTemplate template) {
        Parts {
            added = List.copyOf(added);
        }
    }

    MetaspaceBpeTokenizer(byte[] file, Parts parts, SpecialTokens specials) {
        this(file, parts, specials, Spelling.of(parts.vocabulary, parts.added, MetaspaceBpeTokenizer::bytes));
    }

    private MetaspaceBpeTokenizer(byte[] file, Parts parts, SpecialTokens specials, List<byte[]> spelling) {
        this.file = file;
        this.parts = parts;
        this.specials = specials;
        this.spelling = spelling;
        this.early = new AddedTokenFinder(parts.added.stream().filter(t -> !t.normalized()).toList());
        this.late = new AddedTokenFinder(parts.added.stream().filter(AddedToken::normalized)
                .map(t -> t.withContent(parts.spaces.apply(t.content(), true))).toList());
        Spelling.requireInside(specials, spelling.size());
    }

    private static byte[] bytes(String piece) {
        return byteOf(piece).map(b -> new byte[] {b})
                .orElseGet(() -> piece.replace(Metaspace.SPACE, ' ').getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Byte> byteOf(String piece) {
        return piece.matches("<0x[0-9A-F]{2}>")
                ? Optional.of((byte) Integer.parseInt(piece.substring(3, 5), 16)) : Optional.empty();
    }

    @Override
    public BosTemplate template() {
        return parts.template;
    }

    @Override
    public int vocabSize() {
        return spelling.size();
    }

    @Override
    public int[] encode(String text) {
        List<Integer> out = new ArrayList<>();
        boolean first = true;
        for (AddedTokenFinder.Piece piece : early.cut(text)) {
            if (piece.token().isPresent()) {
                out.add(piece.token().getAsInt());
            } else {
                encodeVisible(parts.spaces.apply(piece.text(), first), out);
            }
            first = false;
        }
        return out.stream().mapToInt(Integer::intValue).toArray();
    }

    private void encodeVisible(String text, List<Integer> out) {
        for (AddedTokenFinder.Piece piece : late.cut(text)) {
            if (piece.token().isPresent()) {
                out.add(piece.token().getAsInt());
            } else {
                parts.vocabulary.encode(piece.text(), this::characterTokens, out);
            }
        }
    }

    /** Tokens of a character that is none itself: its bytes if all of them have one, else nothing. */
    private List<Integer> characterTokens(String character) {
        List<Integer> tokens = new ArrayList<>();
        for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
            Integer id = parts.vocabulary.ids().get(String.format(Locale.ROOT, "<0x%02X>", b));
            if (id == null) {
                if (parts.vocabulary.unknown().isEmpty()) {
                    throw new FabricastException(ErrorCode.F2024, "text \"" + character + "\"",
                            "characters or bytes that are in the vocabulary", "a byte without a token",
                            "the tokenizer file names no unknown token");
                }
                return List.of();
            }
            tokens.add(id);
        }
        return tokens;
    }

    @Override
    public byte[] bytesOf(int token, int previousToken) {
        if (token < 0 || token >= spelling.size()) {
            throw new IllegalArgumentException("token " + token + " outside 0.." + (spelling.size() - 1));
        }
        int bos = specials.bos().orElse(START);
        if (token == bos || specials.ends().contains(token)) {
            return new byte[0];
        }
        byte[] bytes = spelling.get(token);
        boolean beginning = previousToken == START || previousToken == bos;
        return parts.stripFirst && beginning && bytes.length > 0 && bytes[0] == ' '
                ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes.clone();
    }

    @Override
    public SpecialTokens specials() {
        return specials;
    }

    @Override
    public MetaspaceBpeTokenizer withSpecials(SpecialTokens other) {
        return new MetaspaceBpeTokenizer(file, parts, other, spelling);
    }

    @Override
    public Map<String, byte[]> files() {
        return Map.of(ByteLevelBpeTokenizer.FILE, file.clone());
    }
}
