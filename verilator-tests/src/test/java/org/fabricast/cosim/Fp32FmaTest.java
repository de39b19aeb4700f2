package org.fabricast.cosim;

import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

/** The cell {@code fp32_fma} against {@code Math.fma}. */
class Fp32FmaTest {

    private static final FpBench.Operation JAVA = (a, b, c) -> Float.floatToIntBits(
            Math.fma(Float.intBitsToFloat(a), Float.intBitsToFloat(b), Float.intBitsToFloat(c)));

    @Test
    void allTriplesOfCornerValuesGiveJavasBits() {
        try (FpBench bench = new FpBench(FpCell.FP32_FMA, JAVA)) {
            bench.checkAllTriples(FpOperands.corners());
        }
    }

    @Test
    void tenMillionRandomTriplesGiveJavasBits() {
        try (FpBench bench = new FpBench(FpCell.FP32_FMA, JAVA)) {
            bench.checkRandom(2_000_000, 101, FpOperands::anyThree);
            bench.checkRandom(4_000_000, 102, FpOperands::addendNearTheProduct);
            bench.checkRandom(2_000_000, 103, FpOperands::cancellation);
            bench.checkRandom(2_000_000, 104, FpOperands::fusedAtTheLimits);
        }
    }

    @Test
    void theResultStandsStillWhileDisabled() {
        try (FpBench bench = new FpBench(FpCell.FP32_FMA, JAVA)) {
            bench.checkWithPauses(50_000, 105, FpOperands::addendNearTheProduct);
            bench.checkWithPauses(50_000, 106, FpOperands::cancellation);
        }
    }

    @Test
    void everyToolIsSilent() {
        RtlLint.mustBeSilent("fp32_fma", RtlSources.cells("fp32_fma"));
    }
}
