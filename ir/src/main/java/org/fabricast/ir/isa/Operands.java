package org.fabricast.ir.isa;

/**
 * An instruction with its address registers applied, as a unit receives it. SYS instructions keep their immediates.
 */
public final class Operands {

    private final Instruction instruction;
    private final int[] slots;

    private Operands(Instruction instruction, int[] slots) {
        this.instruction = instruction;
        this.slots = slots;
    }

    /**
     * Adds registers to immediates modulo 2³².
     *
     * @param registers the sequencer's registers, register 0 being zero
     */
    public static Operands of(Instruction instruction, int[] registers) {
        int[] slots = new int[Opcode.SLOTS];
        boolean add = instruction.opcode().queue() != Queue.SYS;
        for (int slot = 0; slot < Opcode.SLOTS; slot++) {
            int register = add ? registers[instruction.registers().get(slot)] : 0;
            slots[slot] = instruction.immediates().get(slot) + register;
        }
        return new Operands(instruction, slots);
    }

    /** The instruction as it stands in the program. */
    public Instruction instruction() {
        return instruction;
    }

    /** Its operation. */
    public Opcode opcode() {
        return instruction.opcode();
    }

    /** The 32 bits of a slot. */
    public int slot(int slot) {
        return slots[slot];
    }

    /** The bits of a field or flag. */
    public int bits(String field) {
        for (Field f : instruction.opcode().fields()) {
            if (f.name().equals(field)) {
                return Layout.get(f, f.slot() == Field.FLAGS ? instruction.flags() : slots[f.slot()]);
            }
        }
        throw new IllegalArgumentException(instruction.opcode().mnemonic() + " has no field " + field);
    }

    /** A field as an unsigned number. */
    public long get(String field) {
        return Integer.toUnsignedLong(bits(field));
    }

    /** A flag of one bit. */
    public boolean flag(String field) {
        return bits(field) != 0;
    }

    /** Whether a size is zero, so that the instruction does nothing but take and give its tokens. */
    public boolean isEmpty() {
        return switch (instruction.opcode()) {
            case LD_RING -> bits("bytes") == 0;
            case LD_ACT, ST_F32, MV_LOADX, MISC_RMSNORM, MISC_SOFTMAX, MISC_SILU_MUL, MISC_ROPE, MISC_ADD, MISC_CAST,
                    MISC_QUANTISE_KV, MISC_ARGMAX,
                    MISC_LAYERNORM, MISC_BIAS_ADD, MISC_BIAS_RELU, MISC_SUM -> bits("n") == 0;
            case ST_GATHER, ST_ARGMAX -> bits("total") == 0;
            case ST_I8, ST_F16 -> bits("piece") == 0 || bits("pieces") == 0;
            case MM_RUN, MV_RUN -> bits("rows") == 0 || bits("cols") == 0;
            case SYS_HALT, SYS_ADD, SYS_SUB, SYS_MUL, SYS_SHR, SYS_MIN, SYS_LOOP, SYS_END, SYS_BRANCH, SYS_TOKGET,
                    SYS_TOKPUT, SYS_RESULT, SYS_ARG, SYS_BARRIER, SYS_EXIT -> false;
        };
    }
}
