package org.fabricast.compiler.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.fabricast.compiler.sparse.DensityAllocator.Allocation;
import org.fabricast.compiler.sparse.DensityAllocator.Curve;
import org.junit.jupiter.api.Test;

class DensityAllocatorTest {

    private static final Curve FIRST = new Curve(new long[] {0, 2, 4}, new double[] {0, 10, 11});
    private static final Curve SECOND = new Curve(new long[] {0, 2, 4}, new double[] {0, 6, 10});

    @Test
    void theSteepestSegmentsAreTakenFirst() {
        // By hand: 10 for 2, then 6 for 2, then 4 for 2, then 1 for 2.
        assertThat(DensityAllocator.allocate(List.of(FIRST, SECOND), 0).choice()).containsExactly(0, 0);
        assertThat(DensityAllocator.allocate(List.of(FIRST, SECOND), 2).choice()).containsExactly(1, 0);
        assertThat(DensityAllocator.allocate(List.of(FIRST, SECOND), 5).choice()).containsExactly(1, 1);
        assertThat(DensityAllocator.allocate(List.of(FIRST, SECOND), 6).choice()).containsExactly(1, 2);
        assertThat(DensityAllocator.allocate(List.of(FIRST, SECOND), 100).choice()).containsExactly(2, 2);
    }

    @Test
    void theBoundIsWhatPartsOfASegmentWouldGain() {
        // Budget 5: 10 + 6, and half of the segment that gains 4.
        Allocation five = DensityAllocator.allocate(List.of(FIRST, SECOND), 5);
        assertThat(five.gain()).isEqualTo(16);
        assertThat(five.bound()).isEqualTo(18);
        Allocation six = DensityAllocator.allocate(List.of(FIRST, SECOND), 6);
        assertThat(six.gain()).isEqualTo(20).isEqualTo(six.bound());
    }

    @Test
    void aPointBelowTheHullIsPassedOver() {
        Curve dent = new Curve(new long[] {0, 2, 4}, new double[] {0, 1, 10});
        assertThat(DensityAllocator.allocate(List.of(dent), 2).choice()).containsExactly(0);
        assertThat(DensityAllocator.allocate(List.of(dent), 4).choice()).containsExactly(2);
    }

    @Test
    void whatGainsNothingIsNotTakenAndWhatCostsNothingIs() {
        assertThat(DensityAllocator.allocate(List.of(new Curve(new long[] {0, 4, 4}, new double[] {0, 5, 5})), 9).choice())
                .containsExactly(1);
        assertThat(DensityAllocator.allocate(List.of(new Curve(new long[] {0, 0, 4}, new double[] {0, 5, 5})), 0).choice())
                .containsExactly(1);
    }

    @Test
    void noChoiceOfRandomCurvesIsBetterThanTheBoundAndWhatIsChosenIsWithinASegmentOfTheBest() {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<Curve> curves = new ArrayList<>();
            double greatest = 0;
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                Curve curve = curve(random);
                curves.add(curve);
                for (double gain : curve.gain()) {
                    greatest = Math.max(greatest, gain);
                }
            }
            for (int budget = 0; budget <= 30; budget++) {
                Allocation found = DensityAllocator.allocate(curves, budget);
                double best = best(curves, 0, budget);
                assertThat(found.cost()).as("seed %d, budget %d", seed, budget).isLessThanOrEqualTo(budget);
                assertThat(best).as("seed %d, budget %d", seed, budget).isBetween(found.gain() - 1e-9, found.bound() + 1e-9);
                assertThat(best - found.gain()).as("seed %d, budget %d", seed, budget).isLessThan(greatest + 1e-9);
                if (Math.abs(found.bound() - found.gain()) < 1e-12) {
                    assertThat(found.gain()).as("seed %d, budget %d", seed, budget).isCloseTo(best, within(1e-9));
                }
            }
        }
    }

    @Test
    void oftenTheBestChoiceItselfIsFoundForBlocksOfRandomWeights() {
        int exact = 0;
        int all = 0;
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            double[] scores = random.doubles(16 * 40).map(x -> x * x).toArray();
            BlockScores blocks = new BlockScores(new BlockGrid(16, 40), IndexSharing.ROW, scores);
            List<Curve> curves = List.of(blocks.curve(0, 0), blocks.curve(0, 1), blocks.curve(0, 2));
            for (int budget = 32; budget <= 640; budget += 32) {
                Allocation found = DensityAllocator.allocate(curves, budget);
                double best = best(curves, 0, budget);
                assertThat(best).as("seed %d, budget %d", seed, budget).isBetween(found.gain() - 1e-9, found.bound() + 1e-9);
                assertThat(found.gain()).as("seed %d, budget %d", seed, budget).isGreaterThan(0.8 * best);
                exact += Math.abs(best - found.gain()) < 1e-9 ? 1 : 0;
                all++;
            }
        }
        assertThat(exact).isGreaterThan(all / 2);
    }

    private static Curve curve(Random random) {
        int points = 2 + random.nextInt(4);
        long[] cost = new long[points];
        double[] gain = new double[points];
        for (int i = 1; i < points; i++) {
            cost[i] = cost[i - 1] + random.nextInt(5);
            gain[i] = random.nextInt(20);
        }
        return new Curve(cost, gain);
    }

    /** Every choice. */
    private static double best(List<Curve> curves, int from, long budget) {
        if (from == curves.size()) {
            return 0;
        }
        Curve curve = curves.get(from);
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < curve.cost().length; i++) {
            if (curve.cost()[i] <= budget) {
                best = Math.max(best, curve.gain()[i] + best(curves, from + 1, budget - curve.cost()[i]));
            }
        }
        return best;
    }

    @Test
    void aCurveThatFallsInCostOrDoesNotBeginAtNothingIsRefused() {
        assertThatThrownBy(() -> new Curve(new long[] {0, 2, 1}, new double[3])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Curve(new long[] {1}, new double[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Curve(new long[] {0, 1}, new double[] {0, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
