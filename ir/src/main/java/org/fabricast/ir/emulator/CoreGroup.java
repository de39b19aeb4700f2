package org.fabricast.ir.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.text.Disassembler;

/**
 * The cores of a machine on one memory, behind one control port. Each runs alone until it comes to an instruction that all
 * take part in; when the last has come they exchange and go on. So a run is deterministic, whatever the timing of hardware is.
 *
 * <p>A single core is a group of one, with the registers where they always are.
 *
 * <p>Errors: {@link EmulatorFault} as {@link Emulator}, and for cores that do not meet at the same instruction.
 */
public final class CoreGroup {

    private final List<Emulator> cores;

    /** The cores of {@code config} on {@code memory}. */
    public CoreGroup(HardwareConfig config, DeviceMemory memory) {
        this.cores = IntStream.range(0, config.cores()).mapToObj(core -> new Emulator(config, memory, core)).toList();
    }

    /** One of the cores. */
    public Emulator core(int index) {
        return cores.get(index);
    }

    /** The memory of all. */
    public DeviceMemory memory() {
        return cores.getFirst().memory();
    }

    /** Reads a register in the window of a core; 0 where there is none. */
    public int readRegister(int offset) {
        int window = window(offset);
        return window < cores.size() ? cores.get(window).readRegister(inWindow(offset)) : 0;
    }

    /** Writes a register in the window of a core, or of all. */
    public void writeRegister(int offset, int value) {
        int window = window(offset);
        for (int core = 0; core < cores.size(); core++) {
            if (window == core || window == window(RegisterMap.ALL_CORES)) {
                cores.get(core).writeRegister(inWindow(offset), value);
            }
        }
    }

    private int window(int offset) {
        if (offset < 0 || offset >>> RegisterMap.addressBits(cores.size()) != 0) {
            throw new IllegalArgumentException("register offset 0x" + Integer.toHexString(offset));
        }
        return offset >>> RegisterMap.ADDRESS_BITS;
    }

    private static int inWindow(int offset) {
        return offset & (1 << RegisterMap.ADDRESS_BITS) - 1;
    }

    /**
     * Lets every core execute at most so many instructions; returns earlier after a token that the first core produced, or at
     * the end of all.
     *
     * @throws EmulatorFault if the program is wrong; the cores then stand until they are started again
     */
    public Emulator.Stop advance(long instructionBudget) {
        if (cores.size() == 1) {
            return cores.getFirst().advance(instructionBudget);
        }
        long left = instructionBudget;
        while (left > 0) {
            long executed = 0;
            boolean produced = false;
            boolean spent = false;
            List<Emulator> waiting = new ArrayList<>();
            for (Emulator core : cores) {
                long before = core.executed();
                Emulator.Stop stop = core.advance(left);
                while (stop == Emulator.Stop.PRODUCED) {
                    produced |= core == cores.getFirst();
                    stop = core.advance(left);
                }
                executed = Math.max(executed, core.executed() - before);
                spent |= stop == Emulator.Stop.BUDGET;
                if (stop == Emulator.Stop.MEETS) {
                    waiting.add(core);
                }
            }
            if (!spent) {
                if (waiting.isEmpty()) {
                    return Emulator.Stop.DONE;
                }
                meet(waiting);
            }
            if (produced) {
                return Emulator.Stop.PRODUCED;
            }
            left -= Math.max(1, executed);
        }
        return Emulator.Stop.BUDGET;
    }

    private void meet(List<Emulator> waiting) {
        List<Operands> operands = waiting.stream().map(core -> core.meeting().orElseThrow()).toList();
        Operands first = operands.getFirst();
        Optional<Operands> other = operands.stream().filter(o -> !alike(first, o)).findFirst();
        if (waiting.size() < cores.size() || other.isPresent()) {
            throw waiting.getFirst().apart(other.map(o -> "another core at " + Disassembler.line(o.instruction()))
                    .orElse((cores.size() - waiting.size()) + " cores that have ended"));
        }
        switch (first.opcode()) {
            case ST_GATHER -> Exchange.gather(states(), operands);
            case ST_ARGMAX -> Exchange.argmax(states(), operands);
            default -> { } // a barrier exchanges nothing
        }
        cores.forEach(Emulator::leave);
    }

    private static boolean alike(Operands a, Operands b) {
        return a.opcode() == b.opcode() && IntStream.range(1, 4).allMatch(slot -> a.slot(slot) == b.slot(slot));
    }

    private List<MachineState> states() {
        return cores.stream().map(Emulator::state).toList();
    }
}
