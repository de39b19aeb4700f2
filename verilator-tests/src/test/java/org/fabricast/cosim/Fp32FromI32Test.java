package org.fabricast.cosim;

import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

/** The cell {@code fp32_from_i32} against the JVM's conversion. */
class Fp32FromI32Test {

    private static final IntUnaryOperator JAVA = a -> Float.floatToIntBits((float) a);

    /** Integers of every length alike, with runs of ones at random. */
    private static void anyLength(Random random, int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextInt() >> random.nextInt(32) ^ (random.nextInt(4) == 0 ? (1 << random.nextInt(32)) - 1 : 0);
        }
    }

    @Test
    void powersOfTwoTiesAndTheirNeighboursGiveJavasBits() {
        TreeSet<Integer> values = new TreeSet<>();
        for (int bit = 0; bit < 32; bit++) {
            for (int low = 0; low < 32; low++) {
                for (int off = -2; off <= 2; off++) {
                    values.add((1 << bit) + (1 << low) + off);
                    values.add(-((1 << bit) + (1 << low) + off));
                    values.add((1 << bit) - (1 << low) + off);
                }
            }
        }
        int[] a = values.stream().mapToInt(Integer::intValue).toArray();
        try (FpBench bench = FpBench.unary(FpCell.FP32_FROM_I32, JAVA)) {
            bench.check(a, a, 0);
            bench.check(a, a, 0);
        }
    }

    @Test
    void tenMillionRandomIntegersGiveJavasBits() {
        try (FpBench bench = FpBench.unary(FpCell.FP32_FROM_I32, JAVA)) {
            bench.checkRandom(5_000_000, 201, FpOperands::anyBits);
            bench.checkRandom(5_000_000, 202, Fp32FromI32Test::anyLength);
        }
    }

    @Test
    void theResultStandsStillWhileDisabled() {
        try (FpBench bench = FpBench.unary(FpCell.FP32_FROM_I32, JAVA)) {
            bench.checkWithPauses(50_000, 203, Fp32FromI32Test::anyLength);
        }
    }

    @Test
    void everyToolIsSilent() {
        RtlLint.mustBeSilent("fp32_from_i32", RtlSources.cells("fp32_from_i32"));
    }
}
