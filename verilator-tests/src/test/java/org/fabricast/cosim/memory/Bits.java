package org.fabricast.cosim.memory;

import java.util.random.RandomGenerator;

/** Bytes and elements as the 64-bit slots of wide ports, low bits first. */
final class Bits {

    private Bits() {
    }

    /** Packs elements of {@code bits} bits (a divisor of 64, or 64 itself). */
    static long[] pack(long[] elements, int bits) {
        long[] slots = new long[(elements.length * bits + 63) / 64];
        long mask = bits == 64 ? -1 : (1L << bits) - 1;
        for (int i = 0; i < elements.length; i++) {
            slots[i * bits / 64] |= (elements[i] & mask) << i * bits % 64;
        }
        return slots;
    }

    /** Element {@code index} of {@code bits} bits, unsigned. */
    static long element(long[] slots, int index, int bits) {
        long mask = bits == 64 ? -1 : (1L << bits) - 1;
        return slots[index * bits / 64] >>> index * bits % 64 & mask;
    }

    static long[] junk(int bits, RandomGenerator random) {
        return random.longs((bits + 63) / 64).toArray();
    }

    /** What the read-only device memory of these tests holds at a byte address. */
    static byte memory(long address) {
        long z = (address >>> 3) * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 29) * 0xbf58476d1ce4e5b9L;
        return (byte) ((z ^ z >>> 32) >>> 8 * (address & 7));
    }

    /** Bytes of that memory, as slots. */
    static long[] memory(long address, int bytes) {
        long[] elements = new long[bytes];
        for (int i = 0; i < bytes; i++) {
            elements[i] = memory(address + i);
        }
        return pack(elements, 8);
    }
}
