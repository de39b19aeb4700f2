package org.fabricast.compiler.calibrate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;

/**
 * Second moments of the inputs of a graph's linear operators over a text, in the binary32 reference arithmetic.
 *
 * @param text    token sequences that were run
 * @param moments by the name of the value a linear operator reads
 */
public record Calibration(List<int[]> text, Map<String, InputMoments> moments) {

    public Calibration {
        text = List.copyOf(text);
        moments = Map.copyOf(moments);
        if (text.stream().allMatch(sequence -> sequence.length == 0)) {
            throw new IllegalArgumentException("calibration on no token");
        }
    }

    /** Tokens of the text. */
    public long tokens() {
        return text.stream().mapToLong(sequence -> sequence.length).sum();
    }

    /**
     * Runs {@code graph} over {@code sequences}, each from an empty context.
     *
     * <p>Errors: F2026 if the moments cannot fit the memory of the process. Cost: 4 · width² bytes for each distinct input, and
     * about as many operations per token as the model itself.
     *
     * @param tick called once per token
     */
    public static Calibration of(Graph graph, List<int[]> sequences, Runnable tick) {
        Map<String, InputMoments> moments = new LinkedHashMap<>();
        requireMemory(graph);
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Linear linear) {
                moments.computeIfAbsent(linear.input().name(), name -> new InputMoments(linear.input().type().dim(0)));
            }
        }
        ReferenceInterpreter model = new ReferenceInterpreter(graph);
        for (int[] sequence : sequences) {
            model.reset();
            for (int token : sequence) {
                model.step(token);
                moments.forEach((name, sum) -> sum.add(model.value(name)));
                tick.run();
            }
        }
        return new Calibration(sequences, moments);
    }

    private static void requireMemory(Graph graph) {
        double bytes = graph.nodes().stream().filter(node -> node.op() instanceof Linear)
                .map(node -> ((Linear) node.op()).input()).distinct()
                .mapToDouble(input -> 4.0 * input.type().dim(0) * input.type().dim(0)).sum();
        long most = Runtime.getRuntime().maxMemory();
        if (bytes > most) {
            throw new FabricastException(ErrorCode.F2026, graph.name(),
                    String.format(Locale.ROOT, "calibration in %,d bytes", most),
                    String.format(Locale.ROOT, "%,.0f bytes of second moments", bytes),
                    "Give Java more memory with -Xmx.");
        }
    }

    /** The moments of what the named value feeds. */
    public InputMoments of(String input) {
        InputMoments found = moments.get(input);
        if (found == null) {
            throw new IllegalArgumentException("no linear operator reads " + input);
        }
        return found;
    }
}
