package org.fabricast.cosim.chain;

import java.util.Random;

/** INT8 operands and how ports hold them. */
enum Int8s {
    /** Anything. */
    RANDOM,
    /** All -128. */
    LOWEST,
    /** All 127. */
    HIGHEST,
    /** -128 or 127. */
    EXTREME,
    /** Corner values and 0, 1, -1. */
    CORNERS;

    private static final int[] CORNER_VALUES = {-128, -127, -1, 0, 1, 127};

    byte next(Random random) {
        return (byte) switch (this) {
            case RANDOM -> random.nextInt(256);
            case LOWEST -> -128;
            case HIGHEST -> 127;
            case EXTREME -> random.nextBoolean() ? -128 : 127;
            case CORNERS -> CORNER_VALUES[random.nextInt(CORNER_VALUES.length)];
        };
    }

    byte[] next(int count, Random random) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = next(random);
        }
        return bytes;
    }

    /** Bytes as 64-bit slots of a port, byte 0 lowest. */
    static long[] slots(byte[] bytes) {
        long[] slots = new long[(bytes.length + 7) / 8];
        for (int i = 0; i < bytes.length; i++) {
            slots[i / 8] |= (bytes[i] & 0xffL) << 8 * (i % 8);
        }
        return slots;
    }

    /** Numbers of 4 bits as slots, number 0 lowest. */
    static long[] nibbles(int[] values) {
        long[] slots = new long[(values.length + 15) / 16];
        for (int i = 0; i < values.length; i++) {
            slots[i / 16] |= (values[i] & 0xfL) << 4 * (i % 16);
        }
        return slots;
    }

    /** A sum of 20 bits as a port shows it. */
    static int sum(long port) {
        return (int) port << 12 >> 12;
    }
}
