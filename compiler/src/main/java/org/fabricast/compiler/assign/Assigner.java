package org.fabricast.compiler.assign;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fabricast.compiler.evaluate.DequantisedGraph;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.plan.BitAllocation;
import org.fabricast.compiler.plan.WeightMatrix;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.ir.graph.Graph;

/**
 * From what the user asks to bits per matrix.
 *
 * <p>A mixed plan minimises the sum of the matrices' sensitivities under the average ({@link BitAllocation}, exact). The
 * sensitivity of a matrix at b bits is measured: the growth of {@link Divergence} on calibration text when this matrix alone has b
 * bits and all others 8. That sensitivities add up is an assumption, so they are measured once more around the plan found, and of
 * the plans of both rounds and of equal bits everywhere the one that diverges least as a whole is taken. Without weights
 * every weight counts the same: weights · 4^−b.
 *
 * <p>Errors: F1011 an average out of reach. Cost: eight passes over the calibration text per matrix.
 */
public final class Assigner {

    private static final int PLAIN = 8;

    private final Graph original;
    private final Graph graph;
    private final int group;
    private final int layers;
    private final List<WeightMatrix> matrices;

    private Assigner(Graph original, FusedModel model, int group) {
        this.original = original;
        this.graph = model.graph();
        this.group = group;
        this.layers = model.layers().size();
        this.matrices = WeightMatrix.of(model);
    }

    /** Bits for {@code model}, quantised in groups of {@code group}. */
    public static WeightAssignment assign(FusedModel model, int group, WeightChoice choice) {
        return assign(model.graph(), model, group, choice);
    }

    /** The same, judged by the predictions of {@code original}, from which {@code model} differs already. */
    static WeightAssignment assign(Graph original, FusedModel model, int group, WeightChoice choice) {
        return switch (choice) {
            case WeightChoice.Uniform uniform -> new WeightAssignment(
                    WeightPlan.uniform(uniform.bits(), model.layers().size()), Optional.empty());
            case WeightChoice.Given given -> new WeightAssignment(given.plan(), Optional.empty());
            case WeightChoice.Mixed mixed -> {
                BitAllocation.requireReachable(mixed.averageBits());
                Assigner assigner = new Assigner(original, model, group);
                yield model.graph().hasData() ? assigner.measured(mixed) : assigner.unmeasured(mixed.averageBits());
            }
        };
    }

    private WeightAssignment unmeasured(double average) {
        List<List<Double>> costs = matrices.stream().map(matrix -> WeightPlan.CHOICES.stream()
                .map(bits -> Math.scalb((double) matrix.weights(), -2 * bits)).toList()).toList();
        return new WeightAssignment(BitAllocation.choose(matrices, costs, average), Optional.empty());
    }

    private WeightAssignment measured(WeightChoice.Mixed mixed) {
        CalibrationSequences text = mixed.calibration().orElseGet(() -> CalibrationSequences.selfGenerated(original));
        Divergence divergence = new Divergence(original, text);
        WeightPlan plain = WeightPlan.uniform(PLAIN, layers);
        double base = divergence(divergence, plain);
        List<List<Double>> sensitivities = around(divergence, plain, base);
        WeightPlan first = BitAllocation.choose(matrices, sensitivities, mixed.averageBits());
        double ofFirst = divergence(divergence, first);
        // Where many matrices have few bits, one more or less counts for something else than beside eight bits everywhere.
        WeightPlan second = BitAllocation.choose(matrices, around(divergence, first, ofFirst), mixed.averageBits());
        int most = WeightPlan.CHOICES.stream().filter(bits -> bits <= mixed.averageBits()).max(Integer::compare).orElseThrow();
        WeightPlan best = first;
        double least = ofFirst;
        for (WeightPlan candidate : List.of(second, WeightPlan.uniform(most, layers))) {
            double of = divergence(divergence, candidate);
            if (of < least) {
                best = candidate;
                least = of;
            }
        }
        return new WeightAssignment(best, Optional.of(new WeightAssignment.Measurement(text.origin(), text.tokens(), base,
                sensitivities, least)));
    }

    private double divergence(Divergence from, WeightPlan plan) {
        return from.of(DequantisedGraph.of(graph, group, plan));
    }

    /** By how much the divergence grows when one matrix of a plan gets other bits; may be negative. */
    private List<List<Double>> around(Divergence divergence, WeightPlan plan, double ofPlan) {
        int choices = WeightPlan.CHOICES.size();
        // Each is computed from the start, so their order and number at a time change nothing.
        List<Double> grown = IntStream.range(0, matrices.size() * choices).parallel().mapToObj(i -> {
            int bits = WeightPlan.CHOICES.get(i % choices);
            return bits == plan.bits().get(i / choices) ? 0.0
                    : divergence(divergence, plan.with(i / choices, bits)) - ofPlan;
        }).toList();
        return IntStream.range(0, matrices.size()).mapToObj(matrix -> grown.subList(matrix * choices, (matrix + 1) * choices))
                .toList();
    }
}
