package org.fabricast.cosim;

import java.util.function.IntBinaryOperator;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarArithmetic;
import org.fabricast.ir.kernel.ScalarType;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

/** The cell {@code fp16_add} against the interpreter's operator, which HalfArithmeticTest checks over all pairs. */
class Fp16AddTest {

    private static final IntBinaryOperator JAVA = (a, b) ->
            (int) ScalarArithmetic.apply(OpCode.FADD, ScalarType.F16, ScalarType.F16, a, b, 0);

    @Test
    void allPairsOfCornerValuesGiveJavasBits() {
        try (FpBench bench = FpBench.binary(FpCell.FP16_ADD, JAVA)) {
            bench.checkAllPairs(FpOperands.halfCorners());
        }
    }

    @Test
    void tenMillionRandomPairsGiveJavasBits() {
        try (FpBench bench = FpBench.binary(FpCell.FP16_ADD, JAVA)) {
            bench.checkRandom(5_000_000, 101, FpOperands::anyBits);
            bench.checkRandom(5_000_000, 102, FpOperands::halfClose);
        }
    }

    @Test
    void theResultStandsStillWhileDisabled() {
        try (FpBench bench = FpBench.binary(FpCell.FP16_ADD, JAVA)) {
            bench.checkWithPauses(50_000, 103, FpOperands::halfClose);
            bench.checkWithPauses(50_000, 104, FpOperands::anyBits);
        }
    }

    @Test
    void everyToolIsSilent() {
        RtlLint.mustBeSilent("fp16_add", RtlSources.cells("fp16_add"));
    }
}
