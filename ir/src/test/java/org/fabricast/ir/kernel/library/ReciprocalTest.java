package org.fabricast.ir.kernel.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.fabricast.ir.Campaign;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

/**
 * {@code recip} and {@code rsqrt} are correctly rounded. With {@code -Dfabricast.full=true} for all 2^32 operands, otherwise
 * for all significands with a few exponents, whole subnormal binades and random operands.
 */
class ReciprocalTest {

    private static final int BLOCK = 1 << 20;
    private static final long ALL = 1L << 32;

    /** Java's division is correctly rounded. */
    private static int quotient(int bits) {
        return Float.floatToIntBits(1f / Float.intBitsToFloat(bits));
    }

    /**
     * The reciprocal root by exact integers: binary64 gives a candidate, which is right unless the exact value lies beyond
     * the middle between it and a neighbour, and whether it does is decided by squaring the middle.
     */
    private static int root(int bits) {
        float x = Float.intBitsToFloat(bits);
        double estimate = 1 / Math.sqrt((double) x);
        float y = (float) estimate;
        // Two roundings of binary64 move the estimate by less than 2^-51; only next to a tie of binary32 that matters.
        long low = Double.doubleToRawLongBits(estimate) & 0x1fff_ffff;
        if (!(x > 0) || Float.isInfinite(x) || Math.abs(low - 0x1000_0000) > 8) {
            return Float.floatToIntBits(y);
        }
        java.math.BigDecimal tie = new java.math.BigDecimal(
                Double.longBitsToDouble(Double.doubleToRawLongBits(estimate) - low + 0x1000_0000));
        int order = tie.multiply(tie).multiply(new java.math.BigDecimal(x)).compareTo(java.math.BigDecimal.ONE);
        assertThat(order).as("a reciprocal root of binary32 is never a tie").isNotZero();
        int below = Float.floatToIntBits((float) Double.longBitsToDouble(Double.doubleToRawLongBits(estimate) - low));
        return order > 0 ? below : below + 1;
    }

    private static void block(String function, ExecutableKernel kernel, int[] x, IntUnaryOperator expected) {
        int[] y = new int[x.length];
        kernel.run(new int[][] {x}, new int[] {x.length}, new int[][] {y});
        for (int i = 0; i < x.length; i++) {
            int right = expected.applyAsInt(x[i]);
            if (y[i] != right) {
                throw new AssertionError(String.format("%s(0x%08x = %s): expected 0x%08x, found 0x%08x", function, x[i],
                        Float.intBitsToFloat(x[i]), right, y[i]));
            }
        }
    }

    private static void check(String function, IntUnaryOperator expected) {
        ExecutableKernel kernel = ExecutableKernel.of(KernelCompiler.compile("kernel t(in stream f32 x, out stream f32 y, u32 n)"
                + " { vector for (i : n) { write(y, " + function + "(read(x))); } }", "t.fk").getFirst());
        int[] x = new int[BLOCK];
        if (Campaign.cases(function + ", operands", 6L << 23, ALL) == ALL) {
            for (long base = 0; base < ALL; base += BLOCK) {
                for (int i = 0; i < BLOCK; i++) {
                    x[i] = (int) base + i;
                }
                block(function, kernel, x, expected);
            }
            return;
        }
        // One and two (all significands of both parities), 2^-126, the upper subnormal binades, 2^126 and 2^127.
        for (int first : new int[] {0x3f800000, 0x40000000, 0x00800000, 0x00000000, 0x7e800000, 0x7f000000}) {
            for (int part = 0; part < 1 << 23; part += BLOCK) {
                for (int i = 0; i < BLOCK; i++) {
                    x[i] = first + part + i;
                }
                block(function, kernel, x, expected);
            }
        }
        Random random = new Random(1);
        for (int i = 0; i < BLOCK; i++) {
            x[i] = random.nextInt();
        }
        block(function, kernel, x, expected);
        block(function, kernel, new int[] {0, 0x80000000, 0x7f800000, 0xff800000, 0x7f800001, 0xffffffff, 1, 0x80000001,
            0x7f7fffff, 0x80200000, 0x801fffff}, expected);
    }

    @Test
    void recipIsJavasDivision() {
        check("recip", ReciprocalTest::quotient);
    }

    @Test
    void rsqrtIsTheNearestNumber() {
        check("rsqrt", ReciprocalTest::root);
    }
}
