package org.fabricast.cosim.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.fabricast.cosim.Port;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.junit.jupiter.api.Test;

class InstructionQueueTest {

    private static final int QUEUES = 6;
    private static final long SEED = 20;

    private record Entry(int code, int flags, int waitMask, int release, int[] operands) { }

    private static UnitSetup setup(int depthLog2) {
        List<Port> ports = new ArrayList<>(List.of(Port.in("clk", 1), Port.in("rst", 1), Port.in("s_valid", 1),
                Port.out("s_ready", 1), Port.in("s_code", 4), Port.in("s_flags", 8), Port.in("s_wait", QUEUES),
                Port.in("s_release", QUEUES), Port.out("m_instr_valid", 1), Port.in("m_instr_ready", 1),
                Port.out("m_instr_code", 4), Port.out("m_instr_flags", 8), Port.in("done", 1), Port.in("give_in", QUEUES),
                Port.out("give", QUEUES), Port.out("present", 1), Port.out("waiting", 1), Port.out("empty", 1)));
        for (int i = 0; i < 6; i++) {
            ports.add(Port.in("s_operand_" + i, 32));
            ports.add(Port.out("m_instr_operand_" + i, 32));
        }
        return UnitSetup.of("instruction_queue", RtlSources.cells("instruction_queue", "token_counters"), ports)
                .withParameter("QUEUES", QUEUES).withParameter("DEPTH_LOG2", depthLog2).withSeed(SEED);
    }

    private static Entry random(Random random, int maskBits) {
        return new Entry(random.nextInt(16), random.nextInt(256), random.nextInt(1 << QUEUES) & random.nextInt(1 << maskBits),
                random.nextInt(1 << QUEUES), random.ints(6).toArray());
    }

    private static void offer(UnitSimulator unit, Entry entry) {
        unit.poke("s_code", entry.code()).poke("s_flags", entry.flags()).poke("s_wait", entry.waitMask())
                .poke("s_release", entry.release());
        for (int i = 0; i < 6; i++) {
            unit.poke("s_operand_" + i, Integer.toUnsignedLong(entry.operands()[i]));
        }
    }

    /** The queue, the unit and the scoreboard, as an independent model says; one object per run. */
    private static final class Model {
        final Deque<Entry> queued = new ArrayDeque<>();
        final Deque<Entry> inUnit = new ArrayDeque<>();
        final int[] tokens = new int[QUEUES];

        boolean satisfied() {
            for (int from = 0; from < QUEUES; from++) {
                if ((queued.peek().waitMask() >> from & 1) != 0 && tokens[from] == 0) {
                    return false;
                }
            }
            return true;
        }

        void take(Entry entry) {
            for (int from = 0; from < QUEUES; from++) {
                tokens[from] -= entry.waitMask() >> from & 1;
            }
        }

        void give(int mask) {
            for (int from = 0; from < QUEUES; from++) {
                tokens[from] += mask >> from & 1;
            }
        }
    }

    @Test
    void instructionsWaitForTheirTokensAndGiveTheirsWhenDoneWhateverThePauses() {
        double[][] pauses = {{0, 0, 0}, {0.7, 0, 0.5}, {0, 0.7, 0.2}, {0.5, 0.5, 0.9}};
        for (int depthLog2 : new int[] {1, 4}) {
            try (UnitSimulator unit = setup(depthLog2).open()) {
                for (double[] pause : pauses) {
                    unit.poke("s_valid", 0).poke("m_instr_ready", 0).poke("done", 0).poke("give_in", 0).reset();
                    Random random = new Random(SEED);
                    // Twice in a row without reset between: what is left over must not matter.
                    for (int round = 0; round < 2; round++) {
                        run(unit, new Model(), random, pause);
                    }
                }
            }
        }
    }

