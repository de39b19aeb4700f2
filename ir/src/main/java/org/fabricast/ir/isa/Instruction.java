package org.fabricast.ir.isa;

import java.util.List;

/**
 * One instruction before address registers are applied.
 *
 * @param opcode     what to do
 * @param waitMask       queues to take a token from, a mask of {@link Queue#bit()}
 * @param releaseMask    queues to give a token to when done
 * @param flags      8 bits, meaning by opcode
 * @param registers  register number per slot, 0 for none; SYS: rd, ra, rb, 0, 0, 0
 * @param immediates immediate per slot
 */
public record Instruction(Opcode opcode, int waitMask, int releaseMask, int flags, List<Integer> registers,
                          List<Integer> immediates) {

    public Instruction {
        registers = List.copyOf(registers);
        immediates = List.copyOf(immediates);
        int queues = (1 << Queue.values().length) - 1;
        if (registers.size() != Opcode.SLOTS || immediates.size() != Opcode.SLOTS) {
            throw new IllegalArgumentException(opcode + ": six registers and six immediates");
        }
        for (int register : registers) {
            if (register < 0 || register >= Opcode.REGISTERS) {
                throw new IllegalArgumentException(opcode + ": no register " + register);
            }
        }
        if (((waitMask | releaseMask) & ~queues) != 0 || ((waitMask | releaseMask) & opcode.queue().bit()) != 0 || (flags & ~0xff) != 0) {
            throw new IllegalArgumentException(opcode + ": mask or flags out of range");
        }
    }

    /** The same instruction with other token masks. */
    public Instruction withTokens(int newWait, int newRelease) {
        return new Instruction(opcode, newWait, newRelease, flags, registers, immediates);
    }
}
