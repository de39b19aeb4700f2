package org.fabricast.cosim;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

/** The cell {@code fp32_to_fp16} against the JVM's conversion, with every NaN canonical. */
class Fp32ToFp16Test {

    private static final int CANONICAL_NAN = 0x7e00;
    private static final IntUnaryOperator JAVA = a -> Float.isNaN(Float.intBitsToFloat(a))
            ? CANONICAL_NAN : Float.floatToFloat16(Float.intBitsToFloat(a));

    /** Exponents from 2^-28 to 2^18. */
    private static void inRange(Random random, int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextInt() & 0x807fffff | 99 + random.nextInt(47) << 23;
        }
    }

    @Test
    void everyBinary16ValueEveryMidpointAndTheirNeighboursGiveJavasBits() {
        int finite = 0x7c00;
        int[] a = new int[finite * 2 * 3 * 2];
        int at = 0;
        for (int h = 0; h < finite; h++) {
            float value = Float.float16ToFloat((short) h);
            // Beyond the greatest value the next step of the same size counts, 65,536.
            float above = h + 1 == finite ? 65536.0f : Float.float16ToFloat((short) (h + 1));
            for (float centre : new float[] {value, (value + above) / 2}) {
                for (int off = -1; off <= 1; off++) {
                    int bits = Math.max(0, Float.floatToIntBits(centre) + off);
                    a[at++] = bits;
                    a[at++] = bits | 0x80000000;
                }
            }
        }
        try (FpBench bench = FpBench.unary(FpCell.FP32_TO_FP16, JAVA)) {
            bench.check(a, a, 0);
            bench.check(a, a, 0);
            bench.check(FpOperands.corners(), FpOperands.corners(), 0);
        }
    }

    @Test
    void tenMillionRandomValuesGiveJavasBits() {
        try (FpBench bench = FpBench.unary(FpCell.FP32_TO_FP16, JAVA)) {
            bench.checkRandom(3_000_000, 501, FpOperands::anyBits);
            bench.checkRandom(7_000_000, 502, Fp32ToFp16Test::inRange);
        }
    }

    @Test
    void theResultStandsStillWhileDisabled() {
        try (FpBench bench = FpBench.unary(FpCell.FP32_TO_FP16, JAVA)) {
            bench.checkWithPauses(50_000, 503, Fp32ToFp16Test::inRange);
        }
    }

    @Test
    void everyToolIsSilent() {
        RtlLint.mustBeSilent("fp32_to_fp16", RtlSources.cells("fp32_to_fp16"));
    }
}
