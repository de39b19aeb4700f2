package org.fabricast.cosim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.fabricast.cosim.RunRecord;
import org.fabricast.ir.Campaign;
import org.fabricast.ir.hw.HardwareConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RUN over sparse streams: the bits of the matrix with its zeros, two cycles a word and pair of vectors. */
class SparseRunTest {

    private static final long LIMIT = 200_000;
    private static final HardwareConfig NARROW = EngineRunTest.config(16, 4, 8).with(HardwareConfig.Products.SPARSE_DSP48E2);
    /** Rescales a row block in a cycle, so that an eighth of the weights does not wait for it. */
    static final HardwareConfig CONFIG = NARROW.withResultLanes(16);
    private static final int[] WIDTHS = {3, 4, 5, 6, 8};
    private static final int[] SIZES = {172, 8, 40, 16, 1, 130, 256, 64, 97};

    private static RunBench.Placed place(RunData data, Random random) {
        RunData.Shape shape = data.shape();
        // The words of a group lie in one row of eight.
        int step = Math.max(1, data.groupWords());
        int stride = (data.inputWords() + step - 1) / step * step + step * random.nextInt(2);
        int scales = shape.groups() + random.nextInt(3);
        int lanes = CONFIG.resultLanes();
        int results = (shape.rows() + lanes) / lanes * lanes;
        int room = CONFIG.inputWords() - shape.vectors() * stride;
        return new RunBench.Placed(data, step * random.nextInt(room / step + 1),
                random.nextInt(CONFIG.inputScales() - shape.vectors() * scales + 1), stride, scales,
                lanes * random.nextInt((CONFIG.resultElements() - shape.vectors() * results) / lanes + 1), results,
                shape.vectors() > 1, shape.transpose() ? 1 : 0);
    }

    private static RunData.Shape shape(int group, Random random) {
        // So that all vectors fit the input buffer.
        return new RunData.Shape(SIZES[random.nextInt(SIZES.length)], SIZES[random.nextInt(SIZES.length)], group,
                1 + random.nextInt(8), false, false);
    }

