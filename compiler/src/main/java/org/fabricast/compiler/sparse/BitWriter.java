package org.fabricast.compiler.sparse;

/** Writes numbers of a few bits one behind the other, the lowest bit first, into bytes from their lowest bit on. */
final class BitWriter {

    private final byte[] bytes;
    private long at;

    /** Writes into {@code bytes}, which hold zeros, from byte {@code first} on. */
    BitWriter(byte[] bytes, long first) {
        this.bytes = bytes;
        this.at = 8 * first;
    }

    /** Appends the lowest {@code bits} bits of {@code value}. */
    void put(int value, int bits) {
        for (int i = 0; i < bits; i++, at++) {
            bytes[(int) (at >> 3)] |= (byte) ((value >> i & 1) << (at & 7));
        }
    }
}
