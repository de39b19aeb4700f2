package org.fabricast.cosim.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.fabricast.cosim.Mismatch;
import org.fabricast.cosim.RtlLint;
import org.fabricast.cosim.RunRecord;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.ir.hw.FunctionSet;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpecialFunctionUnitTest {

    private static final long SEED = 31;
    private static final int G0 = 64;
    private static final int G1 = 512;
    private static final int A0 = 128;
    private static final int A1 = 768;
    private static final int OUT = 2048;
    private static final int SCALES = 3001;

    static Stream<HardwareConfig> configs() {
        return Stream.of(HardwareConfig.sim64(), HardwareConfig.sim256())
                .flatMap(config -> Stream.of(FunctionSet.values()).map(config::with));
    }

    /** One instruction: what it says, and what must be at OUT, at SCALES and in the result. */
    private record Expected(Opcode opcode, long[] slots, int[] out, int[] scales, int result) { }

    /** Contents of the buffers and the formulas over them. */
    private static final class Machine {
        private final int[] act;
        private final int[] res;

        Machine(HardwareConfig config, Random random) {
            act = new int[config.activationElements()];
            res = new int[config.resultElements()];
            for (int i = 0; i < act.length; i++) {
                act[i] = Float.floatToFloat16(random.nextInt(12) == 0 ? 0.0f : 6.0f * (random.nextFloat() - 0.5f)) & 0xffff;
            }
            for (int i = 0; i < res.length; i++) {
                res[i] = Float.floatToIntBits(random.nextInt(12) == 0 ? -0.0f : 12.0f * (random.nextFloat() - 0.5f));
            }
        }

        void load(UnitSimulator simulator) {
            for (int i = 0; i < act.length; i++) {
                simulator.poke("host_addr", i).poke("host_data", act[i]).pulse("act_write").tick();
            }
            for (int i = 0; i < res.length; i++) {
                simulator.poke("host_addr", i).poke("host_data", Integer.toUnsignedLong(res[i])).pulse("res_write").tick();
            }
        }

        private static int[] part(int[] buffer, int from, int n) {
            return java.util.Arrays.copyOfRange(buffer, from, from + n);
        }

        Expected expect(Opcode opcode, int n, int d) {
            return switch (opcode) {
                case MISC_RMSNORM -> vector(opcode, "rmsnorm", new int[][] {part(act, A0, n)}, n,
                        Float.floatToIntBits(1.0f / n), Float.floatToIntBits(1e-5f));
                case MISC_SOFTMAX -> vector(opcode, "softmax", new int[][] {part(res, G0, n)}, n,
                        Float.floatToIntBits(0.35f));
                case MISC_SILU_MUL -> vector(opcode, "silu_mul", new int[][] {part(res, G0, n), part(res, G1, n)}, n);
                case MISC_ADD -> vector(opcode, "add", new int[][] {part(res, G0, n), part(act, A0, n)}, n);
                case MISC_LAYERNORM -> vector(opcode, "layernorm_gain", new int[][] {part(act, A0, n), part(act, A1, n)}, n,
                        Float.floatToIntBits(1.0f / n), Float.floatToIntBits(1e-5f), G0 | G1 << 16);
                case MISC_BIAS_ADD -> vector(opcode, "bias_add",
                        new int[][] {part(res, G0, n), part(act, A0, n), part(act, A1, n)}, n);
                case MISC_BIAS_RELU -> vector(opcode, "bias_relu", new int[][] {part(res, G0, n), part(act, A0, n)}, n);
                case MISC_SUM -> vector(opcode, "residual", new int[][] {part(act, A0, n), part(act, A1, n)}, n);
                case MISC_CAST -> vector(opcode, "cast", new int[][] {part(res, G0, n)}, n);
                case MISC_ROPE -> rope(n, d);
                case MISC_QUANTISE_KV -> quantise(n, d);
                case MISC_ARGMAX -> {
                    int index = ExecutableKernel.of(KernelLibrary.get("argmax"))
                            .run(new int[][] {part(res, G0, n)}, new int[] {n}, new int[0][]).results()[0];
                    yield new Expected(opcode, slots(opcode, n, 0, 0), new int[0], new int[0], index);
                }
                default -> throw new IllegalArgumentException("not of this unit: " + opcode);
            };
        }

        private static long[] slots(Opcode opcode, long operand3, long operand4, long operand5) {
            return new long[] {opcode.code(), 0, G0 | (long) G1 << 16, A0 | (long) A1 << 16, OUT | (long) SCALES << 16,
                operand3, Integer.toUnsignedLong((int) operand4), Integer.toUnsignedLong((int) operand5)};
        }

        private static Expected vector(Opcode opcode, String kernel, int[][] inputs, int n, int... more) {
            int[] args = new int[1 + more.length];
            args[0] = n;
            System.arraycopy(more, 0, args, 1, more.length);
            int[] out = new int[n];
            ExecutableKernel.of(KernelLibrary.get(kernel)).run(inputs, args, new int[][] {out});
            return new Expected(opcode, slots(opcode, n, more.length > 0 ? more[0] : 0, more.length > 1 ? more[1] : 0), out,
                    new int[0], 0);
        }

        private Expected rope(int n, int d) {
            int[][] inputs = new int[4][n];
            for (int i = 0; i < n; i++) {
                int inHead = i % d;
                inputs[0][i] = res[G0 + i];
                inputs[1][i] = res[G0 + (inHead < d / 2 ? i + d / 2 : i - d / 2)];
                inputs[2][i] = act[A0 + inHead];
                inputs[3][i] = act[A1 + inHead];
            }
            return new Expected(Opcode.MISC_ROPE, slots(Opcode.MISC_ROPE, n, d, 0),
                    vector(Opcode.MISC_ROPE, "rope", inputs, n).out(), new int[0], 0);
        }

        private Expected quantise(int n, int d) {
            int groups = (n + d - 1) / d;
            int[] out = new int[n];
            int[] scales = new int[groups];
            ExecutableKernel.of(KernelLibrary.get("quantise_kv")).run(new int[][] {part(act, A0, n)},
                    new int[] {n, d, groups}, new int[][] {out, scales});
            return new Expected(Opcode.MISC_QUANTISE_KV, slots(Opcode.MISC_QUANTISE_KV, n, d, 0), out, scales, 0);
        }
    }

    private static List<Expected> cases(Machine machine, FunctionSet functions) {
        List<Expected> cases = new ArrayList<>();
        for (int n : new int[] {1, 3, 7, 64, 65, 172}) {
            for (Opcode opcode : List.of(Opcode.MISC_RMSNORM, Opcode.MISC_SOFTMAX, Opcode.MISC_SILU_MUL, Opcode.MISC_ADD,
                    Opcode.MISC_CAST, Opcode.MISC_ARGMAX, Opcode.MISC_LAYERNORM, Opcode.MISC_BIAS_ADD, Opcode.MISC_BIAS_RELU,
                    Opcode.MISC_SUM)) {
                if (opcode.in(functions)) {
                    cases.add(machine.expect(opcode, n, 0));
                }
            }
            cases.add(machine.expect(Opcode.MISC_QUANTISE_KV, n, 64));
        }
        for (int d : new int[] {8, 32, 64}) {
            for (int heads : new int[] {1, 2, 5}) {
                if (Opcode.MISC_ROPE.in(functions)) {
                    cases.add(machine.expect(Opcode.MISC_ROPE, heads * d, d));
                }
                cases.add(machine.expect(Opcode.MISC_QUANTISE_KV, heads * d, d));
            }
        }
        return cases;
    }

    private static void same(Expected expected, String what, int i, long cycle, int wanted, int found) {
        if (wanted != found) {
            throw new AssertionError(expected.opcode() + " n=" + expected.slots()[5] + ": "
                    + Mismatch.text(what, i, cycle, wanted, found, SEED));
        }
    }

    private static int activation(UnitSimulator simulator, int address) {
        simulator.poke("host_addr", address);
        return (int) simulator.peek("host_activation");
    }

    @ParameterizedTest
    @MethodSource("configs")
    void everyInstructionGivesTheBitsOfItsKernelWithoutResetBetween(HardwareConfig config) {
        Machine machine = new Machine(config, new Random(SEED));
        int target = 0;
        try (UnitSimulator simulator = UnitBench.open(config, SEED)) {
            machine.load(simulator);
            for (Expected expected : cases(machine, config.functions())) {
                RunRecord record = simulator.poke("target", ++target)
                        .source("s_instr", new long[][] {expected.slots()}, 0).runUntil("finished", 20_000);
                for (int i = 0; i < expected.out().length; i++) {
                    same(expected, "out", i, record.flagCycle(), expected.out()[i] & 0xffff, activation(simulator, OUT + i));
                }
                for (int i = 0; i < expected.scales().length; i++) {
                    same(expected, "scale", i, record.flagCycle(), expected.scales()[i], activation(simulator, SCALES + i));
                }
                int after = expected.out().length;
                same(expected, "element behind the output", after, record.flagCycle(), machine.act[OUT + after],
                        activation(simulator, OUT + after));
                if (expected.opcode() == Opcode.MISC_ARGMAX) {
                    assertThat(simulator.peek("result")).as(expected.toString()).isEqualTo(expected.result());
                }
                restore(simulator, machine, expected);
            }
        }
    }

    private static void restore(UnitSimulator simulator, Machine machine, Expected expected) {
        for (int i = 0; i < expected.out().length; i++) {
            simulator.poke("host_addr", OUT + i).poke("host_data", machine.act[OUT + i]).pulse("act_write").tick();
        }
    }

    /** Size 0 writes nothing and keeps the result; the queue is served one behind the other. */
    @ParameterizedTest
    @MethodSource("configs")
    void anEmptyInstructionIsDoneAtOnceAndInItsTurn(HardwareConfig config) {
        Machine machine = new Machine(config, new Random(SEED + 1));
        Expected argmax = machine.expect(Opcode.MISC_ARGMAX, 64, 0);
        Expected cast = machine.expect(Opcode.MISC_CAST, 5, 0);
        long[] nothing = Machine.slots(Opcode.MISC_ARGMAX, 0, 0, 0);
        long[] noGroups = Machine.slots(Opcode.MISC_QUANTISE_KV, 0, 0, 0);
        try (UnitSimulator simulator = UnitBench.open(config, SEED)) {
            machine.load(simulator);
            RunRecord record = simulator.poke("target", 4)
                    .source("s_instr", new long[][] {argmax.slots(), nothing, noGroups, cast.slots()}, 0)
                    .runUntil("finished", 5_000);
            assertThat(simulator.peek("result")).isEqualTo(argmax.result());
            for (int i = 0; i < 5; i++) {
                same(cast, "out", i, record.flagCycle(), cast.out()[i], activation(simulator, OUT + i));
            }
            long[] cycles = record.stream("s_instr").cycles();
            assertThat(cycles[2] - cycles[1]).isEqualTo(2);
            assertThat(cycles[3] - cycles[2]).isEqualTo(2);
        }
    }

    @Test
    void threeToolsFindNothingToSay() {
        Stream.of(HardwareConfig.sim64(), HardwareConfig.sim256(), HardwareConfig.sim64().with(FunctionSet.BIASED_RELU))
                .forEach(config -> RtlLint.mustBeSilent("special_function_unit", UnitBench.files(config)));
    }
}
