package org.fabricast.ir.graph.interpret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Activation;
import org.fabricast.ir.graph.Add;
import org.fabricast.ir.graph.Attention;
import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.Embedding;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.GraphVerifier;
import org.fabricast.ir.graph.LayerNorm;
import org.fabricast.ir.graph.LearnedPosition;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Multiply;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.RmsNorm;
import org.fabricast.ir.graph.Rotary;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.Value;

/**
 * Runs a graph token by token in binary32. The object holds the sequence: its length and the KV caches.
 *
 * <p>Rounding: see the package. Cost: one pass over all weights per token on one thread; no allocation but the result
 * and the growth of the caches.
 */
public final class ReferenceInterpreter {

    /** One operator with its buffers bound. */
    @FunctionalInterface
    private interface Kernel {
        void run(int token, int position);
    }

    private final Graph graph;
    private final AttentionFilter filter;
    private final Map<String, Tensor> constants;
    private final Map<String, float[]> buffers = new HashMap<>();
    private final Map<List<Double>, RotaryAngles> angles = new HashMap<>();
    private final List<Kernel> kernels = new ArrayList<>();
    private int position;

    /**
     * Prepares to run from an empty sequence.
     *
     * <p>Errors: what the verifier finds; F2114 if a constant is known by its shape only.
     */
    public ReferenceInterpreter(Graph graph) {
        this(graph, AttentionFilter.CAUSAL);
    }

    /** The same with attention to fewer positions. */
    public ReferenceInterpreter(Graph graph, AttentionFilter filter) {
        this.filter = filter;
        this.graph = GraphVerifier.requireValid(graph);
        this.constants = graph.constantsByName();
        if (!graph.hasData()) {
            throw new FabricastException(ErrorCode.F2114, graph.name(), "weights", "shapes only", "");
        }
        for (Node node : graph.nodes()) {
            float[] y = new float[(int) node.op().resultType().elements()];
            kernels.add(bind(node, y));
            buffers.put(node.name(), y);
        }
    }

    /**
     * Appends {@code token} to the sequence and returns the logits of the next one, in an array of the caller's own.
     *
     * <p>Errors: {@link IllegalArgumentException} for an id outside the vocabulary or a full context.
     */
    public float[] step(int token) {
        if (token < 0 || token >= graph.vocab()) {
            throw new IllegalArgumentException("token " + token + " outside vocabulary of " + graph.vocab());
        }
        if (position >= graph.context()) {
            throw new IllegalArgumentException("context of " + graph.context() + " positions is full");
        }
        for (Kernel kernel : kernels) {
            kernel.run(token, position);
        }
        position++;
        return value(graph.output().name());
    }

    /** Number of tokens in the sequence. */
    public int position() {
        return position;
    }

    /** Number of tokens the sequence can hold. */
    public int context() {
        return graph.context();
    }

    /** Begins an empty sequence. */
    public void reset() {
        // Rows of the caches at and after the position are never read before they are written.
        position = 0;
    }

    /** A copy of what the named node gave in the last step. */
    public float[] value(String node) {
        float[] buffer = buffers.get(node);
        if (buffer == null) {
            throw new IllegalArgumentException("no node " + node);
        }
        return buffer.clone();
    }

    private Kernel bind(Node node, float[] y) {
        return switch (node.op()) {
            case Embedding op -> {
                float[] table = data(op.table());
                yield (token, at) -> System.arraycopy(table, token * y.length, y, 0, y.length);
            }
            case LearnedPosition op -> {
                float[] table = data(op.table());
                yield (token, at) -> System.arraycopy(table, at * y.length, y, 0, y.length);
            }
            case RmsNorm op -> {
                float[] x = data(op.input());
                float[] w = data(op.weight());
                yield (token, at) -> Normalise.rms(x, w, op.eps(), y);
            }
            case LayerNorm op -> {
                float[] x = data(op.input());
                float[] w = data(op.weight());
                float[] b = data(op.bias());
                yield (token, at) -> Normalise.layer(x, w, b, op.eps(), y);
            }
            case Linear op -> linear(op, y);
            case Rotary op -> {
                float[] x = data(op.input());
                RotaryAngles shared = angles(op);
                yield (token, at) -> shared.turn(op, at, x, y);
            }
            case Attention op -> {
                float[] q = data(op.q());
                float[] k = data(op.k());
                float[] v = data(op.v());
                AttentionKernel attention = new AttentionKernel(op, filter);
                yield (token, at) -> attention.run(at, q, k, v, y);
            }
            case Activation op -> {
                float[] x = data(op.input());
                yield (token, at) -> Nonlinear.apply(op.function(), x, y);
            }
            case Multiply op -> {
                float[] left = data(op.left());
                float[] right = data(op.right());
                yield (token, at) -> multiply(left, right, y);
            }
            case Add op -> {
                float[] left = data(op.left());
                float[] right = data(op.right());
                yield (token, at) -> add(left, right, y);
            }
        };
    }

    private Kernel linear(Linear op, float[] y) {
        float[] x = data(op.input());
        float[] w = data(op.weight());
        if (op.bias().isEmpty()) {
            return (token, at) -> Dot.matrixVector(w, x, y);
        }
        float[] bias = data(op.bias().get());
        return (token, at) -> {
            Dot.matrixVector(w, x, y);
            add(y, bias, y);
        };
    }

    private static void multiply(float[] left, float[] right, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = left[i] * right[i];
        }
    }

    private static void add(float[] left, float[] right, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = left[i] + right[i];
        }
    }

    private RotaryAngles angles(Rotary op) {
        double[] frequencies = op.frequencies();
        List<Double> key = Arrays.stream(frequencies).boxed().toList();
        return angles.computeIfAbsent(key, unused -> new RotaryAngles(frequencies));
    }

    private float[] data(Value value) {
        return buffers.get(value.name());
    }

    private float[] data(ConstantRef ref) {
        return constants.get(ref.name()).data();
    }
}
