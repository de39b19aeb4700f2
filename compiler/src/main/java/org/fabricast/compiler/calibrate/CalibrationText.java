package org.fabricast.compiler.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.fabricast.compiler.evaluate.EvaluationText;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.Sampler;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;
import org.fabricast.ir.tokenizer.Tokenizer;

/**
 * The token sequences a model is calibrated on: what it writes itself, or a file. Never the text it is evaluated on, unless
 * the user names that file.
 */
public final class CalibrationText {

    private CalibrationText() {
    }

    /**
     * Sequences drawn from the model at temperature 1. Each begins with BOS, or with a random token where the model has none, and
     * ends before a BOS or end token, or with the context.
     *
     * @param tokens number of tokens of all sequences together; the last is cut there
     * @param seed   equal seeds give equal sequences
     */
    public static List<int[]> generated(Graph graph, int tokens, long seed) {
        if (tokens < 1) {
            throw new IllegalArgumentException(tokens + " calibration tokens");
        }
        SplittableRandom random = new SplittableRandom(seed);
        Sampler sampler = new Sampler(1, random.nextLong());
        ReferenceInterpreter model = new ReferenceInterpreter(graph);
        List<int[]> sequences = new ArrayList<>();
        for (int left = tokens; left > 0; left -= sequences.getLast().length) {
            int first = graph.facts().bos().orElseGet(() -> random.nextInt(graph.vocab()));
            sequences.add(sequence(graph, model, sampler, first, Math.min(left, graph.context())));
        }
        return List.copyOf(sequences);
    }

    private static int[] sequence(Graph graph, ReferenceInterpreter model, Sampler sampler, int first, int most) {
        model.reset();
        Stream.Builder<Integer> tokens = Stream.builder();
        int token = first;
        int count = 0;
        do {
            tokens.add(token);
            count++;
            token = count < most ? sampler.sample(model.step(token)) : first;
        } while (count < most && !ends(graph, token));
        return tokens.build().mapToInt(Integer::intValue).toArray();
    }

    private static boolean ends(Graph graph, int token) {
        return graph.facts().eos().contains(token) || graph.facts().bos().orElse(-1) == token;
    }

    /**
     * The pieces of {@code text}, as {@link EvaluationText} cuts them.
     *
     * <p>Errors: F1010 when no piece is left.
     *
     * @param place where the text came from, for the message
     */
    public static List<int[]> of(String text, String place, Tokenizer tokenizer, boolean withBos, int context) {
        List<int[]> sequences = EvaluationText.sequences(text, tokenizer, withBos, context);
        if (sequences.stream().allMatch(tokens -> tokens.length == 0)) {
            throw new FabricastException(ErrorCode.F1010, place, "a line of text or more", "nothing but white space",
                    "Name a file with text like what the model will write, or leave the option out: the model then writes it.");
        }
        return sequences;
    }

    /** The sequences one behind the other, cut into sequences of {@code length} tokens; the last may be shorter. */
    public static List<int[]> joined(List<int[]> sequences, int length) {
        int[] all = sequences.stream().flatMapToInt(Arrays::stream).toArray();
        List<int[]> cut = new ArrayList<>();
        for (int at = 0; at < all.length; at += length) {
            cut.add(Arrays.copyOfRange(all, at, Math.min(all.length, at + length)));
        }
        return List.copyOf(cut);
    }
}
