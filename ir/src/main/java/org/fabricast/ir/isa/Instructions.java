package org.fabricast.ir.isa;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Builds one instruction by the names of its fields, checked against the layout.
 *
 * <pre>{@code Instructions.of(Opcode.MV_RUN).set("rows", 128).reg("cols", 5).set("group", 64).set("vectors", 1)
 *         .waitFor(Queue.MISC).release(Queue.MISC).build()}</pre>
 *
 * <p>Fields not set are zero. Errors: an unknown field, a number too wide for its field or a register where none can be
 * is a bug of the caller.
 */
public final class Instructions {

    private final Opcode opcode;
    private final List<Integer> registers = new ArrayList<>(Collections.nCopies(Opcode.SLOTS, 0));
    private final List<Integer> immediates = new ArrayList<>(Collections.nCopies(Opcode.SLOTS, 0));
    private int waitMask;
    private int releaseMask;
    private int flags;

    private Instructions(Opcode opcode) {
        this.opcode = opcode;
    }

    /** Begins an instruction. */
    public static Instructions of(Opcode opcode) {
        return new Instructions(opcode);
    }

    /** Sets a field's immediate or a flag. */
    public Instructions set(String field, long value) {
        Field f = Layout.require(opcode, field);
        if (!Layout.fits(f, value)) {
            throw new IllegalArgumentException(opcode.mnemonic() + " " + field + "=" + value + ": the field has "
                    + f.width() + " bits");
        }
        if (f.slot() == Field.FLAGS) {
            flags = Layout.put(f, flags, (int) value);
        } else {
            immediates.set(f.slot(), Layout.put(f, immediates.get(f.slot()), (int) value));
        }
        return this;
    }

    /** Sets a flag of one bit. */
    public Instructions flag(String field, boolean value) {
        return set(field, value ? 1 : 0);
    }

    /** Sets an operand to the bits of a binary32 number. */
    public Instructions setFloat(String field, float value) {
        if (!Layout.isBinary32(Layout.require(opcode, field))) {
            throw new IllegalArgumentException(opcode.mnemonic() + " " + field + " is no binary32 operand");
        }
        return set(field, Float.floatToRawIntBits(value));
    }

    /**
     * Adds a register to a field; its immediate stays. In a packed slot the register counts for the whole slot and is
     * named on the low field. For SYS: the operands {@code rd}, {@code ra}, {@code rb}.
     */
    public Instructions reg(String field, int register) {
        if (register < 0 || register >= Opcode.REGISTERS) {
            throw new IllegalArgumentException(opcode.mnemonic() + ": no register r" + register);
        }
        for (SysRegister r : SysRegister.of(opcode)) {
            if (r.text().equals(field)) {
                registers.set(r.slot(), register);
                return this;
            }
        }
        Field f = Layout.require(opcode, field);
        if (!Layout.takesRegister(opcode, f)) {
            throw new IllegalArgumentException(opcode.mnemonic() + " " + field + " takes no register");
        }
        registers.set(f.slot(), register);
        return this;
    }

    /** SYS: register written. */
    public Instructions rd(int register) {
        return reg("rd", register);
    }

    /** SYS: first operand. */
    public Instructions ra(int register) {
        return reg("ra", register);
    }

    /** SYS: second operand. */
    public Instructions rb(int register) {
        return reg("rb", register);
    }

    /** Takes a token of each of these queues before it starts. */
    public Instructions waitFor(Queue... queues) {
        for (Queue queue : queues) {
            waitMask |= queue.bit();
        }
        return this;
    }

    /** Gives a token to each of these queues when done. */
    public Instructions release(Queue... queues) {
        for (Queue queue : queues) {
            releaseMask |= queue.bit();
        }
        return this;
    }

    /** The finished instruction. */
    public Instruction build() {
        return new Instruction(opcode, waitMask, releaseMask, flags, registers, immediates);
    }
}
