package org.fabricast.cosim.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.fabricast.ir.Campaign;
import org.fabricast.rtl.chain.ChainShape;
import org.fabricast.rtl.chain.ProductMode;
import org.fabricast.rtl.chain.SparsePattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A layer at a chain of 16 slices, words at hand: N:16 does 16/N times the dense multiply-accumulates per cycle, exactly, from
 * the first to the last accepted weight word; and the sums of the whole layer are right. The layer has 1024 × 1024 weights at
 * 8:16, and with {@code -Dfabricast.full=true} everywhere; otherwise 256 × 256.
 */
class ChainEfficiencyTest {

    private static final int SLICES = 16;
    private static final ChainShape SHAPE = new ChainShape(SLICES / 2, 1);
    /** The first sum leaves the first group; the last sum the last group. */
    private static final int FIRST_SUM = 5;
    private static final int LAST_SUM = 19;

    /** Rows and columns of the layers of all patterns but 8:16. */
    private static final int OTHERS = (int) Campaign.cases("efficiency of the sparse chain, rows of layers not at 8:16", 256, 1024);

    private static int size(SparsePattern pattern) {
        return pattern == SparsePattern.EIGHT ? 1024 : OTHERS;
    }

    /** The layer's words in the order of use: all inputs of as many rows as a chain works on, then the next rows. */
    private static final class Layer {
        private final SparsePattern pattern;
        private final boolean joined;
        private final int segments;
        private final int size;
        private final int wordRows;
        private final int rowWords;
        private final byte[][] x = new byte[2][];
        private final long[][] expected;
        private final long[][] found;
        private final List<Integer> firstRows = new ArrayList<>();
        private long firstSum = -1;
        private long lastSum = -1;
        private int sums;

        /** Joined: the segments are for consecutive inputs of one pair of rows, otherwise for consecutive pairs. */
        Layer(SparsePattern pattern, boolean joined, Random random) {
            this.pattern = pattern;
            this.joined = joined;
            segments = SLICES / pattern.weights();
            size = size(pattern);
            expected = new long[size][2];
            found = new long[size][2];
            wordRows = joined ? 2 : 2 * segments;
            rowWords = size / (joined ? 16 * segments : 16);
            x[0] = Int8s.RANDOM.next(size, random);
            x[1] = Int8s.RANDOM.next(size, random);
        }

        int words() {
            return size / wordRows * rowWords;
        }

        byte[][] inputs(int word, int vector) {
            byte[][] all = new byte[segments][16];
            for (int segment = 0; segment < segments; segment++) {
                int from = joined ? (word % rowWords * segments + segment) * 16 : word % rowWords * 16;
                System.arraycopy(x[vector], from, all[segment], 0, 16);
            }
            return all;
        }

        SparseRows next(boolean shared, Random random) {
            SparseRows rows = SparseRows.random(SHAPE, pattern, shared, Int8s.RANDOM, random);
            int word = firstRows.size();
            int firstRow = word / rowWords * wordRows;
            firstRows.add(firstRow);
            for (int vector = 0; vector < 2; vector++) {
                byte[][] inputs = inputs(word, vector);
                for (int i = 0; i < 2 * segments; i++) {
                    expected[firstRow + i % wordRows][vector] += rows.dot(i / 2, i % 2, inputs[i / 2]);
                }
            }
            return rows;
        }

        /** Adds a segment's sums to the rows they belong to. */
        void take(int word, ProductMode mode, int group, int low, int high, long cycle) {
            firstSum = firstSum < 0 ? cycle : firstSum;
            lastSum = cycle;
            sums++;
            int row = firstRows.get(word) + (joined ? 0 : 2 * (2 * group / pattern.weights()));
            switch (mode) {
                case FIRST_ROW, SECOND_ROW -> {
                    found[row + (mode.second() ? 1 : 0)][0] += low;
                    found[row + (mode.second() ? 1 : 0)][1] += high;
                }
                case ROW_PAIR -> {
                    found[row][0] += low;
                    found[row + 1][0] += high;
                }
            }
        }
    }

