package org.fabricast.ir.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * The tokenizer of llama2.c: SentencePiece pieces with scores, the best-scoring neighbours joined first.
 *
 * <p>A non-empty text begins with a space of its own; a character that is no piece becomes its UTF-8 bytes, byte b being
 * token b + 3. BOS is 1, EOS is 2, and a sequence begins with BOS. Decoding drops one leading space at the beginning.
 *
 * <p>File {@code tok.bin}, little endian: int32 longest piece in bytes, then per token binary32 score, int32 length,
 * bytes.
 *
 * <p>Errors: F2022 malformed file. Source: the llama2.c file format and {@code run.c} behaviour.
 */
public final class Llama2cTokenizer implements Tokenizer {

    /** Name of the file in an artefact directory. */
    public static final String FILE = "tokenizer.bin";

    private static final int FIRST_BYTE_TOKEN = 3;
    private static final int BYTES = 256;
    private static final SpecialTokens SPECIALS = new SpecialTokens(OptionalInt.of(1), List.of(2), true);

    private final byte[] file;
    private final List<String> pieces;
    private final float[] scores;
    private final Map<String, Integer> ids;
    private final SpecialTokens specials;

    private Llama2cTokenizer(byte[] file, List<String> pieces, float[] scores, Map<String, Integer> ids,
            SpecialTokens specials) {
        this.file = file;
        this.pieces = pieces;
        this.scores = scores;
        this.ids = ids;
        this.specials = specials;
    }

    /** Reads the file format; {@code subject} names the file in messages. */
    public static Llama2cTokenizer parse(byte[] file, String subject) {
        ByteBuffer in = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < Integer.BYTES) {
            throw malformed(subject, "a 4-byte header", file.length + " bytes");
        }
        int longest = in.getInt();
        if (longest <= 0) {
            throw malformed(subject, "a positive longest piece in the header", String.valueOf(longest));
        }
        List<String> pieces = new ArrayList<>();
        List<Float> scores = new ArrayList<>();
        while (in.hasRemaining()) {
            String token = subject + ", token " + pieces.size();
            if (in.remaining() < Float.BYTES + Integer.BYTES) {
                throw malformed(token, "score and length (8 bytes)", in.remaining() + " bytes");
            }
            float score = in.getFloat();
            int length = in.getInt();
            if (!Float.isFinite(score)) {
                throw malformed(token, "a finite score", String.valueOf(score));
            }
            if (length < 0 || length > longest || length > in.remaining()) {
                throw malformed(token, "a length of 0 to " + Math.min(longest, in.remaining()) + " bytes",
                        String.valueOf(length));
            }
            byte[] piece = new byte[length];
            in.get(piece);
            // One char per byte: pieces may hold partial characters, and strings make good keys.
            pieces.add(new String(piece, StandardCharsets.ISO_8859_1));
            scores.add(score);
        }
        return build(file.clone(), subject, pieces, scores);
    }

    private static Llama2cTokenizer build(byte[] file, String subject, List<String> pieces, List<Float> scores) {
        if (pieces.size() < FIRST_BYTE_TOKEN + BYTES) {
            throw malformed(subject, "at least 259 tokens (3 control, 256 bytes)", pieces.size() + " tokens");
        }
        for (int b = 0; b < BYTES; b++) {
            String expected = "<0x" + String.format(Locale.ROOT, "%02X", b) + ">";
            String found = pieces.get(FIRST_BYTE_TOKEN + b);
            if (!found.equals(expected)) {
                throw malformed(subject + ", token " + (FIRST_BYTE_TOKEN + b), expected, "\"" + found + "\"");
            }
        }
        Map<String, Integer> ids = new HashMap<>();
        float[] score = new float[pieces.size()];
        for (int id = 0; id < pieces.size(); id++) {
            score[id] = scores.get(id);
            ids.putIfAbsent(pieces.get(id), id);
        }
        return new Llama2cTokenizer(file, List.copyOf(pieces), score, Map.copyOf(ids), SPECIALS);
    }

    private static FabricastException malformed(String subject, String expected, String found) {
        return new FabricastException(ErrorCode.F2022, subject, expected, found,
                "the file is no llama2.c tokenizer or was cut");
    }

    @Override
    public int vocabSize() {
        return pieces.size();
    }

    @Override
    public int[] encode(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        List<Integer> tokens = new ArrayList<>();
        (" " + text).codePoints().forEach(character -> {
            byte[] utf8 = Character.toString(character).getBytes(StandardCharsets.UTF_8);
            Integer id = ids.get(new String(utf8, StandardCharsets.ISO_8859_1));
            if (id != null) {
                tokens.add(id);
            } else {
                for (byte b : utf8) {
                    tokens.add(Byte.toUnsignedInt(b) + FIRST_BYTE_TOKEN);
                }
            }
        });
        return PairMerger.merge(tokens.stream().mapToInt(Integer::intValue).toArray(), this::joined);
    }

    private Optional<PairMerger.Merge> joined(int left, int right) {
        Integer id = ids.get(pieces.get(left) + pieces.get(right));
        // Adding 0.0 makes -0.0 and 0.0 the same cost.
        return id == null ? Optional.empty() : Optional.of(new PairMerger.Merge(-(double) scores[id] + 0.0, id));
    }

    @Override
    public byte[] bytesOf(int token, int previousToken) {
        if (token < 0 || token >= pieces.size()) {
            throw new IllegalArgumentException("token " + token + " outside 0.." + (pieces.size() - 1));
        }
        int bos = specials.bos().orElse(START);
        if (token == bos || specials.ends().contains(token)) {
            return new byte[0];
        }
        if (token >= FIRST_BYTE_TOKEN && token < FIRST_BYTE_TOKEN + BYTES) {
            return new byte[] {(byte) (token - FIRST_BYTE_TOKEN)};
        }
        String piece = pieces.get(token);
        boolean beginning = previousToken == START || previousToken == bos;
        String text = beginning && piece.startsWith(" ") ? piece.substring(1) : piece;
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public SpecialTokens specials() {
        return specials;
    }

    @Override
    public Llama2cTokenizer withSpecials(SpecialTokens other) {
        if (other.bound() > pieces.size()) {
            throw new IllegalArgumentException("special tokens " + other + " outside a vocabulary of " + pieces.size());
        }
        return new Llama2cTokenizer(file, pieces, scores, ids, other);
    }

    @Override
    public Map<String, byte[]> files() {
        return Map.of(FILE, file.clone());
    }
}