    private static void mustRun(RunBench bench, RunData data, double idle, Random random) {
        RunBench.Placed run = place(data, random);
        bench.forgetResults(run);
        bench.load(run);
        RunRecord record = bench.run(List.of(run), idle, LIMIT);
        bench.check(run, record.flagCycle());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5})
    void everyPatternWidthAndGroupGivesTheBitsOfTheMatrixWithItsZeros(double idle) {
        Random random = new Random(41);
        try (RunBench bench = new RunBench(CONFIG, 3)) {
            for (int pattern = 1; pattern <= SparseRunData.MIXED; pattern++) {
                for (int bits : WIDTHS) {
                    for (int group : new int[] {16, 32, 64, 128}) {
                        mustRun(bench, new SparseRunData(shape(group, random), bits, pattern, random.nextLong()), idle, random);
                    }
                }
            }
        }
    }

    /** One behind the other in the queue, so that the words of one follow while the results of the one before are on their way. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.4})
    void denseAndSparseRunsFollowEachOtherWithoutAReset(double idle) {
        Random random = new Random(43);
        try (RunBench bench = new RunBench(CONFIG, 7)) {
            for (int round = 0; round < 6; round++) {
                List<RunBench.Placed> runs = new ArrayList<>();
                int x = 0;
                int xs = 0;
                int res = 0;
                for (int i = 0; i < 8; i++) {
                    int rows = 1 + random.nextInt(40);
                    int cols = 1 + random.nextInt(100);
                    int vectors = 1 + random.nextInt(3);
                    int bits = WIDTHS[random.nextInt(5)];
                    long seed = random.nextLong();
                    RunData data = switch (random.nextInt(4)) {
                        case 0 -> new RunData(16, new RunData.Shape(rows, cols, 64, vectors, true, true), seed);
                        case 1 -> new RunData(16, new RunData.Shape(rows, cols, 32, vectors, false, false), bits, seed);
                        default -> new SparseRunData(new RunData.Shape(rows, cols, 16 << random.nextInt(4), vectors, false, false),
                                bits, SparseRunData.MIXED, seed);
                    };
                    int stride = (data.inputWords() + 7) / 8 * 8;
                    int results = (rows + 16) / 16 * 16;
                    if (x + vectors * stride > CONFIG.inputWords() || xs + vectors * data.shape().groups() > CONFIG.inputScales()) {
                        break;
                    }
                    runs.add(new RunBench.Placed(data, x, xs, stride, data.shape().groups(), res, results, random.nextBoolean(),
                            data.shape().transpose() ? 1 : 0));
                    x += vectors * stride;
                    xs += vectors * data.shape().groups();
                    res += vectors * results;
                }
                assertThat(runs.size()).isGreaterThan(3);
                runs.forEach(bench::forgetResults);
                runs.forEach(bench::load);
                RunRecord record = bench.run(runs, idle, LIMIT);
                runs.forEach(run -> bench.check(run, record.flagCycle()));
            }
        }
    }

    /**
     * From the first to the last word of a matrix of 256 x 512, in groups of 128: two cycles for each word and pair of vectors. A
     * tile's group of four (two with one pair of vectors) has two cycles more, for scales, descriptors and the first index piece,
     * of which one is taken while the word before is still multiplied.
     */
    @ParameterizedTest
    @CsvSource({"3, 3, 1", "3, 4, 2", "3, 8, 1", "3, 6, 3", "3, 4, 8", "5, 4, 1", "4, 3, 2", "2, 4, 1", "6, 5, 1"})
    void aWordTakesTwoCyclesForEachPairOfVectors(int pattern, int bits, int vectors) {
        Random random = new Random(47);
        try (RunBench bench = new RunBench(CONFIG, 9)) {
            SparseRunData data = new SparseRunData(new RunData.Shape(256, 512, 128, vectors, false, false), bits, pattern, 5);
            RunBench.Placed run = new RunBench.Placed(data, 0, 0, data.inputWords(), 8, 0, 272, vectors > 1, 0);
            bench.forgetResults(run);
            bench.load(run);
            RunRecord record = bench.run(List.of(run), 0, LIMIT);
            bench.check(run, record.flagCycle());
            int[] stored = {0, 2, 4, 8, 16, 8, 4};
            int words = 256 / 16 * (512 / 16) * stored[pattern] / 16;
            assertThat(data.words()).isEqualTo(words);
            long pairs = (vectors + 1) / 2;
            long gaps = 2 * 4 - 1;
            long pieces = pattern == 4 ? 2 : 3;
            long expected = (words - 1) * 2 * pairs + gaps * Math.max(0, pieces - (2 * pairs - 1));
            long taken = bench.simulator().peek("last_word") - bench.simulator().peek("first_word");
            assertThat(taken).as("words at %d vectors", vectors).isEqualTo(expected);
            assertThat(bench.simulator().peek("multiplied")).isEqualTo(256L * words * vectors);
        }
    }

    /** Cycles from the first to the last word of a matrix of 1024 x 1024, the last word's own included; pattern 0 is dense. */
    private static long cycles(HardwareConfig config, int pattern, int vectors) {
        RunData.Shape shape = new RunData.Shape(1024, 1024, 128, vectors, false, false);
        RunData data = pattern == 0 ? new RunData(16, shape, 4, 5) : new SparseRunData(shape, 4, pattern, 5);
        try (RunBench bench = new RunBench(config, 9)) {
            RunBench.Placed run = new RunBench.Placed(data, 0, 0, 64, 8, 0, 1024, vectors > 1, 0);
            bench.load(run);
            RunRecord record = bench.run(List.of(run), 0, LIMIT);
            bench.check(run, record.flagCycle(), false);
            int ofLastWord = pattern == 0 ? vectors : (vectors + 1) / 2 * 2;
            return bench.simulator().peek("last_word") - bench.simulator().peek("first_word") + ofLastWord;
        }
    }

    /** Several pairs of vectors: 16/N of the dense rate. A pair alone waits for scales and descriptors, two cycles a tile's group. */
    @Test
    void anEighthOfTheWeightsTakesAnEighthOfTheCyclesOfAMatrixOf1024By1024() {
        assertThat((double) cycles(CONFIG, 0, 4) / cycles(CONFIG, 1, 4)).isCloseTo(8.0, Percentage.withPercentage(1));
    }

    /**
     * Prints the table of {@code docs/sparse-chain.md}. In MM with an even number of vectors above two N:16 is 16/N with result lanes
     * that keep up, which takes a quarter of the values of a word for each: 4 lanes for 8:16, 8 for 4:16, 16 for 2:16.
     */
    @Test
    void ratesAreSixteenNthsWhereTheResultLanesKeepUp() {
        assumeTrue(Campaign.runs("rates of the sparse engine"), "builds other engines: with -Dfabricast.full=true");
        double[] inverse = {1, 8, 4, 2, 1, 2, 4};
        HardwareConfig eight = EngineRunTest.config(16, 8, 8).with(HardwareConfig.Products.SPARSE_DSP48E2);
        for (HardwareConfig config : List.of(NARROW, NARROW.withResultLanes(8), CONFIG, eight, eight.withResultLanes(16))) {
            for (int vectors : new int[] {8, 6, 4, 3, 2, 1}) {
                long[] taken = new long[inverse.length];
                for (int pattern = 0; pattern < taken.length; pattern++) {
                    taken[pattern] = cycles(config, pattern, vectors);
                }
                System.out.printf("1024 x 1024, %d vectors, %d lanes, %d result lanes, patterns 0 to 6: %s%n", vectors, config.lanes(),
                        config.resultLanes(), Arrays.toString(taken));
                for (int pattern = 1; pattern < taken.length && vectors > 2 && vectors % 2 == 0; pattern++) {
                    // The drain takes the row blocks of a group, all of them, at so many rows a cycle.
                    double expected = Math.min(inverse[pattern], config.resultLanes() / 2.0);
                    assertThat((double) taken[0] / taken[pattern])
                            .as("pattern %d, %d vectors, %d result lanes", pattern, vectors, config.resultLanes())
                            .isCloseTo(expected, Percentage.withPercentage(2));
                }
            }
        }
    }

    @Test
    void aDenseStreamKeepsItsRateOfAWordPerCycleAndVector() {
        for (int vectors : new int[] {1, 3}) {
            try (RunBench bench = new RunBench(CONFIG, 9)) {
                RunData data = new RunData(16, new RunData.Shape(128, 256, 128, vectors, false, false), 4, 5);
                RunBench.Placed run = new RunBench.Placed(data, 0, 0, data.inputWords(), 8, 0, 144, vectors > 1, 0);
                bench.forgetResults(run);
                bench.load(run);
                bench.check(run, bench.run(List.of(run), 0, LIMIT).flagCycle());
                long words = 128 / 16 * (256 / 16);
                assertThat(bench.simulator().peek("last_word") - bench.simulator().peek("first_word"))
                        .isEqualTo((words - 1) * vectors + 1);
                assertThat(bench.simulator().peek("multiplied")).isEqualTo(256 * words * vectors);
            }
        }
    }
}
