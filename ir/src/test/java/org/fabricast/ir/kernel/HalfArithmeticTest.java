package org.fabricast.ir.kernel;

import java.util.Arrays;
import java.util.Random;
import org.fabricast.ir.Campaign;
import org.junit.jupiter.api.Test;

/**
 * Sums and products of binary16 as the interpreter computes them (scalar, and in columns as the functional simulator does),
 * against whole numbers: every binary16 is a multiple of 2^-24, so a sum is a whole number of 2^-24 and a product one of
 * 2^-48, and rounding is a search among the values of binary16. With {@code -Dfabricast.full=true} over all 2^32 pairs.
 */
class HalfArithmeticTest {

    private static final int PATTERNS = 1 << 16;
    private static final int FIRST = (int) Campaign.cases("binary16 sums and products, first operands with every second one", 129,
            PATTERNS);
    private static final int INFINITY = 0x7c00;
    private static final int NAN = 0x7e00;

    /** Magnitude in units of 2^-24, for finite bits without sign; 65536 for infinity, as if the exponents went on. */
    private static final long[] UNITS = new long[INFINITY + 1];

    static {
        for (int bits = 0; bits <= INFINITY; bits++) {
            int exponent = bits >> 10;
            UNITS[bits] = exponent == 0 ? bits : (1024L + (bits & 1023)) << exponent - 1;
        }
    }

    /** Bits of the value nearest to {@code magnitude} units of 2^-(24 + scale), ties to even bits. */
    private static int nearest(long magnitude, int scale) {
        long whole = magnitude >>> scale;
        if (whole >= UNITS[INFINITY]) {
            return INFINITY;
        }
        // The greatest value not above: the leading bit gives the exponent, ten bits below it the fraction.
        int length = Long.SIZE - Long.numberOfLeadingZeros(whole);
        int below = length <= 11 ? (int) whole : (length - 11 << 10) + (int) (whole >>> length - 11);
        long down = magnitude - (UNITS[below] << scale);
        long up = (UNITS[below + 1] << scale) - magnitude;
        return up < down || up == down && (below & 1) != 0 ? below + 1 : below;
    }

    private static boolean nan(int bits) {
        return (bits & 0x7fff) > INFINITY;
    }

    static int sum(int a, int b) {
        boolean infiniteA = (a & 0x7fff) == INFINITY;
        boolean infiniteB = (b & 0x7fff) == INFINITY;
        if (nan(a) || nan(b) || infiniteA && infiniteB && a != b) {
            return NAN;
        }
        if (infiniteA || infiniteB) {
            return infiniteA ? a : b;
        }
        long exact = (a > 0x7fff ? -UNITS[a & 0x7fff] : UNITS[a]) + (b > 0x7fff ? -UNITS[b & 0x7fff] : UNITS[b]);
        if (exact == 0) {
            return a == 0x8000 && b == 0x8000 ? 0x8000 : 0;
        }
        return (exact < 0 ? 0x8000 : 0) | nearest(Math.abs(exact), 0);
    }

    static int product(int a, int b) {
        int sign = (a ^ b) & 0x8000;
        int x = a & 0x7fff;
        int y = b & 0x7fff;
        if (nan(a) || nan(b) || x == INFINITY && y == 0 || x == 0 && y == INFINITY) {
            return NAN;
        }
        if (x == INFINITY || y == INFINITY) {
            return sign | INFINITY;
        }
        // Units of 2^-48 need up to 80 bits: trailing zeros go before the multiplication and come back as scale.
        int zeros = Math.max(0, (x >> 10) - 1) + Math.max(0, (y >> 10) - 1);
        long significands = (UNITS[x] >>> Math.max(0, (x >> 10) - 1)) * (UNITS[y] >>> Math.max(0, (y >> 10) - 1));
        return zeros >= 24 ? sign | nearest(significands << zeros - 24, 0) : sign | nearest(significands, 24 - zeros);
    }

    private static final class Bench {
        private final OpCode opcode;
        private final int[] a = new int[1 << 16];
        private final int[] b = new int[1 << 16];
        private final int[] columnA = new int[Column.BLOCK];
        private final int[] columnB = new int[Column.BLOCK];
        private final int[] columnC = new int[Column.BLOCK];
        private final Step step;

        Bench(OpCode opcode) {
            this.opcode = opcode;
            this.step = HalfColumnOps.arithmetic(opcode, columnA, columnB, columnC);
        }

        private int expected(int x, int y) {
            return switch (opcode) {
                case FADD -> sum(x, y);
                case FSUB -> sum(x, y ^ 0x8000);
                case FMUL -> product(x, y);
                default -> throw new AssertionError(opcode);
            };
        }

        private void check() {
            for (int base = 0; base < a.length; base += Column.BLOCK) {
                System.arraycopy(a, base, columnA, 0, Column.BLOCK);
                System.arraycopy(b, base, columnB, 0, Column.BLOCK);
                step.run(Column.BLOCK);
                for (int i = 0; i < Column.BLOCK; i++) {
                    int right = expected(columnA[i], columnB[i]);
                    long scalar = ScalarArithmetic.apply(opcode, ScalarType.F16, ScalarType.F16, columnA[i], columnB[i], 0);
                    if (right != columnC[i] || right != scalar) {
                        throw new AssertionError(String.format("%s(0x%04x, 0x%04x): expected 0x%04x, column 0x%04x, scalar 0x%04x",
                                opcode, columnA[i], columnB[i], right, columnC[i], scalar));
                    }
                }
            }
        }

        /** All pairs, or all operands with one fixed operand each of a sample, and random pairs. */
        void run() {
            Random random = new Random(7);
            int step = (PATTERNS + FIRST - 1) / FIRST;
            for (int first = 0; first < 1 << 16; first += step) {
                Arrays.fill(a, first);
                for (int i = 0; i < b.length; i++) {
                    b[i] = i;
                }
                check();
            }
            for (int i = 0; i < a.length; i++) {
                a[i] = random.nextInt() & 0xffff;
                b[i] = random.nextInt() & 0xffff;
            }
            check();
        }
    }

    @Test
    void theReferenceAgreesWithHandCalculation() {
        // 2048 + 1 is a tie, to even; 2^-24 * 0.5 is a tie with 0; 65504 + 16 is a tie with infinity.
        org.assertj.core.api.Assertions.assertThat(new int[] {sum(0x6800, 0x3c00), sum(0x6801, 0x3c00), product(1, 0x3800),
            product(3, 0x3800), sum(0x7bff, 0x4c00), sum(0x7bff, 0x4bff), product(0x4200, 0xc500)})
                .containsExactly(0x6800, 0x6802, 0, 2, 0x7c00, 0x7bff, 0xcb80);
    }

    @Test
    void sumsAreCorrectlyRounded() {
        new Bench(OpCode.FADD).run();
    }

    @Test
    void differencesAreCorrectlyRounded() {
        new Bench(OpCode.FSUB).run();
    }

    @Test
    void productsAreCorrectlyRounded() {
        new Bench(OpCode.FMUL).run();
    }
}
