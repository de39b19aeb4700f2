package org.fabricast.compiler.estimate;

import java.util.List;
import org.fabricast.compiler.estimate.machine.OperatorUse;
import org.fabricast.compiler.estimate.machine.Totals;

/**
 * What the cycle model says of a program. Nothing of it is measured.
 *
 * @param phase     what was estimated
 * @param context   decode: positions attended to, the new one included; prefill: tokens of the prompt
 * @param tokens    that were worked on
 * @param memory    clock and memory of a core
 * @param totals    cycles, and what the units did in them
 * @param operators what was done for each operator
 */
public record Estimate(Phase phase, int context, int tokens, BoardMemory memory, Totals totals, List<OperatorUse> operators) {

    public Estimate {
        operators = List.copyOf(operators);
    }

    /** Seconds at the board's clock. */
    public double seconds() {
        return totals.cycles() / memory.clockHz();
    }

    /** Tokens read or generated per second. */
    public double tokensPerSecond() {
        return tokens / seconds();
    }

    /** What bounds it. */
    public Bound bound() {
        return Bound.of(totals);
    }

    /** Share of the time in which the memory moves data. */
    public double memoryBusy() {
        return totals.memory() / totals.cycles();
    }
}
