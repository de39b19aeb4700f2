package org.fabricast.compiler.stream;

/** Bits into bytes, the first in the lowest bit of the first byte. */
final class BitWriter {

    private final byte[] bytes;
    private long held;
    private int heldBits;
    private int at;

    /** Room for so many bytes, zero where nothing is written. */
    BitWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /** Appends the low {@code count} bits of a number, at most 32. */
    void write(int value, int count) {
        held |= (value & (1L << count) - 1) << heldBits;
        heldBits += count;
        while (heldBits >= Byte.SIZE) {
            bytes[at++] = (byte) held;
            held >>>= Byte.SIZE;
            heldBits -= Byte.SIZE;
        }
    }

    /** Whole bytes written. */
    int bytes() {
        return at;
    }

    /** Leaves zeros up to a byte. */
    void skipTo(int to) {
        if (heldBits != 0 || to < at) {
            throw new IllegalArgumentException("cannot go on at byte " + to + " from bit " + heldBits + " of byte " + at);
        }
        at = to;
    }

    /** Everything, zeros behind what was written. */
    byte[] written() {
        if (heldBits != 0) {
            throw new IllegalArgumentException(heldBits + " bits of a byte are left");
        }
        return bytes;
    }
}
