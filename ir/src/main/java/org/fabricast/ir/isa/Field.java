package org.fabricast.ir.isa;

/**
 * A named bit field of an operand slot or of the flags.
 *
 * @param name    as in assembler text
 * @param slot    operand slot 0..5, or {@link #FLAGS}
 * @param low     lowest bit
 * @param width   bits
 * @param meaning what it says, with its unit
 */
public record Field(String name, int slot, int low, int width, String meaning) {

    /** Slot number of the flags byte. */
    public static final int FLAGS = -1;

    public Field {
        int bits = slot == FLAGS ? 8 : 32;
        if (slot < FLAGS || slot > 5 || low < 0 || width < 1 || low + width > bits) {
            throw new IllegalArgumentException("no such field: " + name);
        }
    }

    static Field operand(String name, int slot, String meaning) {
        return new Field(name, slot, 0, 32, meaning);
    }

    static Field low(String name, int slot, String meaning) {
        return new Field(name, slot, 0, 16, meaning);
    }

    static Field high(String name, int slot, String meaning) {
        return new Field(name, slot, 16, 16, meaning);
    }

    static Field part(String name, int slot, int low, int width, String meaning) {
        return new Field(name, slot, low, width, meaning);
    }

    static Field flag(String name, int low, int width, String meaning) {
        return new Field(name, FLAGS, low, width, meaning);
    }
}
