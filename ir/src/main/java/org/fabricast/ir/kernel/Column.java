package org.fabricast.ir.kernel;

import java.util.Arrays;

/** Values of one SSA value for a block of iterations, in an array of its kind. */
final class Column {

    /** Iterations of a block: a few dozen columns of it fit the first-level cache. */
    static final int BLOCK = 256;

    /** Array that holds a type: binary32; integers of at most 32 bits, binary16 and bfloat16 bits; longer integers. */
    enum Kind {
        FLOAT, INT, LONG;

        static Kind of(ScalarType type) {
            if (type.equals(ScalarType.F32)) {
                return FLOAT;
            }
            return type.bits() <= 32 ? INT : LONG;
        }
    }

    private final Kind kind;
    private final float[] floats;
    private final int[] ints;
    private final long[] longs;

    Column(Kind kind) {
        this.kind = kind;
        this.floats = new float[kind == Kind.FLOAT ? BLOCK : 0];
        this.ints = new int[kind == Kind.INT ? BLOCK : 0];
        this.longs = new long[kind == Kind.LONG ? BLOCK : 0];
    }

    Kind kind() {
        return kind;
    }

    float[] floats() {
        return floats;
    }

    /** Signed types sign-extended, all else zero-extended. */
    int[] ints() {
        return ints;
    }

    long[] longs() {
        return longs;
    }

    /** Sets the first {@code count} elements to a value in normal form. */
    void fill(long value, int count) {
        switch (kind) {
            case FLOAT -> Arrays.fill(floats, 0, count, Float.intBitsToFloat((int) value));
            case INT -> Arrays.fill(ints, 0, count, (int) value);
            case LONG -> Arrays.fill(longs, 0, count, value);
        }
    }
}
