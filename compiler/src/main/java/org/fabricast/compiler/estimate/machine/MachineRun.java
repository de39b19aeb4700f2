package org.fabricast.compiler.estimate.machine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Program;

/**
 * A run of the modelled machine from start to done.
 *
 * @param totals    of the whole run; its cycles are those from start to done, as the counter of the hardware counts them
 * @param steps     what the units did in each step; the last entry is what follows the last step
 * @param operators what was done for each operator, by step
 */
public record MachineRun(Totals totals, List<Totals> steps, List<List<OperatorUse>> operators) {

    public MachineRun {
        steps = List.copyOf(steps);
        operators = List.copyOf(operators);
    }

    /** Cycles from start to done. */
    public long cycles() {
        return totals.cycles();
    }

    /**
     * Runs a program.
     *
     * <p>Cost: an event per burst, some operations per word of the engine; about a second for ten million words.
     *
     * @param names operator of an instruction
     */
    public static MachineRun of(Program program, HardwareConfig config, MemoryRate rate, Start start,
                                Function<Operands, String> names) {
        Calendar calendar = new Calendar();
        CoreModel core = new CoreModel(program, config, rate, start, names, calendar);
        calendar.run();
        if (core.end() == Calendar.NEVER) {
            throw new IllegalStateException("the modelled machine hangs: " + core.stuck());
        }
        List<Totals> steps = new ArrayList<>();
        List<List<OperatorUse>> operators = new ArrayList<>();
        Totals before = Totals.NONE;
        for (Totals totals : core.steps()) {
            steps.add(totals.since(before));
            Collection<OperatorUse> uses = core.log().step(operators.size()).values();
            operators.add(List.copyOf(uses));
            before = totals;
        }
        return new MachineRun(core.ended(), steps, operators);
    }
}