    /** Runs the layer; gives the cycles from the first to the last accepted word, the last word's own cycles included. */
    private static long run(SparsePattern pattern, List<ProductMode> modes, boolean twoVectors, boolean shared,
            boolean joined) {
        Random random = new Random(83);
        Layer layer = new Layer(pattern, joined, random);
        Map<ArrayBench.Issue, Integer> under = new IdentityHashMap<>();
        ArrayBench.Sums sums = (issue, chain, group, valid, low, high, cycle) ->
                layer.take(under.get(issue), issue.mode(), group, low, high, cycle);
        byte[][] none = new byte[layer.segments][16];
        try (ArrayBench bench = new ArrayBench(SHAPE, 0, false, 83)) {
            SparseRows held = layer.next(shared, random);
            long firstWord = bench.cycle();
            long lastWord = firstWord;
            bench.step(Optional.empty(), Optional.of(held), sums);
            for (int word = 0; word < layer.words(); word++) {
                SparseRows now = held;
                for (int phase = 0; phase < modes.size(); phase++) {
                    ArrayBench.Issue issue = new ArrayBench.Issue(now, modes.get(phase), joined, layer.inputs(word, 0),
                            twoVectors ? layer.inputs(word, 1) : none);
                    under.put(issue, word);
                    Optional<SparseRows> next = Optional.empty();
                    if (phase == modes.size() - 1 && word + 1 < layer.words()) {
                        held = layer.next(shared, random);
                        next = Optional.of(held);
                        lastWord = bench.cycle();
                    }
                    bench.step(Optional.of(issue), next, sums);
                }
            }
            bench.drain(sums);
            for (int row = 0; row < layer.size; row++) {
                assertThat(layer.found[row][0]).as("row %d, first vector, seed 83", row).isEqualTo(layer.expected[row][0]);
                if (twoVectors) {
                    assertThat(layer.found[row][1]).as("row %d, second vector, seed 83", row).isEqualTo(layer.expected[row][1]);
                }
            }
            assertThat(layer.sums).isEqualTo(layer.words() * modes.size() * (joined ? 1 : layer.segments));
            // Fill: a cycle to load, then the way to the end of the first segment. Drain: likewise to the last group.
            int firstEnd = joined ? SHAPE.groups() - 1 : pattern.weights() / 2 - 1;
            assertThat(layer.firstSum - firstWord).isEqualTo(1 + FIRST_SUM + 2 * firstEnd);
            assertThat(layer.lastSum - lastWord).isEqualTo(modes.size() + LAST_SUM);
            return lastWord - firstWord + modes.size();
        }
    }

    private static void mustDo(long cycles, long macsPerCycle, long vectors, SparsePattern pattern) {
        // dense multiply-accumulates = cycles · dense rate · 16 / N, without a remainder
        assertThat(vectors * size(pattern) * size(pattern) * pattern.weights()).isEqualTo(cycles * macsPerCycle * 16);
    }

    @ParameterizedTest
    @EnumSource(SparsePattern.class)
    void matrixModeDoesSixteenNthsOfTwoProductsPerSliceAndCycle(SparsePattern pattern) {
        long cycles = run(pattern, List.of(ProductMode.FIRST_ROW, ProductMode.SECOND_ROW), true, false, false);
        mustDo(cycles, 2 * SLICES, 2, pattern);
    }

    @ParameterizedTest
    @EnumSource(SparsePattern.class)
    void vectorModeDoesTheSameWherePairsShareTheirPlaces(SparsePattern pattern) {
        long cycles = run(pattern, List.of(ProductMode.ROW_PAIR), false, true, false);
        mustDo(cycles, 2 * SLICES, 1, pattern);
    }

    @ParameterizedTest
    @EnumSource(value = SparsePattern.class, names = {"EIGHT", "TWO_OF_FOUR"})
    void vectorModeDoesOneProductPerSliceWhereEachRowHasItsOwnPlaces(SparsePattern pattern) {
        long cycles = run(pattern, List.of(ProductMode.FIRST_ROW, ProductMode.SECOND_ROW), false, false, false);
        mustDo(cycles, SLICES, 1, pattern);
    }

    @ParameterizedTest
    @EnumSource(value = SparsePattern.class, names = {"FOUR", "TWO_OF_FOUR"})
    void segmentsOfOneRowPairJoinedToASumAreAsFast(SparsePattern pattern) {
        long cycles = run(pattern, List.of(ProductMode.FIRST_ROW, ProductMode.SECOND_ROW), true, false, true);
        mustDo(cycles, 2 * SLICES, 2, pattern);
    }
}
