package org.fabricast.cosim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.fabricast.cosim.RtlLint;
import org.fabricast.cosim.RunRecord;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.gen.engine.RunGenerator;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.engine.EngineSizes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EngineRunTest {

    private static final long LIMIT = 200_000;

    static HardwareConfig config(int array, int lanes, int vectors) {
        int ring = 4 * array * array;
        return new HardwareConfig("test", array, lanes, vectors, 4, ring, ring, 4096, 8192, 512, 128, 8192, 16, 16, 8, 1024, 1);
    }

    static Stream<HardwareConfig> configs() {
        return Stream.of(config(8, 1, 8), config(16, 4, 8), config(4, 4, 1), config(8, 2, 2),
                config(8, 2, 8).with(HardwareConfig.Products.DSP48E2), config(16, 4, 8).with(HardwareConfig.Products.DSP48E2),
                SparseRunTest.CONFIG);
    }

    static RunBench.Placed place(HardwareConfig config, RunData data, Random random) {
        int vectors = data.shape().vectors();
        int stride = data.inputWords() + random.nextInt(3);
        int scales = data.shape().groups() + random.nextInt(3);
        // Room for one element behind the last, in whole words of lanes.
        int lanes = config.resultLanes();
        int results = (data.shape().rows() + lanes) / lanes * lanes;
        return new RunBench.Placed(data, random.nextInt(config.inputWords() - vectors * stride + 1),
                random.nextInt(config.inputScales() - vectors * scales + 1), stride, scales,
                lanes * random.nextInt((config.resultElements() - vectors * results) / lanes + 1), results, vectors > 1,
                data.shape().transpose() ? 1 : 0);
    }

    static void runOne(RunBench bench, HardwareConfig config, RunData.Shape shape, double idle, Random random) {
        RunBench.Placed run = place(config, new RunData(config.array(), shape, random.nextLong()), random);
        bench.forgetResults(run);
        bench.load(run);
        RunRecord record = bench.run(List.of(run), idle, LIMIT);
        bench.check(run, record.flagCycle());
    }

    private static List<RunData.Shape> shapes(HardwareConfig config) {
        int n = config.array();
        int tile = config.tileRows();
        List<RunData.Shape> shapes = new ArrayList<>();
        for (int rows : new int[] {1, n - 1, n, n + 1, tile, tile + 3, 172, 192}) {
            shapes.add(new RunData.Shape(rows, 64, 64, 1, false, false));
            shapes.add(new RunData.Shape(rows, 172, 64, config.vectors(), false, false));
            shapes.add(new RunData.Shape(rows, 65, 64, 1, true, true));
        }
        for (int cols : new int[] {1, 8, 44, 64, 65, 128, 172}) {
            shapes.add(new RunData.Shape(n + 3, cols, 64, 1, false, false));
            shapes.add(new RunData.Shape(1, cols, 64, 1, false, false));
            shapes.add(new RunData.Shape(n / 2, cols, 64, config.vectors(), true, true));
            shapes.add(new RunData.Shape(2 * n, cols, 64, 1, true, true));
        }
        for (int head : new int[] {8, 32, 24}) {
            shapes.add(new RunData.Shape(37, head, head, 1, false, false));
            shapes.add(new RunData.Shape(tile + 1, head, head, config.vectors(), false, false));
        }
        for (int vectors = 1; vectors <= config.vectors(); vectors++) {
            shapes.add(new RunData.Shape(1, 130, 64, vectors, false, false));
            shapes.add(new RunData.Shape(2 * n, 130, 64, vectors, false, true));
        }
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("configs")
    void everyShapeGivesTheBitsOfTheFormula(HardwareConfig config) {
        for (double idle : new double[] {0, 0.5}) {
            Random random = new Random(17);
            try (RunBench bench = new RunBench(config, 3)) {
                for (RunData.Shape shape : shapes(config)) {
                    runOne(bench, config, shape, idle, random);
                }
            }
        }
    }

    /** The queue offers the next RUN at once: it is walked while the results of the one before are on their way. */
    @ParameterizedTest
    @MethodSource("configs")
    void runsBackToBackKeepTheirResultsApart(HardwareConfig config) {
        Random random = new Random(29);
        int n = config.array();
        for (double idle : new double[] {0, 0.4}) {
            try (RunBench bench = new RunBench(config, 7)) {
                for (int round = 0; round < 2; round++) {
                    List<RunBench.Placed> runs = new ArrayList<>();
                    for (int i = 0; i < 12; i++) {
                        boolean values = random.nextBoolean();
                        int vectors = random.nextBoolean() ? 1 : config.vectors();
                        RunData data = new RunData(n, new RunData.Shape(1 + random.nextInt(2 * n), 1 + random.nextInt(100),
                                values ? 64 : 32, vectors, values, values), random.nextLong());
                        // Inputs one behind the other; every third RUN writes over the results of the one before.
                        int xs = i == 0 ? 0 : runs.getLast().xs() + runs.getLast().data().shape().vectors() * 4;
                        int x = i == 0 ? 0 : runs.getLast().x() + runs.getLast().data().shape().vectors()
                                * runs.getLast().xStride();
                        if (xs + vectors * 4 > config.inputScales() || x + vectors * data.inputWords() > config.inputWords()) {
                            break;
                        }
                        int stride = 2 * n + config.resultLanes();
                        int res = (i % 3 == 2 ? i - 1 : i) * config.vectors() * stride;
                        runs.add(new RunBench.Placed(data, x, xs, data.inputWords(), 4, res, stride, random.nextBoolean(),
                                values ? 1 : 0));
                    }
                    assertThat(runs.size()).isGreaterThan(2);
                    runs.forEach(bench::forgetResults);
                    runs.forEach(bench::load);
                    RunRecord record = bench.run(runs, idle, LIMIT);
                    for (int i = 0; i < runs.size(); i++) {
                        if (i % 3 != 1 || i + 1 == runs.size()) {
                            bench.check(runs.get(i), record.flagCycle(), i % 3 != 2);
                        }
                    }
                }
            }
        }
    }

    /** The whole bandwidth of the ring: scale words and weights of two tiles and two groups, a word in every cycle. */
    @ParameterizedTest
    @MethodSource("fullRate")
    void aRingWordIsTakenInEveryCycleAndTheLatencyIsAsDocumented(HardwareConfig config) {
        int n = config.array();
        EngineSizes size = new EngineSizes(config);
        Random random = new Random(5);
        try (RunBench bench = new RunBench(config, 9)) {
            RunBench.Placed run = place(config, new RunData(n, new RunData.Shape(2 * config.tileRows(), 128, 64, 1, false,
                    false), 5), random);
            bench.forgetResults(run);
            bench.load(run);
            RunRecord record = bench.run(List.of(run), 0, LIMIT);
            bench.check(run, record.flagCycle());
            long[] cycles = record.stream("s_weight").cycles();
            int words = 2 * 2 * (1 + config.tileRows() / n * (64 / n));
            assertThat(cycles).hasSize(words);
            assertThat(cycles[0] - record.stream("s_run").cycles()[0]).isEqualTo(2);
            assertThat(cycles[words - 1] - cycles[0]).isEqualTo(words - 1);
            // The bench counts the end one cycle after it is told, which is one after the last write.
            assertThat(record.flagCycle() - cycles[words - 1])
                    .isEqualTo(size.dotStage() + n / config.resultLanes() + size.writeStage() + 2);
        }
    }

    /** With as many vectors as there may be, the array works in every cycle but those of the scale words. */
    @ParameterizedTest
    @MethodSource("fullRate")
    void allVectorsOfAWordFollowEachOtherWithoutAPause(HardwareConfig config) {
        int n = config.array();
        int vectors = config.vectors();
        Random random = new Random(6);
        try (RunBench bench = new RunBench(config, 9)) {
            RunBench.Placed run = place(config, new RunData(n, new RunData.Shape(config.tileRows(), 128, 64, vectors, false,
                    false), 5), random);
            bench.forgetResults(run);
            bench.load(run);
            RunRecord record = bench.run(List.of(run), 0, LIMIT);
            bench.check(run, record.flagCycle());
            long[] cycles = record.stream("s_weight").cycles();
            int weights = 2 * (config.tileRows() / n) * (64 / n);
            assertThat(cycles).hasSize(2 + weights);
            assertThat(cycles[weights + 1] - cycles[0]).isEqualTo(2 + (weights - 1) * vectors);
        }
    }

    static Stream<HardwareConfig> fullRate() {
        return Stream.of(config(8, 1, 8), config(16, 4, 8));
    }

    private static List<VerilogSource> files(HardwareConfig config) {
        List<VerilogSource> sources = new ArrayList<>();
        RunGenerator.generate(config).forEach((name, text) -> sources.add(new VerilogSource(name, text)));
        return sources;
    }

    @Test
    void threeToolsFindNothingToSay() {
        configs().forEach(config -> RtlLint.mustBeSilent("engine_run", files(config)));
    }
}
