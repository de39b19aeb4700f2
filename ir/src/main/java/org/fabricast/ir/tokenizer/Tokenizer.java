package org.fabricast.ir.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Text to token ids and back.
 *
 * <p>Neither {@link #encode} nor {@link #decode} touches BOS: whoever starts a sequence asks {@link #prependsBos()}
 * and puts {@link #bos()} in front, or calls {@link #prompt}.
 */
public interface Tokenizer {

    /** Stands for "no token before": the first token of a text. */
    int START = -1;

    /** One more than the largest token id. */
    int vocabSize();

    /**
     * The ids of a text, without BOS or EOS.
     *
     * <p>Errors: F2024 when the vocabulary cannot spell the text.
     */
    int[] encode(String text);

    /**
     * The bytes one token adds to the text; control tokens (BOS, EOS) add none. A character may be split over tokens.
     *
     * @param previousToken the token before, or {@link #START}; some tokenizers drop a leading space at the beginning
     * @throws IllegalArgumentException for an id outside the vocabulary
     */
    byte[] bytesOf(int token, int previousToken);

    /** Special tokens and whether BOS begins a sequence. */
    SpecialTokens specials();

    /** The same tokenizer with other special tokens. */
    Tokenizer withSpecials(SpecialTokens specials);

    /** The files, by name, that {@link TokenizerLoader} reads this tokenizer back from, in their original bytes. */
    Map<String, byte[]> files();

    /** The text of a whole sequence, ill-formed UTF-8 replaced by U+FFFD. */
    default String decode(int[] tokens) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int previous = START;
        for (int token : tokens) {
            text.writeBytes(bytesOf(token, previous));
            previous = token;
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** The ids a model is given for a text: BOS if {@code withBos}, then the text. */
    default int[] prompt(String text, boolean withBos) {
        int[] ids = encode(text);
        if (!withBos) {
            return ids;
        }
        int bos = bos().orElseThrow(() -> new IllegalArgumentException("the tokenizer has no BOS"));
        int[] all = new int[ids.length + 1];
        all[0] = bos;
        System.arraycopy(ids, 0, all, 1, ids.length);
        return all;
    }

    /** The token that begins a sequence, if there is one. */
    default OptionalInt bos() {
        return specials().bos();
    }

    /** The first of the tokens that end a sequence, if there is one. */
    default OptionalInt eos() {
        return specials().ends().isEmpty() ? OptionalInt.empty() : OptionalInt.of(specials().ends().getFirst());
    }

    /** Whether generation stops at this token. */
    default boolean ends(int token) {
        return specials().ends().contains(token);
    }

    /** Whether a sequence begins with BOS unless the user says otherwise. */
    default boolean prependsBos() {
        return specials().prependsBos();
    }
}
