package org.fabricast.compiler.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fabricast.ir.tokenizer.Tokenizer;

/** Cuts a text into the pieces that are scored independently of each other. */
public final class EvaluationText {

    private static final String SEPARATOR = "<|endoftext|>";

    private EvaluationText() {
    }

    /** The text between {@code <|endoftext|>} if that occurs, else its lines; stripped, without empty ones. */
    public static List<String> pieces(String text) {
        Stream<String> parts = text.contains(SEPARATOR)
                ? Arrays.stream(text.split(SEPARATOR.replace("|", "\\|"), -1))
                : text.lines();
        return parts.map(String::strip).filter(piece -> !piece.isEmpty()).toList();
    }

    /**
     * The token sequences of a text's pieces, cut at the context.
     *
     * @param withBos whether each begins with BOS
     * @param context most tokens of a sequence, BOS included
     */
    public static List<int[]> sequences(String text, Tokenizer tokenizer, boolean withBos, int context) {
        List<int[]> sequences = new ArrayList<>();
        for (String piece : pieces(text)) {
            int[] ids = tokenizer.prompt(piece, withBos);
            sequences.add(Arrays.copyOf(ids, Math.min(ids.length, context)));
        }
        return List.copyOf(sequences);
    }
}
