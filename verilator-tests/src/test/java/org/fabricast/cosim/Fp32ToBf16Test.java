package org.fabricast.cosim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

/** The cell {@code fp32_to_bf16} against the nearer of both neighbours, compared in binary64. */
class Fp32ToBf16Test {

    /** The neighbours are the operand without its lower half and the next magnitude, 2^128 standing for infinity. */
    private static final IntUnaryOperator NEAREST = a -> {
        float x = Float.intBitsToFloat(a);
        if (Float.isNaN(x)) {
            return 0x7fc0;
        }
        int below = a >>> 16;
        double low = Math.abs((double) Float.intBitsToFloat(below << 16));
        double high = (below & 0x7fff) == 0x7f7f ? 0x1p128 : Math.abs((double) Float.intBitsToFloat(below + 1 << 16));
        if (Float.isInfinite(x)) {
            return below;
        }
        double up = high - Math.abs((double) x);
        double down = Math.abs((double) x) - low;
        return up < down || up == down && below % 2 != 0 ? below + 1 : below;
    };

    /** Lower halves at, next to and away from the tie. */
    private static void nearTies(Random random, int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextInt() & 0xffff0000 | (random.nextBoolean() ? 0x7ffe + random.nextInt(5) : random.nextInt(4) - 2 & 0xffff);
        }
    }

    @Test
    void theExpectationItselfAgreesWithHandCalculation() {
        assertThat(NEAREST.applyAsInt(Float.floatToIntBits(1f + 0x1p-8f))).isEqualTo(0x3f80);
        assertThat(NEAREST.applyAsInt(Float.floatToIntBits(1f + 0x1.8p-7f))).isEqualTo(0x3f82);
        assertThat(NEAREST.applyAsInt(Float.floatToIntBits(-Float.MAX_VALUE))).isEqualTo(0xff80);
        assertThat(NEAREST.applyAsInt(0x0000_8001)).isEqualTo(1);
    }

    @Test
    void cornerValuesGiveTheNearer() {
        try (FpBench bench = FpBench.unary(FpCell.FP32_TO_BF16, NEAREST)) {
            bench.check(FpOperands.corners(), FpOperands.corners(), 0);
        }
    }

    @Test
    void tenMillionRandomValuesGiveTheNearer() {
        try (FpBench bench = FpBench.unary(FpCell.FP32_TO_BF16, NEAREST)) {
            bench.checkRandom(5_000_000, 201, FpOperands::anyBits);
            bench.checkRandom(5_000_000, 202, Fp32ToBf16Test::nearTies);
        }
    }

    @Test
    void theResultStandsStillWhileDisabled() {
        try (FpBench bench = FpBench.unary(FpCell.FP32_TO_BF16, NEAREST)) {
            bench.checkWithPauses(50_000, 203, FpOperands::anyBits);
        }
    }

    @Test
    void everyToolIsSilent() {
        RtlLint.mustBeSilent("fp32_to_bf16", RtlSources.cells("fp32_to_bf16"));
    }
}
