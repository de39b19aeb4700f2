package org.fabricast.hls.testbench;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarArithmetic;
import org.fabricast.ir.kernel.ScalarType;

/** Values of a type as raw bits: ordinary ones, corners, and the nearest to a number. */
final class Elements {

    private static final double SPREAD = 3;
    private static final List<Long> CORNERS_32 = List.of(0L, 0x80000000L, 1L, 0x80000001L, 0x007fffffL, 0x00800000L, 0x7f7fffffL,
            0xff7fffffL, 0x7f800000L, 0xff800000L, 0x7fc00000L, 0xffc12345L, 0x7f800001L, 0x3f800000L, 0xbf800000L);
    private static final List<Long> CORNERS_16 = List.of(0L, 0x8000L, 1L, 0x8001L, 0x03ffL, 0x0400L, 0x7bffL, 0xfbffL, 0x7c00L,
            0xfc00L, 0x7e00L, 0xfe01L, 0x7c01L, 0x3c00L, 0xbc00L);
    private static final List<Long> CORNERS_B16 = List.of(0L, 0x8000L, 1L, 0x8001L, 0x007fL, 0x0080L, 0x7f7fL, 0xff7fL, 0x7f80L,
            0xff80L, 0x7fc0L, 0xffc1L, 0x7f81L, 0x3f80L, 0xbf80L);

    private Elements() {
    }

    /** Mask of the bits of a type. */
    static long mask(ScalarType type) {
        return type.bits() == Long.SIZE ? -1L : (1L << type.bits()) - 1;
    }

    /** Zeros, least and greatest values; of floats also subnormals, infinities, NaNs, one. */
    static List<Long> corners(ScalarType type) {
        return switch (type.kind()) {
            case FLOAT -> type.bits() == 16 ? CORNERS_16 : CORNERS_32;
            case BFLOAT -> CORNERS_B16;
            case UNSIGNED, SIGNED -> LongStream.of(0, 1, -1, 1L << type.bits() - 1, (1L << type.bits() - 1) - 1)
                    .map(v -> v & mask(type)).distinct().boxed().toList();
        };
    }

    /** Whether the bits are neither an infinity nor NaN. */
    static boolean finite(ScalarType type, long bits) {
        return switch (type.kind()) {
            case FLOAT, BFLOAT -> {
                long infinity = infinity(type);
                yield (bits & infinity) != infinity;
            }
            case UNSIGNED, SIGNED -> true;
        };
    }

    private static long infinity(ScalarType type) {
        return nearest(type, Double.POSITIVE_INFINITY);
    }

    /** Floats: normally distributed with standard deviation 3. Integers: all values alike. */
    static long ordinary(ScalarType type, Random random) {
        return type.isFloat() ? nearest(type, random.nextGaussian() * SPREAD) : random.nextLong() & mask(type);
    }

    /** A corner or any bits. */
    static long extreme(ScalarType type, Random random) {
        List<Long> corners = corners(type);
        return random.nextBoolean() ? corners.get(random.nextInt(corners.size())) : random.nextLong() & mask(type);
    }

    /** Raw bits of a number rounded to binary32 first and then to the type; integers wrap. */
    static long nearest(ScalarType type, double value) {
        return switch (type.kind()) {
            case FLOAT -> type.bits() == 16 ? Float.floatToFloat16((float) value) & 0xffffL : single(value);
            case BFLOAT -> ScalarArithmetic.apply(OpCode.F2B, type, ScalarType.F32, single(value), 0, 0);
            case UNSIGNED, SIGNED -> (long) value & mask(type);
        };
    }

    private static long single(double value) {
        return Float.floatToRawIntBits((float) value) & 0xffff_ffffL;
    }

    /** The number that raw bits stand for. */
    static double number(ScalarType type, long bits) {
        return switch (type.kind()) {
            case FLOAT -> type.bits() == 16 ? Float.float16ToFloat((short) bits) : Float.intBitsToFloat((int) bits);
            case BFLOAT -> Float.intBitsToFloat((int) bits << 16);
            case UNSIGNED -> bits;
            case SIGNED -> bits << Long.SIZE - type.bits() >> Long.SIZE - type.bits();
        };
    }
}
