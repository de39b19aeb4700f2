package org.fabricast.ir.tokenizer;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * Byte-level BPE as in GPT-2, LLaMA 3 and Qwen, from a Hugging Face {@code tokenizer.json}.
 *
 * <p>Text is cut at added tokens, normalised, cut into words by the file's patterns; each word's UTF-8 bytes are tokens,
 * and neighbours are joined by the rank of their merge. Decoding is the bytes of the tokens; special tokens add none.
 *
 * <p>Errors: F2024 when a byte has no token. Source: the behaviour of the Hugging Face tokenizers library.
 */
public final class ByteLevelBpeTokenizer implements TemplatedTokenizer {

    /** Name of the file in an artefact directory and in a model directory. */
    public static final String FILE = "tokenizer.json";

    private final byte[] file;
    private final Parts parts;
    private final List<byte[]> spelling;
    private final AddedTokenFinder early;
    private final AddedTokenFinder late;
    private final SpecialTokens specials;

    /**
     * What a tokenizer file holds, resolved.
     *
     * @param vocabulary    tokens and merges
     * @param added         tokens found before splitting
     * @param normalization Unicode forms applied in order
     * @param steps         how text is cut into words
     * @param template      what is said about BOS
     */
    record Parts(BpeVocabulary vocabulary, List<AddedToken> added, List<Normalizer.Form> normalization,
                 List<PreTokenizer> steps, BosTemplate template) {
        Parts {
            added = List.copyOf(added);
            normalization = List.copyOf(normalization);
            steps = List.copyOf(steps);
        }
    }

    ByteLevelBpeTokenizer(byte[] file, Parts parts, SpecialTokens specials) {
        this(file, parts, specials, Spelling.of(parts.vocabulary, parts.added, text ->
                ByteAlphabet.bytes(text).orElseGet(() -> text.getBytes(StandardCharsets.UTF_8))));
    }

    private ByteLevelBpeTokenizer(byte[] file, Parts parts, SpecialTokens specials, List<byte[]> spelling) {
        this.file = file;
        this.parts = parts;
        this.specials = specials;
        this.spelling = spelling;
        this.early = new AddedTokenFinder(parts.added.stream().filter(t -> !t.normalized()).toList());
        this.late = new AddedTokenFinder(parts.added.stream().filter(AddedToken::normalized)
                .map(t -> t.withContent(normalize(t.content()))).toList());
        Spelling.requireInside(specials, spelling.size());
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
        for (AddedTokenFinder.Piece piece : early.cut(text)) {
            if (piece.token().isPresent()) {
                out.add(piece.token().getAsInt());
            } else {
                encodeNormalized(normalize(piece.text()), out);
            }
        }
        return out.stream().mapToInt(Integer::intValue).toArray();
    }

    private String normalize(String text) {
        String normal = text;
        for (Normalizer.Form form : parts.normalization) {
            normal = Normalizer.normalize(normal, form);
        }
        return normal;
    }

    private void encodeNormalized(String text, List<Integer> out) {
        for (AddedTokenFinder.Piece piece : late.cut(text)) {
            if (piece.token().isPresent()) {
                out.add(piece.token().getAsInt());
                continue;
            }
            for (String word : PreTokenizer.all(parts.steps, piece.text())) {
                parts.vocabulary.encode(alphabet(word), this::instead, out);
            }
        }
    }

    private static String alphabet(String word) {
        StringBuilder text = new StringBuilder();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            text.append(ByteAlphabet.character(b));
        }
        return text.toString();
    }

    private List<Integer> instead(String character) {
        if (parts.vocabulary.unknown().isEmpty()) {
            throw new FabricastException(ErrorCode.F2024, "text with character \"" + character + "\" of the byte alphabet",
                    "bytes that are in the vocabulary", "a byte without a token",
                    "the tokenizer file names no unknown token");
        }
        return List.of();
    }

    @Override
    public byte[] bytesOf(int token, int previousToken) {
        if (token < 0 || token >= spelling.size()) {
            throw new IllegalArgumentException("token " + token + " outside 0.." + (spelling.size() - 1));
        }
        return specials.ends().contains(token) || specials.bos().orElse(START) == token
                ? new byte[0] : spelling.get(token).clone();
    }

    @Override
    public SpecialTokens specials() {
        return specials;
    }

    @Override
    public ByteLevelBpeTokenizer withSpecials(SpecialTokens other) {
        return new ByteLevelBpeTokenizer(file, parts, other, spelling);
    }

    @Override
    public Map<String, byte[]> files() {
        return Map.of(FILE, file.clone());
    }
}
