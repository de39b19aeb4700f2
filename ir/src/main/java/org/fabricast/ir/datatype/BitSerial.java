package org.fabricast.ir.datatype;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Weights as sums of terms, one per cycle.
 *
 * <p>Integers: radix-4 Booth. String i of the two's complement bits is {@code b[2i+1] b[2i] b[2i−1]} with significance 2i:
 * 000 and 111 are 0, 001 and 010 are 1, 011 is 2, 100 is −2, 101 and 110 are −1. ⌈bits / 2⌉ terms.
 *
 * <p>Sign and magnitude: the magnitude is a fixed-point number I3 I2 I1 I0 . F0 with at most two ones. The first term is the leading one of
 * I3 … I0, significance 0; the second the leading one of I2 I1 I0 F0 without the bit that the first has taken, significance −1.
 *
 * <p>Source: BitMoD, section IV-A. The paper does not say how the second detection leaves out the bit of the first.
 */
public final class BitSerial {

    private static final int FIXED_BITS = 5;

    private BitSerial() {
    }

    /** Whether all levels have terms: not integers with a zero point, nor numbers with finer steps than halves. */
    public static boolean runs(Datatype datatype) {
        return switch (datatype) {
            case SymmetricInteger integer -> true;
            case AffineInteger affine -> false;
            case SignMagnitude number -> number.unit() <= 2 && IntStream.of(number.levels())
                    .map(level -> Math.abs(level) * 2 / number.unit())
                    .allMatch(halves -> halves < 1 << FIXED_BITS && Integer.bitCount(halves) <= 2);
        };
    }

    /** Terms of every weight, which are the cycles of a dot product. */
    public static int terms(Datatype datatype) {
        return switch (requireRuns(datatype)) {
            case SymmetricInteger integer -> (integer.bits() + 1) / 2;
            case AffineInteger affine -> throw new IllegalArgumentException(affine.text());
            case SignMagnitude number -> 2;
        };
    }

    /** The terms of a stored code, in the order of the cycles. */
    public static List<Term> terms(Datatype datatype, int code) {
        int level = requireRuns(datatype).level(code);
        return switch (datatype) {
            case SymmetricInteger integer -> booth(level, integer.bits());
            case AffineInteger affine -> throw new IllegalArgumentException(affine.text());
            case SignMagnitude number -> leadingOnes(level < 0, Math.abs(level) * 2 / number.unit());
        };
    }

    private static Datatype requireRuns(Datatype datatype) {
        if (!runs(datatype)) {
            throw new IllegalArgumentException("no bit-serial terms of " + datatype.text());
        }
        return datatype;
    }

    private static List<Term> booth(int value, int bits) {
        return IntStream.range(0, (bits + 1) / 2).mapToObj(i -> {
            // One bit below the lowest, which is 0.
            int string = value << 1 >> 2 * i & 7;
            int digit = (string & 1) + (string >> 1 & 1) - 2 * (string >> 2);
            return new Term(digit < 0, Math.abs(digit) == 2 ? 1 : 0, digit == 0 ? 0 : 1, 2 * i);
        }).toList();
    }

    private static List<Term> leadingOnes(boolean sign, int halves) {
        int first = Integer.highestOneBit(halves & ~1);
        int second = Integer.highestOneBit(halves - first);
        return List.of(term(sign, first >> 1, 0), term(sign, second, -1));
    }

    private static Term term(boolean sign, int one, int significance) {
        return new Term(sign, one == 0 ? 0 : Integer.numberOfTrailingZeros(one), one == 0 ? 0 : 1, significance);
    }
}