    private static void run(UnitSimulator unit, Model model, Random random, double[] pause) {
        int toSend = 150;
        Entry offered = random(random, 4);
        boolean offering = false;
        int issued = 0;
        int[] need = new int[QUEUES];
        String where = "seed " + SEED + ", ";
        for (int cycle = 0; issued < 150 || !model.inUnit.isEmpty(); cycle++) {
            assertThat(cycle).as(where + "issued " + issued).isLessThan(20_000);
            offering |= toSend > 0 && random.nextDouble() >= pause[0];
            if (offering) {
                offer(unit, offered);
            }
            boolean ready = random.nextDouble() >= pause[1];
            boolean done = !model.inUnit.isEmpty() && random.nextDouble() >= pause[2];
            // Tokens come one at a time, only as many as are still needed, so that none is left over.
            int give = 0;
            for (int from = 0; from < QUEUES; from++) {
                give |= need[from] > 0 && random.nextInt(3) == 0 ? 1 << from : 0;
            }
            unit.poke("s_valid", offering ? 1 : 0).poke("m_instr_ready", ready ? 1 : 0).poke("done", done ? 1 : 0)
                    .poke("give_in", give);
            boolean accepted = offering && unit.peek("s_ready") != 0;
            boolean valid = unit.peek("m_instr_valid") != 0;
            assertThat(unit.peek("give")).as(where + "give in cycle " + unit.cycle())
                    .isEqualTo(done ? model.inUnit.peek().release() : 0);
            boolean held = unit.peek("present") != 0;
            assertThat(held && !model.queued.isEmpty()).as("present means there is one").isEqualTo(held);
            if (held) {
                assertThat(valid).as(where + "offered in cycle " + unit.cycle())
                        .isEqualTo(model.satisfied() && model.inUnit.size() < 4);
                assertThat(unit.peek("waiting") != 0).isEqualTo(!model.satisfied());
            } else {
                assertThat(valid).isFalse();
            }
            assertThat(unit.peek("empty") != 0).isEqualTo(model.queued.isEmpty() && model.inUnit.isEmpty());
            if (done) {
                model.inUnit.remove();
            }
            if (valid && ready) {
                Entry entry = model.queued.remove();
                assertThat(unit.peek("m_instr_code")).isEqualTo(entry.code());
                assertThat(unit.peek("m_instr_flags")).isEqualTo(entry.flags());
                for (int i = 0; i < 6; i++) {
                    assertThat((int) unit.peek("m_instr_operand_" + i)).as(where + "operand " + i + " of " + issued)
                            .isEqualTo(entry.operands()[i]);
                }
                model.take(entry);
                model.inUnit.add(entry);
                issued++;
            }
            model.give(give);
            for (int from = 0; from < QUEUES; from++) {
                need[from] -= give >> from & 1;
            }
            unit.tick();
            if (accepted) {
                model.queued.add(offered);
                for (int from = 0; from < QUEUES; from++) {
                    need[from] += offered.waitMask() >> from & 1;
                }
                offered = random(random, 4);
                offering = false;
                toSend--;
            }
        }
        unit.poke("done", 0).poke("s_valid", 0);
        assertThat(unit.peek("empty")).isEqualTo(1);
    }

    @Test
    void anInstructionIsOfferedTwoCyclesAfterItEnteredThenOnePerCycle() {
        try (UnitSimulator unit = setup(4).open()) {
            unit.poke("m_instr_ready", 0).poke("done", 0).poke("give_in", 0).reset();
            offer(unit, new Entry(3, 0, 0, 0, new int[6]));
            unit.poke("s_valid", 1).poke("m_instr_ready", 1).tick();
            assertThat(unit.peek("m_instr_valid")).isZero();
            unit.tick();
            for (int i = 0; i < 4; i++) {
                assertThat(unit.peek("m_instr_valid")).isEqualTo(1);
                unit.tick();
            }
            assertThat(unit.peek("m_instr_valid")).as("four are in the unit, none done").isZero();
        }
    }

    @Test
    void aTokenGivenWhileAnotherIsTakenIsNotLost() {
        try (UnitSimulator unit = setup(4).open()) {
            unit.poke("s_valid", 0).poke("m_instr_ready", 1).poke("done", 0).poke("give_in", 0).reset();
            offer(unit, new Entry(1, 0, 4, 0, new int[6]));
            unit.poke("s_valid", 1).tick(2).poke("s_valid", 0).tick(2);
            unit.poke("give_in", 4).tick();
            assertThat(unit.peek("m_instr_valid")).isEqualTo(1);
            unit.tick();
            unit.poke("give_in", 0);
            assertThat(unit.peek("m_instr_valid")).as("the second waits for the token given in that cycle").isEqualTo(1);
            unit.tick();
            assertThat(unit.peek("m_instr_valid")).isZero();
        }
    }
}
