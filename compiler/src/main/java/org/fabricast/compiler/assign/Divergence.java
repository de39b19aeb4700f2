package org.fabricast.compiler.assign;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;

/**
 * How far a changed model's predictions are from the original's: mean over all positions of
 * {@code KL(p ‖ q) = Σ_i p_i (ln p_i − ln q_i)}, both fed with the same tokens. In binary64. Units: nats per token.
 *
 * <p>Cost: one step of the reference interpreter per token.
 */
final class Divergence {

    private final CalibrationSequences calibration;
    private final List<double[]> original;

    /** Computes the original's predictions. */
    Divergence(Graph graph, CalibrationSequences calibration) {
        this.calibration = calibration;
        this.original = predictions(graph);
    }

    private List<double[]> predictions(Graph graph) {
        List<double[]> all = new ArrayList<>();
        ReferenceInterpreter interpreter = new ReferenceInterpreter(graph);
        for (List<Integer> sequence : calibration.sequences()) {
            interpreter.reset();
            sequence.forEach(token -> all.add(probabilities(interpreter.step(token))));
        }
        return all;
    }

    /** Softmax. */
    static double[] probabilities(float[] logits) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        double[] p = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(logits[i] - greatest);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    /** Of {@code changed} from the original. */
    double of(Graph changed) {
        List<double[]> predictions = predictions(changed);
        double sum = 0;
        for (int position = 0; position < predictions.size(); position++) {
            sum += divergence(original.get(position), predictions.get(position));
        }
        return sum / predictions.size();
    }

    static double divergence(double[] p, double[] q) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            if (p[i] > 0) {
                // A probability that underflows counts as the least there is.
                sum += p[i] * (Math.log(p[i]) - Math.log(Math.max(q[i], Double.MIN_NORMAL)));
            }
        }
        return sum;
    }
}
