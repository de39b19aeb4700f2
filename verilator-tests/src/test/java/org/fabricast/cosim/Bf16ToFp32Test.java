package org.fabricast.cosim;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

/** The cell {@code bf16_to_fp32} for all 65,536 operands: the upper half of binary32, NaN made canonical by Java. */
class Bf16ToFp32Test {

    private static final IntUnaryOperator JAVA = a -> Float.floatToIntBits(Float.intBitsToFloat(a << 16));

    @Test
    void allOperandsGiveJavasBitsTwiceInARow() {
        int[] all = IntStream.range(0, 65536).toArray();
        try (FpBench bench = FpBench.unary(FpCell.BF16_TO_FP32, JAVA)) {
            bench.check(all, all, 0);
            bench.check(all, all, 0);
        }
    }

    @Test
    void theResultStandsStillWhileDisabled() {
        try (FpBench bench = FpBench.unary(FpCell.BF16_TO_FP32, JAVA)) {
            bench.checkWithPauses(50_000, 401, FpOperands::anyBits);
        }
    }

    @Test
    void everyToolIsSilent() {
        RtlLint.mustBeSilent("bf16_to_fp32", RtlSources.cells("bf16_to_fp32"));
    }
}
