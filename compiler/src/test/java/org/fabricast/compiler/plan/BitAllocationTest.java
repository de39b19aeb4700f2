package org.fabricast.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitAllocationTest {

    private static List<WeightMatrix> matrices(int... sizes) {
        List<WeightMatrix> matrices = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            matrices.add(new WeightMatrix("m" + i, sizes[i], 16));
        }
        return matrices;
    }

    /** The least cost of all plans, by trying each. */
    private static double exhaustive(List<WeightMatrix> matrices, List<List<Double>> costs, int from, double bitsLeft) {
        if (bitsLeft < -1e-6) {
            return Double.POSITIVE_INFINITY;
        }
        if (from == matrices.size()) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < WeightPlan.CHOICES.size(); c++) {
            double spent = (double) matrices.get(from).weights() * WeightPlan.CHOICES.get(c);
            least = Math.min(least, costs.get(from).get(c) + exhaustive(matrices, costs, from + 1, bitsLeft - spent));
        }
        return least;
    }

    private static double cost(WeightPlan plan, List<List<Double>> costs) {
        double sum = 0;
        for (int i = 0; i < plan.bits().size(); i++) {
            sum += costs.get(i).get(WeightPlan.CHOICES.indexOf(plan.bits().get(i)));
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noPlanUnderTheAverageCostsLess(long seed) {
        Random random = new Random(seed);
        List<WeightMatrix> matrices = matrices(random.ints(5, 1, 40).toArray());
        List<List<Double>> costs = new ArrayList<>();
        for (int i = 0; i < matrices.size(); i++) {
            // Not always falling with the bits, as measurements are.
            costs.add(random.doubles(WeightPlan.CHOICES.size()).boxed().toList());
        }
        double average = 3 + 5 * random.nextDouble();
        WeightPlan plan = BitAllocation.choose(matrices, costs, average);
        assertThat(plan.average(matrices)).as("seed %d", seed).isLessThanOrEqualTo(average);
        double weights = matrices.stream().mapToLong(WeightMatrix::weights).sum();
        assertThat(cost(plan, costs)).as("seed %d", seed)
                .isCloseTo(exhaustive(matrices, costs, 0, average * weights), within(1e-12));
    }

    @Test
    void bitsGoWhereTheyMatterAndTheAverageIsUsedUp() {
        // Equal matrices; only the first is sensitive. 3.6 on average: 15 + 3 bits more for 5 matrices, 6 for the first.
        List<List<Double>> costs = new ArrayList<>(List.of(List.of(9.0, 5.0, 2.0, 1.0, 0.0)));
        for (int i = 1; i < 5; i++) {
            costs.add(List.of(0.1, 0.05, 0.02, 0.01, 0.0));
        }
        assertThat(BitAllocation.choose(matrices(4, 4, 4, 4, 4), costs, 3.6).bits()).containsExactly(6, 3, 3, 3, 3);
    }

    @Test
    void theLeastAverageIsTheLeastBitsEverywhere() {
        List<List<Double>> costs = java.util.Collections.nCopies(5, List.of(5.0, 4.0, 3.0, 2.0, 1.0));
        assertThat(BitAllocation.choose(matrices(7, 3, 5, 2, 9), costs, 3).bits()).containsOnly(3);
        assertThat(BitAllocation.choose(matrices(7, 3, 5, 2, 9), costs, 8).bits()).containsOnly(8);
    }

    @Test
    void sizesWithoutACommonUnitAreCountedInLargerOnesAndKeepTheAverage() {
        List<WeightMatrix> matrices = matrices(1_000_003, 2_000_029, 3_000_017, 999_983, 7);
        List<List<Double>> costs = java.util.Collections.nCopies(5, List.of(16.0, 8.0, 4.0, 2.0, 0.0));
        WeightPlan plan = BitAllocation.choose(matrices, costs, 3.5);
        assertThat(plan.average(matrices)).isBetween(3.1, 3.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {2.99, 8.01, Double.NaN, -1})
    void anAverageOutOfReachIsRefused(double average) {
        assertThatThrownBy(() -> BitAllocation.requireReachable(average)).isInstanceOf(FabricastException.class)
                .hasMessageContaining("F1011").hasMessageContaining("from 3 to 8");
    }
}
