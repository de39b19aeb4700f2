package org.fabricast.ir.kernel.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.fabricast.ir.kernel.ExecutableKernel;

/** What tests of kernels share: bits of numbers, distances in units of the last place of binary16, runs by name. */
final class Binary16 {

    private Binary16() {
    }

    static int f32(double x) {
        return Float.floatToRawIntBits((float) x);
    }

    static int f16(double x) {
        return Float.floatToFloat16((float) x) & 0xffff;
    }

    static double half(int bits) {
        return Float.float16ToFloat((short) bits);
    }

    /** Distance of the neighbours of a number in binary16, subnormals included. */
    static double ulp(double exact) {
        return Math.scalb(1.0, Math.max(Math.getExponent(exact), -14) - 10);
    }

    /** Distance of a binary16 from the exact value, in units of the last place there. */
    static double error(double exact, int bits) {
        return Math.abs(half(bits) - exact) / ulp(exact);
    }

    static void within(double bound, double exact, int bits, String place) {
        assertThat(error(exact, bits)).as("%s: wanted %s, got %s (0x%x)", place, exact, half(bits), bits)
                .isLessThanOrEqualTo(bound);
    }

    /** Runs a kernel of the library. */
    static ExecutableKernel.Outcome run(String kernel, int[][] outputs, int[] args, int[]... inputs) {
        return ExecutableKernel.of(KernelLibrary.get(kernel)).run(inputs, args, outputs);
    }
}
