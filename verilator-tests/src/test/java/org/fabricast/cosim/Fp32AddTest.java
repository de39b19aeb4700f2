package org.fabricast.cosim;

import java.util.function.IntBinaryOperator;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

/** The cell {@code fp32_add} against the JVM's float arithmetic, which is IEEE 754 since Java 17. */
class Fp32AddTest {

    private static final IntBinaryOperator JAVA = (a, b) ->
            Float.floatToIntBits(Float.intBitsToFloat(a) + Float.intBitsToFloat(b));

    @Test
    void allPairsOfCornerValuesGiveJavasBits() {
        try (FpBench bench = FpBench.binary(FpCell.FP32_ADD, JAVA)) {
            bench.checkAllPairs(FpOperands.corners());
        }
    }

    @Test
    void tenMillionRandomPairsGiveJavasBits() {
        try (FpBench bench = FpBench.binary(FpCell.FP32_ADD, JAVA)) {
            bench.checkRandom(4_000_000, 101, FpOperands::anyBits);
            bench.checkRandom(3_000_000, 102, FpOperands::close);
            bench.checkRandom(3_000_000, 103, FpOperands::close);
        }
    }

    @Test
    void theResultStandsStillWhileDisabled() {
        try (FpBench bench = FpBench.binary(FpCell.FP32_ADD, JAVA)) {
            bench.checkWithPauses(50_000, 104, FpOperands::close);
            bench.checkWithPauses(50_000, 105, FpOperands::anyBits);
        }
    }

    @Test
    void everyToolIsSilent() {
        RtlLint.mustBeSilent("fp32_add", RtlSources.cells("fp32_add"));
    }
}
