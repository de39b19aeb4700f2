package org.fabricast.cosim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

/** The cell {@code fp32_to_i32} against {@code Math.rint} in binary64 and the JVM's saturating cast. */
class Fp32ToI32Test {

    private static final IntUnaryOperator JAVA = a -> (int) Math.rint(Float.intBitsToFloat(a));

    /** Exponents from 2^-4 to 2^33, few bits after the point. */
    private static void nearIntegers(Random random, int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            int exponent = 123 + random.nextInt(38);
            int fraction = random.nextInt() & 0x7fffff;
            int keep = Math.clamp(exponent - 127 + random.nextInt(4), 0, 23);
            a[i] = random.nextInt() & 0x80000000 | exponent << 23 | fraction >>> 23 - keep << 23 - keep;
        }
    }

    @Test
    void theExpectationItselfAgreesWithHandCalculation() {
        assertThat(JAVA.applyAsInt(Float.floatToIntBits(0.5f))).isZero();
        assertThat(JAVA.applyAsInt(Float.floatToIntBits(1.5f))).isEqualTo(2);
        assertThat(JAVA.applyAsInt(Float.floatToIntBits(-2.5f))).isEqualTo(-2);
        assertThat(JAVA.applyAsInt(Float.floatToIntBits(3e9f))).isEqualTo(Integer.MAX_VALUE);
        assertThat(JAVA.applyAsInt(Float.floatToIntBits(-3e9f))).isEqualTo(Integer.MIN_VALUE);
        assertThat(JAVA.applyAsInt(Float.floatToIntBits(Float.NaN))).isZero();
    }

    @Test
    void cornerValuesAndAllTiesUpTo4096GiveJavasBits() {
        int[] ties = new int[32768];
        for (int i = 0; i < ties.length; i++) {
            int bits = Float.floatToIntBits((i / 4) / 2.0f) + i % 3 - 1;
            ties[i] = i % 4 < 2 ? bits : bits ^ 0x80000000;
        }
        try (FpBench bench = FpBench.unary(FpCell.FP32_TO_I32, JAVA)) {
            bench.check(FpOperands.corners(), FpOperands.corners(), 0);
            bench.check(ties, ties, 0);
            bench.check(ties, ties, 0);
        }
    }

    @Test
    void tenMillionRandomValuesGiveJavasBits() {
        try (FpBench bench = FpBench.unary(FpCell.FP32_TO_I32, JAVA)) {
            bench.checkRandom(3_000_000, 301, FpOperands::anyBits);
            bench.checkRandom(7_000_000, 302, Fp32ToI32Test::nearIntegers);
        }
    }

    @Test
    void theResultStandsStillWhileDisabled() {
        try (FpBench bench = FpBench.unary(FpCell.FP32_TO_I32, JAVA)) {
            bench.checkWithPauses(50_000, 303, Fp32ToI32Test::nearIntegers);
        }
    }

    @Test
    void everyToolIsSilent() {
        RtlLint.mustBeSilent("fp32_to_i32", RtlSources.cells("fp32_to_i32"));
    }
}
