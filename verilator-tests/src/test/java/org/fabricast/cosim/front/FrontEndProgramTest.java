package org.fabricast.cosim.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.InstructionCodec;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;
import org.junit.jupiter.api.Test;

class FrontEndProgramTest {

    private static final int RESULT = 0x1234;
    private static final List<Integer> ARGUMENTS = List.of(3, -7, 250, 2, 0x7fff_fff0);

    /** Two cache lines, queues of two, beats of four bytes. */
    private static HardwareConfig tiny() {
        return new HardwareConfig("tiny", 4, 1, 1, 4, 1024, 1024, 64, 64, 16, 16, 512, 2, 16, 2, 16, 1);
    }

    private static void check(FrontEndBench bench, List<Instruction> program, long base, long seed) {
        Random random = new Random(seed);
        Map<Integer, Integer> memory = new TreeMap<>();
        for (int i = 0; i < 16; i++) {
            memory.put(i, random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(8));
            bench.host.write(RegisterMap.TOKENS + 4 * i, memory.get(i));
        }
        for (int i = 0; i < ARGUMENTS.size(); i++) {
            bench.host.write(RegisterMap.arguments().get(i).offset(), ARGUMENTS.get(i));
        }
        bench.unit.poke("result", RESULT);
        ExpectedRun must = ExpectedRun.of(program, ARGUMENTS, memory, RESULT);
        bench.load(base, InstructionCodec.encode(program), must.streams());
        bench.runToDone(20_000);
        String where = "program seed " + seed;
        assertThat(bench.host.read(Register.FAULT.offset())).as(where).isZero();
        for (Queue queue : FrontEndBench.units()) {
            assertThat(bench.taken.get(queue)).as(where + " " + queue).hasSameSizeAs(must.streams().get(queue));
        }
        must.tokens().forEach((index, token) -> assertThat(bench.host.read(RegisterMap.TOKENS + 4 * index))
                .as(where + " token " + index).isEqualTo(token));
        assertThat(bench.counter(Counter.INSTRUCTIONS)).as(where).isEqualTo(must.executed());
        assertThat(bench.host.read(Register.PRODUCED.offset())).as(where).isEqualTo(must.produced());
        assertThat(bench.busIdle()).as("nothing in flight after ap_done").isTrue();
    }

    @Test
    void randomProgramsDispatchWhatTheirDefinitionSaysWhateverThePauses() {
        List<FrontEndBench.Pace> paces = List.of(new FrontEndBench.Pace(0, 0, 0, 0, 3),
                new FrontEndBench.Pace(0.5, 0, 0.6, 0, 30), new FrontEndBench.Pace(0, 0.7, 0.2, 0, 10),
                new FrontEndBench.Pace(0.3, 0.5, 0.8, 0, 60));
        for (HardwareConfig config : List.of(tiny(), HardwareConfig.sim64(), HardwareConfig.sim256())) {
            try (FrontEndBench bench = new FrontEndBench(config, 7)) {
                for (int seed = 0; seed < 8; seed++) {
                    bench.setPace(paces.get(seed % paces.size()));
                    // Bases at every 64-byte place of a line, also just below 4 KiB and above 4 GiB.
                    long base = 0x1_0000_0f00L + 64L * seed;
                    check(bench, RandomProgram.of(seed, 40 + 30 * seed), base, seed);
                }
            }
        }
    }

    @Test
    void straightCodeFromTheCacheDispatchesOneInstructionPerCycleAndLoopsCostFewCycles() {
        List<Instruction> program = new ArrayList<>();
        int rounds = 200;
        List<Opcode> opcodes = List.of(Opcode.LD_RING, Opcode.ST_F32, Opcode.MM_RUN, Opcode.MV_RUN, Opcode.MISC_ADD);
        program.add(Instructions.of(Opcode.SYS_LOOP).set("imm", rounds).set("end", 21).build());
        for (int i = 0; i < 20; i++) {
            Opcode opcode = opcodes.get(i % opcodes.size());
            program.add(Instructions.of(opcode).reg(opcode.fields().getFirst().name(), 1).build());
        }
        program.add(Instructions.of(Opcode.SYS_END).build());
        program.add(Instructions.of(Opcode.SYS_HALT).build());
        try (FrontEndBench bench = new FrontEndBench(HardwareConfig.sim64(), 3)) {
            check(bench, program, 0x4000, 3);
            long cycles = bench.counter(Counter.CYCLES);
            // 20 dispatched and END with its redirection: at most 26 cycles a round, after a start of at most 300.
            assertThat(cycles).isLessThan(26L * rounds + 300).isGreaterThan(20L * rounds);
        }
    }

    @Test
    void coldStraightCodeWaitsForMemoryOnceNotForEveryLine() {
        List<Instruction> program = new ArrayList<>();
        int count = 240;
        for (int i = 0; i < count; i++) {
            program.add(Instructions.of(Opcode.SYS_ADD).rd(1).ra(1).set("imm", 1).build());
        }
        program.add(Instructions.of(Opcode.SYS_HALT).build());
        try (FrontEndBench bench = new FrontEndBench(HardwareConfig.sim256(), 4)) {
            bench.setPace(new FrontEndBench.Pace(0, 0, 0, 0, 40));
            check(bench, program, 0x4000, 4);
            // An ADD takes three cycles, a line of eight 24, memory 40: reading ahead hides it.
            assertThat(bench.counter(Counter.FETCH_STALL)).isLessThan(count + 80);
            assertThat(bench.counter(Counter.CYCLES)).isLessThan(3L * count + 120);
        }
    }

