package org.fabricast.hls;

import java.util.List;
import java.util.Optional;
import org.fabricast.ir.kernel.OpCode;

/**
 * An operation of a scheduled block, as reports show it.
 *
 * @param name          operator and value, as {@code FMUL %4}
 * @param kind          what computes it
 * @param opcode        the operator, where it is one
 * @param units         the units it runs on, one per lane; none for what needs no unit
 * @param cycle         in which it begins; in a pipeline its stage
 * @param latencyCycles until its result stands in a register; 0 if it is there in the same cycle
 * @param settlesNs     when in its last cycle before a register the result is stable
 * @param operandBits   significant bits of each operand, 0 for a constant; of a product the bits synthesis sees of its factors
 * @param resultBits    bits of the result, 0 if it has none
 * @param heldCycles    registers its result passes through until it is last used inside the block
 * @param tableEntries  entries of its table, 0 for other operators
 */
public record ScheduledOperation(String name, Kind kind, Optional<OpCode> opcode, List<String> units, int cycle, int latencyCycles,
                                 double settlesNs, List<Integer> operandBits, int resultBits, int heldCycles,
                                 int tableEntries) {

    /** What computes an operation. */
    public enum Kind {
        /** A floating-point cell. */
        CELL,
        /** Multipliers of integers. */
        MULTIPLIER,
        /** Gates. */
        LOGIC,
        /** Wires: constant shifts, changes of width. */
        WIRING,
        /** A local memory. */
        MEMORY,
        /** A stream or a scalar result. */
        PORT
    }

    public ScheduledOperation {
        units = List.copyOf(units);
        operandBits = List.copyOf(operandBits);
    }
}
