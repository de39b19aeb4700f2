package org.fabricast.compiler.assign;

import java.util.ArrayList;
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
 * bits and all others 8. That sensitivities add up is an assumption; the divergence of the whole plan is measured as well
 * and reported. Without weights every weight counts the same: weights · 4^−b.
 *
 * <p>Errors: F1011 an average out of reach. Cost: four passes over the calibration text per matrix.
 */
public final class Assigner {

    private static final int PLAIN = 8;

    private final Graph graph;
    private final int group;
    private final int layers;
    private final List<WeightMatrix> matrices;

    private Assigner(FusedModel model, int group) {
        this.graph = model.graph();
        this.group = group;
        this.layers = model.layers().size();
        this.matrices = WeightMatrix.of(model);
    }

    /** Bits for {@code model}, quantised in groups of {@code group}. */
    public static WeightAssignment assign(FusedModel model, int group, WeightChoice choice) {
        return switch (choice) {
            case WeightChoice.Uniform uniform -> new WeightAssignment(
                    WeightPlan.uniform(uniform.bits(), model.layers().size()), Optional.empty());
            case WeightChoice.Given given -> new WeightAssignment(given.plan(), Optional.empty());
            case WeightChoice.Mixed mixed -> {
                BitAllocation.requireReachable(mixed.averageBits());
                Assigner assigner = new Assigner(model, group);
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
        CalibrationSequences text = mixed.calibration().orElseGet(() -> CalibrationSequences.selfGenerated(graph));
        Divergence divergence = new Divergence(graph, text);
        WeightPlan plain = WeightPlan.uniform(PLAIN, layers);
        double base = divergence.of(DequantisedGraph.of(graph, group, plain));
        int choices = WeightPlan.CHOICES.size();
        // Each is computed from the start, so their order and number at a time change nothing.
        List<Double> grown = IntStream.range(0, matrices.size() * choices).parallel().mapToObj(i -> {
            int bits = WeightPlan.CHOICES.get(i % choices);
            return bits == PLAIN ? 0.0 : Math.max(0,
                    divergence.of(DequantisedGraph.of(graph, group, plain.with(i / choices, bits))) - base);
        }).toList();
        List<List<Double>> sensitivities = new ArrayList<>();
        for (int matrix = 0; matrix < matrices.size(); matrix++) {
            sensitivities.add(grown.subList(matrix * choices, (matrix + 1) * choices));
        }
        WeightPlan plan = BitAllocation.choose(matrices, sensitivities, mixed.averageBits());
        return new WeightAssignment(plan, Optional.of(new WeightAssignment.Measurement(text.origin(), text.tokens(), base,
                sensitivities, divergence.of(DequantisedGraph.of(graph, group, plan)))));
    }
}
