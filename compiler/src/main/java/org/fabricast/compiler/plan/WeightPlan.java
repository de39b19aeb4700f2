package org.fabricast.compiler.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Bits of the weights of each matrix, in the order of {@link WeightMatrix#of}.
 *
 * @param bits of a weight, each one of {@link #CHOICES}
 */
public record WeightPlan(List<Integer> bits) {

    /** What the machine expands. */
    public static final List<Integer> CHOICES = List.of(3, 4, 5, 6, 8);

    private static final int PER_LAYER = LayerMatrix.values().length;

    public WeightPlan {
        bits = List.copyOf(bits);
        if (bits.size() <= PER_LAYER || bits.size() % PER_LAYER != 1 || !CHOICES.containsAll(bits)) {
            throw new IllegalArgumentException("no plan: " + bits);
        }
    }

    /** All matrices alike. */
    public static WeightPlan uniform(int bits, int layers) {
        return new WeightPlan(Collections.nCopies(PER_LAYER * layers + 1, bits));
    }

    /** Layers. */
    public int layers() {
        return bits.size() / PER_LAYER;
    }

    /** Bits of a matrix of a layer. */
    public int bits(int layer, LayerMatrix matrix) {
        return bits.get(PER_LAYER * layer + matrix.ordinal());
    }

    /** Bits of the classifier. */
    public int classifier() {
        return bits.getLast();
    }

    /** The plan with another number of bits for one matrix. */
    public WeightPlan with(int matrix, int bitsOfIt) {
        List<Integer> changed = new ArrayList<>(bits);
        changed.set(matrix, bitsOfIt);
        return new WeightPlan(changed);
    }

    /** Bits per weight over all matrices, scales not counted. */
    public double average(List<WeightMatrix> matrices) {
        if (matrices.size() != bits.size()) {
            throw new IllegalArgumentException(matrices.size() + " matrices, " + bits.size() + " in the plan");
        }
        long all = 0;
        long weights = 0;
        for (int i = 0; i < bits.size(); i++) {
            all += bits.get(i) * matrices.get(i).weights();
            weights += matrices.get(i).weights();
        }
        return (double) all / weights;
    }
}
