package org.fabricast.compiler.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * Bits per matrix that minimise Σ cost[matrix][bits] under Σ weights · bits ≤ average · Σ weights: a knapsack with one choice
 * per matrix, solved exactly by dynamic programming over the bits spent, in units of the greatest common divisor of the sizes.
 *
 * <p>Rounding: models with more units than {@link #MOST_UNITS} count sizes in larger units, rounded up, so that the average is
 * kept and the cost is within what the rounding loses. Of choices that cost the same a matrix takes the one with fewer bits.
 *
 * <p>Cost: matrices · choices · units spent.
 */
public final class BitAllocation {

    private static final int MOST_UNITS = 1 << 16;

    private final long[] sizes;
    private final List<List<Double>> costs;

    private BitAllocation(long[] sizes, List<List<Double>> costs) {
        this.sizes = sizes;
        this.costs = costs;
    }

    /** Errors: F1011 if no plan has an average of at most {@code averageBits}, or all have less. */
    public static void requireReachable(double averageBits) {
        int least = Collections.min(WeightPlan.CHOICES);
        int most = Collections.max(WeightPlan.CHOICES);
        if (!(averageBits >= least && averageBits <= most)) {
            throw new FabricastException(ErrorCode.F1011, "--bits", "an average from " + least + " to " + most,
                    String.valueOf(averageBits), "The machine expands weights of " + WeightPlan.CHOICES + " bits.");
        }
    }

    /**
     * The cheapest plan.
     *
     * @param costs per matrix, per choice of {@link WeightPlan#CHOICES}
     */
    public static WeightPlan choose(List<WeightMatrix> matrices, List<List<Double>> costs, double averageBits) {
        requireReachable(averageBits);
        if (costs.size() != matrices.size() || costs.stream().anyMatch(c -> c.size() != WeightPlan.CHOICES.size())) {
            throw new IllegalArgumentException("a cost for each choice of each matrix");
        }
        long all = matrices.stream().mapToLong(WeightMatrix::weights).sum();
        long unit = 0;
        for (WeightMatrix matrix : matrices) {
            unit = divisor(matrix.weights(), unit);
        }
        unit = Math.max(unit, (all + MOST_UNITS - 1) / MOST_UNITS);
        long rounding = unit;
        long[] sizes = matrices.stream().mapToLong(m -> (m.weights() + rounding - 1) / rounding).toArray();
        // A decimal average stands for itself, not for the binary number just below it.
        long budget = (long) Math.floor(averageBits * all / unit + 1e-6);
        long least = Collections.min(WeightPlan.CHOICES) * Arrays.stream(sizes).sum();
        return new BitAllocation(sizes, costs).solve((int) Math.max(budget, least));
    }

    private static long divisor(long a, long b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    private WeightPlan solve(int budget) {
        double[] best = new double[budget + 1];
        byte[][] choice = new byte[sizes.length][budget + 1];
        for (int matrix = 0; matrix < sizes.length; matrix++) {
            double[] next = new double[budget + 1];
            Arrays.fill(next, Double.POSITIVE_INFINITY);
            for (int c = 0; c < WeightPlan.CHOICES.size(); c++) {
                long spent = sizes[matrix] * WeightPlan.CHOICES.get(c);
                double cost = costs.get(matrix).get(c);
                for (int left = (int) Math.min(spent, budget + 1L); left <= budget; left++) {
                    double sum = best[left - (int) spent] + cost;
                    if (sum < next[left]) {
                        next[left] = sum;
                        choice[matrix][left] = (byte) c;
                    }
                }
            }
            best = next;
        }
        List<Integer> bits = new ArrayList<>();
        int left = budget;
        for (int matrix = sizes.length - 1; matrix >= 0; matrix--) {
            int chosen = WeightPlan.CHOICES.get(choice[matrix][left]);
            bits.add(chosen);
            left -= (int) (sizes[matrix] * chosen);
        }
        Collections.reverse(bits);
        return new WeightPlan(bits);
    }
}
