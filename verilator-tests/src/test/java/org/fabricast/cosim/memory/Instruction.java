package org.fabricast.cosim.memory;

import java.util.List;

/**
 * An instruction as a unit sees it.
 *
 * @param code     opcode within the queue
 * @param flags    flags
 * @param operands six operands
 */
record Instruction(int code, int flags, List<Integer> operands) {

    Instruction {
        operands = List.copyOf(operands);
    }

    static Instruction of(int code, int flags, int... operands) {
        Integer[] six = {0, 0, 0, 0, 0, 0};
        for (int i = 0; i < operands.length; i++) {
            six[i] = operands[i];
        }
        return new Instruction(code, flags, List.of(six));
    }
}
