package org.fabricast.ir.kernel.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.fabricast.ir.Campaign;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

/**
 * Greatest errors of {@code exp} and {@code exp2} over all operands from 2^-27 to 2^8 of both signs (below, the result is 1;
 * above, 0 or infinity) with {@code -Dfabricast.full=true}; otherwise over one in 997 of them. Binary64 is the reference:
 * its error is below 2^-28 of a unit here.
 */
class ExponentialTest {

    private static final int FIRST = 0x3200_0000;
    private static final int LAST = 0x4380_0000;
    private static final int BLOCK = 1 << 16;
    private static final long ALL = 2L * (LAST - FIRST);
    private static final int STRIDE = (int) (ALL / Campaign.cases("exp and exp2, operands that neither vanish nor overflow", ALL / 997, ALL));

    /** Greatest error in units of the last place; half a unit beyond the greatest number is an overflow. */
    static double greatestError(String function, DoubleUnaryOperator exact, int stride) {
        ExecutableKernel kernel = ExecutableKernel.of(KernelCompiler.compile("kernel t(in stream f32 x, out stream f32 y, u32 n)"
                + " { vector for (i : n) { write(y, " + function + "(read(x))); } }", "t.fk").getFirst());
        double greatest = 0;
        int[] x = new int[BLOCK];
        int[] y = new int[BLOCK];
        for (int sign : new int[] {0, 0x8000_0000}) {
            for (long base = FIRST; base < LAST; base += (long) BLOCK * stride) {
                for (int i = 0; i < BLOCK; i++) {
                    x[i] = sign | (int) Math.min(base + (long) i * stride, LAST);
                }
                kernel.run(new int[][] {x}, new int[] {BLOCK}, new int[][] {y});
                for (int i = 0; i < BLOCK; i++) {
                    double wanted = exact.applyAsDouble(Float.intBitsToFloat(x[i]));
                    double found = Float.intBitsToFloat(y[i]) == Float.POSITIVE_INFINITY ? 0x1p128 : Float.intBitsToFloat(y[i]);
                    double ulp = Math.scalb(1.0, Math.clamp(Math.getExponent(wanted), -126, 127) - 23);
                    greatest = Math.max(greatest, Math.abs(Math.min(wanted, 0x1p128) - found) / ulp);
                }
            }
        }
        return greatest;
    }

    @Test
    void expIsWithin0point75Ulp() {
        assertThat(greatestError("exp", Math::exp, STRIDE)).isLessThan(0.75);
    }

    @Test
    void exp2IsWithin0point7Ulp() {
        assertThat(greatestError("exp2", x -> Math.pow(2, x), STRIDE)).isLessThan(0.7);
    }
}
