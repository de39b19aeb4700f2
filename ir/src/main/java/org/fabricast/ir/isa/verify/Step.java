package org.fabricast.ir.isa.verify;

import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Queue;
import org.fabricast.ir.isa.text.Disassembler;

/**
 * One executed instruction.
 *
 * @param index    its place in the program
 * @param operands its operands with registers applied
 * @param ringBytes that it puts into its ring or takes from it; 0 without one
 */
record Step(int index, Operands operands, long ringBytes) {

    Instruction instruction() {
        return operands.instruction();
    }

    Queue queue() {
        return operands.opcode().queue();
    }

    /** For messages. */
    String text() {
        return "instruction " + index + " (" + Disassembler.line(instruction()) + ")";
    }

    boolean waitsFor(Queue queue) {
        return (instruction().waitMask() & queue.bit()) != 0;
    }

    boolean releases(Queue queue) {
        return (instruction().releaseMask() & queue.bit()) != 0;
    }
}
