package org.fabricast.compiler.sparse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.build.ConstantReplacer;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;

/**
 * What a model's predictions suffer when one layer alone is made sparse: with 8:16 in that layer,
 *
 * <pre>
 *   importance = √(mean_t KL(p_t ‖ p′_t) / (part of the layer's squared scores that is left out))
 * </pre>
 *
 * p the model's next-token distribution, p′ that with the sparse layer. Divided by what is left out, because errors that are small add
 * up in their squares. The divergence needs no right answers, is never below 0 and is far less noisy than a difference of losses.
 * The root damps it: what a layer does at half its weights says little about what it does without any, and the divergence itself
 * empties layers that seem unimportant.
 *
 * <p>Cost: one pass over the text (at most 1,024 tokens of it) per layer.
 */
final class LayerSensitivity {

    private static final int MOST_TOKENS = 1024;

    private final Graph graph;
    private final List<int[]> text;
    private final List<double[]> predictions = new ArrayList<>();

    private LayerSensitivity(Graph graph, List<int[]> text) {
        this.graph = graph;
        this.text = text;
    }

    /** Runs the model itself. */
    static LayerSensitivity of(Graph graph, List<int[]> text) {
        List<int[]> first = new ArrayList<>();
        int left = MOST_TOKENS;
        for (int[] sequence : text) {
            int[] cut = Arrays.copyOf(sequence, Math.min(left, sequence.length));
            left -= cut.length;
            first.add(cut);
        }
        LayerSensitivity sensitivity = new LayerSensitivity(graph, first);
        ReferenceInterpreter model = new ReferenceInterpreter(graph);
        for (int[] sequence : first) {
            model.reset();
            for (int token : sequence) {
                sensitivity.predictions.add(logSoftmax(model.step(token)));
            }
        }
        return sensitivity;
    }

    /**
     * The importance of a layer.
     *
     * @param constant the model's constant for weights in the layer's order
     */
    double importance(LayerMatrix layer, SparsifyOptions options, Function<float[], Tensor> constant) {
        SparsifyOptions half = new SparsifyOptions(new SparsityTarget.Fixed(new NmPattern(8, 16)), options.criterion(),
                options.sharing(), options.refit(), true, options.bits(), options.group());
        SparseLayer sparse = Sparsifier.sparsify(List.of(layer), half).getFirst();
        double[] scores = options.criterion().scores(layer.weights(), layer.inputs());
        double out = 0;
        double all = 0;
        for (int i = 0; i < scores.length; i++) {
            all += scores[i];
            out += sparse.report().mask().keeps(i / layer.grid().cols(), i % layer.grid().cols()) ? 0 : scores[i];
        }
        Tensor changed = constant.apply(sparse.weights());
        Graph other = ConstantReplacer.replace(graph, tensor -> tensor.name().equals(changed.name()) ? changed : tensor);
        return out == 0 ? 0 : Math.sqrt(divergence(other) * all / out);
    }

    /** Mean over the text of the divergence of {@code other}'s predictions from the model's. Units: nats. */
    double divergence(Graph other) {
        ReferenceInterpreter model = new ReferenceInterpreter(other);
        double total = 0;
        int at = 0;
        for (int[] sequence : text) {
            model.reset();
            for (int token : sequence) {
                double[] p = predictions.get(at++);
                double[] q = logSoftmax(model.step(token));
                for (int i = 0; i < p.length; i++) {
                    total += Math.exp(p[i]) * (p[i] - q[i]);
                }
            }
        }
        return Math.max(0, total / at);
    }

    private static double[] logSoftmax(float[] logits) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - greatest);
        }
        double[] logs = new double[logits.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = logits[i] - greatest - Math.log(sum);
        }
        return logs;
    }
}