    @Test
    void haltAndBarrierWaitForEverythingDispatched() {
        List<Instruction> program = List.of(Instructions.of(Opcode.LD_RING).set("bytes", 64).build(),
                Instructions.of(Opcode.SYS_BARRIER).build(),
                Instructions.of(Opcode.SYS_TOKPUT).set("imm", 1).build(),
                Instructions.of(Opcode.ST_F32).set("n", 1).build(),
                Instructions.of(Opcode.SYS_HALT).build());
        try (FrontEndBench bench = new FrontEndBench(HardwareConfig.sim64(), 5)) {
            bench.setPace(new FrontEndBench.Pace(0, 0, 0.999, 0, 5));
            ExpectedRun must = ExpectedRun.of(program, ARGUMENTS, Map.of(), RESULT);
            bench.load(0, InstructionCodec.encode(program), must.streams());
            bench.host.write(Register.CTRL.offset(), RegisterMap.AP_START);
            boolean produced = false;
            for (int cycle = 0; cycle < 40_000 && bench.taken.get(Queue.ST).isEmpty(); cycle++) {
                long doneBefore = bench.lastDone;
                bench.step();
                if (!produced && bench.host.read(Register.PRODUCED.offset()) == 1) {
                    produced = true;
                    assertThat(doneBefore).as("the load is done before the token behind the barrier").isPositive();
                }
            }
            assertThat(produced || !bench.taken.get(Queue.ST).isEmpty()).isTrue();
            long loadDone = bench.lastDone;
            bench.setPace(new FrontEndBench.Pace(0, 0, 0.99, 0, 5));
            for (int i = 0; (bench.host.read(Register.CTRL.offset()) & RegisterMap.AP_DONE) == 0; i++) {
                assertThat(i).isLessThan(5000);
            }
            assertThat(bench.lastDone).as("the store is done before the end").isGreaterThan(loadDone);
        }
    }

    @Test
    void illegalInstructionsStopTheMachineWithAFaultAndTheNextRunIsClean() {
        byte[] halt = InstructionCodec.encode(List.of(Instructions.of(Opcode.SYS_HALT).build()));
        List<Instruction> good = RandomProgram.of(11, 60);
        try (FrontEndBench bench = new FrontEndBench(HardwareConfig.sim64(), 6)) {
            int[][] changes = {{0, 0x0f}, {0, 0xf5}, {1, 0xe0}, {1, 0x20}, {2, 0x40}, {7, 0x80}};
            for (int[] change : changes) {
                byte[] bytes = halt.clone();
                bytes[change[0]] = (byte) change[1];
                fault(bench, bytes, 1, "byte " + change[0] + " = 0x" + Integer.toHexString(change[1]));
                check(bench, good, 0x2000, 11);
            }
            List<List<Instruction>> broken = List.of(
                    List.of(Instructions.of(Opcode.SYS_END).build()),
                    List.of(Instructions.of(Opcode.SYS_EXIT).build()),
                    List.of(Instructions.of(Opcode.SYS_BRANCH).set("cond", 5).build()),
                    List.of(Instructions.of(Opcode.SYS_ARG).set("imm", 5).build()),
                    List.of(Instructions.of(Opcode.SYS_TOKGET).set("imm", 1024).build()),
                    List.of(Instructions.of(Opcode.SYS_TOKPUT).set("imm", -1).build()),
                    List.of(Instructions.of(Opcode.SYS_LOOP).set("imm", 2).set("end", 0).build()),
                    List.of(loop(9), loop(9), loop(9), loop(9), loop(9)),
                    List.of(loop(3), Instructions.of(Opcode.SYS_END).build()));
            for (List<Instruction> program : broken) {
                fault(bench, InstructionCodec.encode(program), 1, program.toString());
                check(bench, good, 0x2000, 11);
            }
        }
    }

    private static Instruction loop(int end) {
        return Instructions.of(Opcode.SYS_LOOP).set("imm", 2).set("end", end).build();
    }

    @Test
    void anInstructionFetchedWithABusErrorIsAFaultOnlyWhenItIsExecuted() {
        List<Instruction> program = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            program.add(Instructions.of(Opcode.SYS_ADD).rd(1).build());
        }
        program.add(Instructions.of(Opcode.SYS_HALT).build());
        try (FrontEndBench bench = new FrontEndBench(HardwareConfig.sim64(), 8)) {
            bench.setBadLine(0x1100);
            check(bench, program, 0x1000, 8);
            program.set(7, Instructions.of(Opcode.SYS_ADD).rd(1).build());
            fault(bench, InstructionCodec.encode(program), 2, "runs into the bad line");
        }
    }

    private static void fault(FrontEndBench bench, byte[] program, int code, String what) {
        bench.load(0x1000, program, Map.of());
        bench.runToDone(2000);
        assertThat(bench.host.read(Register.FAULT.offset())).as(what).isEqualTo(code);
    }
}
