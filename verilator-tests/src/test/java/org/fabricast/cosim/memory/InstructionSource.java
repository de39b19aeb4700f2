package org.fabricast.cosim.memory;

import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import org.fabricast.cosim.UnitSimulator;

/** Sends instructions to the unit and counts what is done. */
final class InstructionSource implements BusModel {

    private final List<Instruction> program;
    private final double idle;
    private final IntConsumer onDone;
    private final Random random;
    private int sent;
    private int done;
    private boolean offering;

    /**
     * @param idle   probability that an instruction is not offered yet in a cycle
     * @param onDone called with the instruction's index in the cycle of its done
     */
    InstructionSource(List<Instruction> program, double idle, long seed, IntConsumer onDone) {
        this.program = List.copyOf(program);
        this.idle = idle;
        this.onDone = onDone;
        random = new Random(seed);
    }

    @Override
    public void drive(UnitSimulator unit) {
        if (!offering && sent < program.size() && random.nextDouble() >= idle) {
            offering = true;
        }
        Instruction now = offering ? program.get(sent) : Instruction.of(random.nextInt(16), random.nextInt(256), random.nextInt(),
                random.nextInt(), random.nextInt(), random.nextInt());
        unit.poke("s_instr_valid", offering ? 1 : 0).poke("s_instr_code", now.code()).poke("s_instr_flags", now.flags());
        for (int i = 0; i < 6; i++) {
            unit.poke("s_instr_operand_" + i, Integer.toUnsignedLong(now.operands().get(i)));
        }
    }

    @Override
    public void observe(UnitSimulator unit) {
        boolean busy = unit.peek("busy") != 0;
        if (busy != (sent > done)) {
            throw new AssertionError("busy is " + busy + " with " + sent + " accepted and " + done + " done in cycle "
                    + unit.cycle() + "; seed " + unit.seed());
        }
        if (unit.peek("done") != 0) {
            if (done >= sent) {
                throw new AssertionError("done without an instruction in cycle " + unit.cycle() + "; seed " + unit.seed());
            }
            onDone.accept(done++);
        }
        if (offering && unit.peek("s_instr_ready") != 0) {
            sent++;
            offering = false;
        }
    }

    @Override
    public boolean finished() {
        return done == program.size();
    }

    @Override
    public String toString() {
        return "instructions (" + sent + " sent, " + done + " done of " + program.size() + ")";
    }
}
