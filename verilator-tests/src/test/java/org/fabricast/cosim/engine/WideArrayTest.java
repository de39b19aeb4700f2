package org.fabricast.cosim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Random;
import org.fabricast.cosim.RtlLint;
import org.fabricast.cosim.RunRecord;
import org.fabricast.ir.Campaign;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.engine.EngineSizes;
import org.junit.jupiter.api.Test;

/** Arrays whose rows take more than one chain: 1,024 and 4,096 products per cycle. */
class WideArrayTest {

    private static final long LIMIT = 200_000;

    private static HardwareConfig config(int array, int lanes, int vectors) {
        return EngineRunTest.config(array, lanes, vectors).with(HardwareConfig.Products.DSP48E2);
    }

    /** Whole and partial row blocks and tiles, groups that end within a word, plain and transposed, one vector and several. */
    private static void everyShape(HardwareConfig config) {
        int n = config.array();
        for (double idle : new double[] {0, 0.5}) {
            Random random = new Random(23);
            try (RunBench bench = new RunBench(config, 3)) {
                for (int rows : new int[] {1, n, n + 1, config.tileRows() + 3}) {
                    EngineRunTest.runOne(bench, config, new RunData.Shape(rows, 128, 128, 1, false, false), idle, random);
                    EngineRunTest.runOne(bench, config, new RunData.Shape(rows, 65, 64, 1, true, true), idle, random);
                }
                for (int cols : new int[] {1, 16, 17, 64, 172}) {
                    EngineRunTest.runOne(bench, config, new RunData.Shape(n + 3, cols, 64, config.vectors(), false, false), idle, random);
                    EngineRunTest.runOne(bench, config, new RunData.Shape(2 * n, cols, 64, config.vectors(), true, true), idle, random);
                }
            }
        }
    }

    @Test
    void anArrayOf32GivesTheBitsOfTheFormula() {
        everyShape(config(32, 8, 4));
    }

    @Test
    void anArrayOf64GivesTheBitsOfTheFormula() {
        assumeTrue(Campaign.runs("an array of 4,096 products in simulation"), "takes minutes to build: with -Dfabricast.full=true");
        everyShape(config(64, 8, 1));
    }

    /** Two tiles of two groups at a word per cycle: 32 rows are rescaled in the four cycles that their 128 inputs take. */
    @Test
    void anArrayOf32TakesAWordInEveryCycle() {
        HardwareConfig config = config(32, 8, 4);
        int n = config.array();
        EngineSizes size = new EngineSizes(config);
        try (RunBench bench = new RunBench(config, 9)) {
            RunBench.Placed run = EngineRunTest.place(config, new RunData(n, new RunData.Shape(2 * config.tileRows(), 256, 128, 1,
                    false, false), 5), new Random(5));
            bench.forgetResults(run);
            bench.load(run);
            RunRecord record = bench.run(List.of(run), 0, LIMIT);
            bench.check(run, record.flagCycle());
            long[] cycles = record.stream("s_weight").cycles();
            int words = 2 * 2 * (1 + config.tileRows() / n * (128 / n));
            assertThat(cycles).hasSize(words);
            assertThat(cycles[words - 1] - cycles[0]).isEqualTo(words - 1);
            assertThat(record.flagCycle() - cycles[words - 1])
                    .isEqualTo(size.dotStage() + n / config.resultLanes() + size.writeStage() + 2);
        }
    }

    @Test
    void verilatorFindsNothingToSayAboutTheLargest() {
        assertThat(new EngineSizes(config(64, 8, 8)).chainBlocks()).isEqualTo(4);
        RtlLint.mustBeSilent("engine_run", RunBench.sources(config(64, 8, 8)).stream().filter(s -> !s.name().equals("run_bench.v")).toList());
    }
}
