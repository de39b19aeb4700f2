package org.fabricast.compiler.stream;

/** Bits out of bytes, the first from the lowest bit of the first byte: what {@link BitWriter} has written. */
final class BitReader {

    private final byte[] bytes;
    private int at;
    private long held;
    private int heldBits;

    /** Begins at byte {@code from}. */
    BitReader(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** The next {@code count} bits as a number, at most 32. */
    int read(int count) {
        while (heldBits < count) {
            if (at == bytes.length) {
                throw new IllegalArgumentException("only " + bytes.length + " bytes");
            }
            held |= (bytes[at++] & 0xFFL) << heldBits;
            heldBits += Byte.SIZE;
        }
        int value = (int) (held & (1L << count) - 1);
        held >>>= count;
        heldBits -= count;
        return value;
    }

    /** Whether nothing but zero bits of a begun byte is left. */
    boolean ended() {
        return at == bytes.length && held == 0;
    }
}
