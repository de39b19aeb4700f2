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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EngineRunTest {

    private static final long LIMIT = 200_000;

    static HardwareConfig config(int array, int lanes, int vectors) {
        int ring = 4 * array * array;
        return new HardwareConfig("test", array, lanes, vectors, 4, ring, ring, 4096, 4096, 512, 128, 8192, 16, 16, 8, 1024, 1);
    }

    static Stream<HardwareConfig> configs() {
        return Stream.of(config(8, 1, 8), config(16, 4, 8), config(4, 4, 1), config(8, 2, 2));
    }

    private static RunBench.Placed place(HardwareConfig config, RunData data, Random random) {
        int vectors = data.shape().vectors();
        int stride = data.inputWords() + random.nextInt(3);
        int scales = data.shape().groups() + random.nextInt(3);
        int results = (data.shape().rows() + 16) / 16 * 16;
        return new RunBench.Placed(data, random.nextInt(config.inputWords() - vectors * stride + 1),
                random.nextInt(config.inputScales() - vectors * scales + 1), stride, scales,
                16 * random.nextInt((config.resultElements() - vectors * results) / 16 + 1), results, vectors > 1,
                data.shape().transpose() ? 1 : 0);
    }

    private static void runOne(RunBench bench, HardwareConfig config, RunData.Shape shape, double idle, Random random) {
        RunBench.Placed run = place(config, new RunData(config.array(), shape, random.nextLong()), random);
        bench.forgetResults();
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
}
