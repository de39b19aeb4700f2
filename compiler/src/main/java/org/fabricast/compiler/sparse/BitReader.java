package org.fabricast.compiler.sparse;

/** Reads what {@link BitWriter} wrote. */
final class BitReader {

    private final byte[] bytes;
    private long at;

    /** Reads {@code bytes} from byte {@code first} on. */
    BitReader(byte[] bytes, long first) {
        this.bytes = bytes;
        this.at = 8 * first;
    }

    /** The next {@code bits} bits as a number of 0 or more. */
    int get(int bits) {
        int value = 0;
        for (int i = 0; i < bits; i++, at++) {
            if (at >> 3 >= bytes.length) {
                throw new IllegalArgumentException("packed matrix ends at byte " + bytes.length);
            }
            value |= (bytes[(int) (at >> 3)] >> (at & 7) & 1) << i;
        }
        return value;
    }

    /** The next {@code bits} bits as a two's complement number. */
    int getSigned(int bits) {
        int shift = Integer.SIZE - bits;
        return get(bits) << shift >> shift;
    }
}
