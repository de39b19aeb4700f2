package org.fabricast.cosim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.fabricast.cosim.Mismatch;
import org.fabricast.cosim.RtlLint;
import org.fabricast.cosim.RunRecord;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.gen.engine.EngineGenerator;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.fabricast.rtl.engine.EngineSizes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EngineTest {

    private static final long SEED = 23;
    private static final int LOADX = 0;
    private static final int RUN = 1;
    private static final int ONE = 0x3c00;

    static Stream<HardwareConfig> configs() {
        return Stream.of(EngineRunTest.config(8, 1, 8), EngineRunTest.config(16, 4, 8),
                EngineRunTest.config(16, 4, 8).with(HardwareConfig.Products.DSP48E2),
                SparseRunTest.CONFIG);
    }

    private static List<VerilogSource> files(HardwareConfig config) {
        List<VerilogSource> sources = new ArrayList<>();
        EngineGenerator.generate(config).forEach((name, text) -> sources.add(new VerilogSource(name, text)));
        return sources;
    }

    private static UnitSimulator open(HardwareConfig config) {
        List<VerilogSource> sources = new ArrayList<>(files(config));
        sources.add(new VerilogSource("engine_bench.v", BenchText.engine(config)));
        UnitSimulator simulator = UnitSetup.of("engine_bench", sources).withSeed(SEED).open();
        return simulator.reset();
    }

    /** Values of the activation buffer: typical, with zeros and large ones between. */
    private static int[] activations(UnitSimulator simulator, HardwareConfig config, Random random) {
        int[] values = new int[config.activationElements()];
        for (int i = 0; i < values.length; i++) {
            float value = switch (random.nextInt(10)) {
                case 0 -> 0.0f;
                case 1 -> 1000.0f * (random.nextFloat() - 0.5f);
                case 2 -> 1e-7f * random.nextFloat();
                default -> 4.0f * (random.nextFloat() - 0.5f);
            };
            values[i] = Float.floatToFloat16(value) & 0xffff;
            simulator.poke("act_addr", i).poke("act_data", values[i]).poke("act_write", 1).tick();
        }
        simulator.poke("act_write", 0);
        return values;
    }

    private static long[] instruction(int code, int flags, long... operands) {
        long[] slots = new long[8];
        slots[0] = code;
        slots[1] = flags;
        System.arraycopy(operands, 0, slots, 2, operands.length);
        return slots;
    }

    private record Load(int act, int x, int xs, int n, int group, int factor, boolean scaled) {
        long[] instruction() {
            return EngineTest.instruction(LOADX, scaled ? 1 : 0, act, x, xs, n, group, factor);
        }

        int groups() {
            return (n + group - 1) / group;
        }
    }

    private static void checkLoad(UnitSimulator simulator, HardwareConfig config, int[] act, Load load, long cycle) {
        int n = load.n();
        int[] x = new int[n];
        int[] s = new int[n];
        for (int i = 0; i < n; i++) {
            x[i] = act[load.act() + i];
            s[i] = load.scaled() ? act[load.factor() + i] : ONE;
        }
        int[] q = new int[n];
        int[] scales = new int[load.groups()];
        ExecutableKernel.of(KernelLibrary.get("quantise")).run(new int[][] {x, s},
                new int[] {n, load.group(), load.groups()}, new int[][] {q, scales});
        int array = config.array();
        int groupWords = (load.group() + array - 1) / array;
        for (int g = 0; g < load.groups(); g++) {
            simulator.poke("host_addr", load.xs() + g);
            same(load + " scale", g, cycle, scales[g], (int) simulator.peek("host_scale"));
            for (int w = 0; w < groupWords; w++) {
                simulator.poke("host_addr", load.x() + g * groupWords + w);
                long[] slots = simulator.peekWide("host_input");
                for (int c = 0; c < array; c++) {
                    int inGroup = w * array + c;
                    int i = g * load.group() + inGroup;
                    int expected = inGroup < load.group() && i < n ? q[i] : 0;
                    same(load + " q", i, cycle, expected, (byte) (slots[c / 8] >>> 8 * (c % 8)));
                }
            }
        }
    }

    private static void same(String what, int index, long cycle, int expected, int actual) {
        if (expected != actual) {
            throw new AssertionError(Mismatch.text(what, index, cycle, expected, actual, SEED));
        }
    }

    private static RunRecord execute(UnitSimulator simulator, long target, List<long[]> mv, List<long[]> mm,
            List<byte[]> weights, double idle) {
        simulator.poke("target", target);
        simulator.source("s_mv", mv.toArray(long[][]::new), 0);
        simulator.source("s_mm", mm.toArray(long[][]::new), 0);
        simulator.source("s_weight", weights.stream().map(RunBench::slots).toArray(long[][]::new), idle);
        return simulator.runUntil("finished", 100_000);
    }

    @ParameterizedTest
    @MethodSource("configs")
    void loadxQuantisesLikeTheKernelAndPadsWithZeros(HardwareConfig config) {
        Random random = new Random(SEED);
        long target = 0;
        try (UnitSimulator simulator = open(config)) {
            int[] act = activations(simulator, config, random);
            for (int group : new int[] {64, 8, 32, 24}) {
                for (int n : new int[] {1, 3, 8, 61, 64, 65, 172}) {
                    for (boolean scaled : new boolean[] {false, true}) {
                        Load load = new Load(16 * random.nextInt(200), random.nextInt(100), random.nextInt(64), n, group,
                                16 * random.nextInt(200), scaled);
                        RunRecord record = execute(simulator, ++target, List.of(load.instruction()), List.of(), List.of(), 0);
                        checkLoad(simulator, config, act, load, record.flagCycle());
                    }
                }
            }
        }
    }

    /** A vector of 172 is loaded, multiplied, loaded anew and multiplied again, without a pause in the queues. */
    @ParameterizedTest
    @MethodSource("configs")
    void loadsAndRunsFollowEachOtherInProgramOrder(HardwareConfig config) {
        Random random = new Random(SEED + 1);
        RunData.Shape shape = new RunData.Shape(37, 172, 64, 1, false, false);
        try (UnitSimulator simulator = open(config)) {
            int[] act = activations(simulator, config, random);
            List<long[]> mv = new ArrayList<>();
            List<byte[]> weights = new ArrayList<>();
            List<Load> loads = new ArrayList<>();
            List<RunData> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Load load = new Load(16 * random.nextInt(200), 5, 3, 172, 64, 0, false);
                RunData run = new RunData(config.array(), shape, random.nextLong());
                loads.add(load);
                runs.add(run);
                mv.add(load.instruction());
                // Twice: two RUNs overlap, and the second repeats what the first wrote.
                for (int twice = 0; twice < 2; twice++) {
                    mv.add(instruction(RUN, 0, 5 | 3 << 16, 0, 64 * i, 37, 172, 64 | 1 << 16));
                    weights.addAll(run.stream());
                }
                mv.add(instruction(RUN, 0, 5 | 3 << 16, 0, 64 * i, 0, 172, 64 | 1 << 16));
            }
            RunRecord record = execute(simulator, mv.size(), mv, List.of(), weights, 0.2);
            for (int i = 0; i < 4; i++) {
                int[] q = new int[172];
                int[] scales = new int[3];
                int[] ones = new int[172];
                java.util.Arrays.fill(ones, ONE);
                ExecutableKernel.of(KernelLibrary.get("quantise")).run(
                        new int[][] {java.util.Arrays.copyOfRange(act, loads.get(i).act(), loads.get(i).act() + 172), ones},
                        new int[] {172, 64, 3}, new int[][] {q, scales});
                for (int r = 0; r < 37; r++) {
                    simulator.poke("host_addr", 64L * i + r);
                    same("result " + i, r, record.flagCycle(), runs.get(i).expectedWith(r, q, scales),
                            (int) simulator.peek("host_result"));
                }
            }
        }
    }

    /** Both queues offer RUNs: the first of MV runs before all of MM, and all are done. */
    @ParameterizedTest
    @MethodSource("configs")
    void mvGoesFirstAndNothingIsLost(HardwareConfig config) {
        Random random = new Random(SEED + 2);
        try (UnitSimulator simulator = open(config)) {
            int[] act = activations(simulator, config, random);
            List<long[]> mv = new ArrayList<>();
            List<long[]> mm = new ArrayList<>();
            List<byte[]> weights = new ArrayList<>();
            Load load = new Load(32, 0, 0, 64, 64, 0, false);
            execute(simulator, 1, List.of(load.instruction()), List.of(), List.of(), 0);
            checkLoad(simulator, config, act, load, simulator.cycle());
            RunData first = new RunData(config.array(), new RunData.Shape(9, 64, 64, 1, false, false), 5);
            RunData second = new RunData(config.array(), new RunData.Shape(9, 64, 64, 1, false, false), 6);
            mv.add(instruction(RUN, 0, 0, 0, 0, 9, 64, 64 | 1 << 16));
            mm.add(instruction(RUN, 0, 0, 0, 64, 9, 64, 64 | 1 << 16));
            mm.add(instruction(RUN, 0, 0, 0, 128, 9, 0, 64 | 1 << 16));
            weights.addAll(first.stream());
            weights.addAll(second.stream());
            RunRecord record = execute(simulator, 4, mv, mm, weights, 0);
            assertThat(record.stream("s_mm").cycles()[0]).isGreaterThan(record.stream("s_mv").cycles()[0]);
            int[] q = new int[64];
            int[] scales = new int[1];
            int[] ones = new int[64];
            java.util.Arrays.fill(ones, ONE);
            ExecutableKernel.of(KernelLibrary.get("quantise")).run(
                    new int[][] {java.util.Arrays.copyOfRange(act, 32, 96), ones}, new int[] {64, 64, 1},
                    new int[][] {q, scales});
            for (int r = 0; r < 9; r++) {
                simulator.poke("host_addr", r);
                same("mv", r, record.flagCycle(), first.expectedWith(r, q, scales), (int) simulator.peek("host_result"));
                simulator.poke("host_addr", 64 + r);
                same("mm", r, record.flagCycle(), second.expectedWith(r, q, scales), (int) simulator.peek("host_result"));
            }
        }
    }

    /** Streams of all widths behind each other, one per RUN, with and without pauses of the ring, twice without reset. */
    @ParameterizedTest
    @MethodSource("configs")
    void packedStreamsOfAllWidthsGiveTheBitsOfTheFormula(HardwareConfig config) {
        Random random = new Random(SEED + 3);
        int cols = 172;
        int tile = config.tileRows();
        int[] rows = {37, 1, tile + 9, config.array(), 2 * tile};
        long target = 0;
        try (UnitSimulator simulator = open(config)) {
            int[] act = activations(simulator, config, random);
            Load load = new Load(48, 5, 3, cols, 64, 0, false);
            int[] q = new int[cols];
            int[] scales = new int[load.groups()];
            int[] ones = new int[cols];
            java.util.Arrays.fill(ones, ONE);
            ExecutableKernel.of(KernelLibrary.get("quantise")).run(
                    new int[][] {java.util.Arrays.copyOfRange(act, 48, 48 + cols), ones},
                    new int[] {cols, 64, load.groups()}, new int[][] {q, scales});
            for (double idle : new double[] {0, 0.5}) {
                List<long[]> mv = new ArrayList<>(List.of(load.instruction()));
                List<byte[]> weights = new ArrayList<>();
                List<RunData> runs = new ArrayList<>();
                int[] widths = {3, 8, 4, 5, 6, 3, 3, 6, 8, 8, 5, 4};
                for (int i = 0; i < widths.length; i++) {
                    int bits = widths[i];
                    RunData run = new RunData(config.array(), new RunData.Shape(rows[i % rows.length], cols, 64, 1, false, false),
                            bits, random.nextLong());
                    runs.add(run);
                    weights.addAll(bits == 8 ? run.stream() : run.packed());
                    long field = bits == 8 ? 0 : bits;
                    mv.add(instruction(RUN, 0, 5 | 3 << 16, 0, 2L * tile * i, run.shape().rows(), cols | field << 28,
                            64 | 1 << 16));
                }
                target += mv.size();
                RunRecord record = execute(simulator, target, mv, List.of(), weights, idle);
                for (int i = 0; i < runs.size(); i++) {
                    for (int r = 0; r < runs.get(i).shape().rows(); r++) {
                        simulator.poke("host_addr", 2L * tile * i + r);
                        same("run " + i + " of " + widths[i] + " bits, result", r, record.flagCycle(),
                                runs.get(i).expectedWith(r, q, scales), (int) simulator.peek("host_result"));
                    }
                }
            }
        }
    }

    /** With ring words at hand the array works in every cycle, whatever the width: a scale word or a word of weights. */
    @ParameterizedTest
    @CsvSource({"8, 3", "8, 6", "16, 3", "16, 4", "16, 5", "16, 6", "16, 8"})
    void packedStreamsLeaveNoCycleToTheArray(int array, int bits) {
        HardwareConfig config = EngineRunTest.config(array, array / 4, 8);
        Random random = new Random(SEED + 4);
        try (UnitSimulator simulator = open(config)) {
            activations(simulator, config, random);
            int rows = 2 * config.tileRows();
            RunData run = new RunData(array, new RunData.Shape(rows, 256, 64, 1, false, false), bits, 9);
            List<byte[]> weights = bits == 8 ? run.stream() : run.packed();
            execute(simulator, 1, List.of(new Load(0, 0, 0, 256, 64, 0, false).instruction()), List.of(), List.of(), 0);
            long[] instruction = instruction(RUN, 0, 0, 0, 0, rows, 256 | (bits == 8 ? 0L : bits) << 28, 64 | 1 << 16);
            RunRecord record = execute(simulator, 2, List.of(instruction), List.of(), weights, 0);
            long words = 2 * 4 * (1 + config.tileRows() / array * (64L / array));
            EngineSizes size = new EngineSizes(config);
            // Taken, two cycles to the first word, all words, and from the last to the last result as documented.
            long least = 2 + words - 1 + size.dotStage() + array / config.lanes() + size.writeStage() + 2;
            assertThat(record.flagCycle() - record.stream("s_mv").cycles()[0]).isBetween(least, least + 3);
            assertThat(record.stream("s_weight").count()).isEqualTo(weights.size());
        }
    }

    @Test
    void threeToolsFindNothingToSay() {
        configs().forEach(config -> RtlLint.mustBeSilent("engine", files(config)));
    }
}
