package org.fabricast.cosim;

import java.util.function.IntBinaryOperator;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarArithmetic;
import org.fabricast.ir.kernel.ScalarType;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

/** The cell {@code fp16_mul} against the interpreter's operator, which HalfArithmeticTest checks over all pairs. */
class Fp16MulTest {

    private static final IntBinaryOperator JAVA = (a, b) ->
            (int) ScalarArithmetic.apply(OpCode.FMUL, ScalarType.F16, ScalarType.F16, a, b, 0);

    @Test
    void allPairsOfCornerValuesGiveJavasBits() {
        try (FpBench bench = FpBench.binary(FpCell.FP16_MUL, JAVA)) {
            bench.checkAllPairs(FpOperands.halfCorners());
        }
    }

    @Test
    void tenMillionRandomPairsGiveJavasBits() {
        try (FpBench bench = FpBench.binary(FpCell.FP16_MUL, JAVA)) {
            bench.checkRandom(5_000_000, 101, FpOperands::anyBits);
            bench.checkRandom(5_000_000, 102, FpOperands::halfProductsAtTheLimits);
        }
    }

    @Test
    void theResultStandsStillWhileDisabled() {
        try (FpBench bench = FpBench.binary(FpCell.FP16_MUL, JAVA)) {
            bench.checkWithPauses(50_000, 103, FpOperands::halfProductsAtTheLimits);
            bench.checkWithPauses(50_000, 104, FpOperands::anyBits);
        }
    }

    @Test
    void everyToolIsSilent() {
        RtlLint.mustBeSilent("fp16_mul", RtlSources.cells("fp16_mul"));
    }
}
