package org.fabricast.ir.kernel.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

/** The functions of std.fk against binary64. */
class StandardFunctionTest {

    private static final int SAMPLES = 1 << 18;

    private static int[] evaluate(String expression, String type, int[] x) {
        ExecutableKernel kernel = ExecutableKernel.of(KernelCompiler.compile("kernel t(in stream f32 x, out stream " + type
                + " y, u32 n) { vector for (i : n) { f32 v = read(x); write(y, " + expression + "); } }", "t.fk").getFirst());
        int[] y = new int[x.length];
        kernel.run(new int[][] {x}, new int[] {x.length}, new int[][] {y});
        return y;
    }

    private static int[] apply(String function, String type, int[] x) {
        return evaluate(function + "(v)", type, x);
    }

    private static float apply(String function, float x) {
        return Float.intBitsToFloat(apply(function, "f32", new int[] {Float.floatToRawIntBits(x)})[0]);
    }

    /** Greatest distance to the exact result in units of the last place of binary32. */
    private static void withinUlp(String function, double bound, DoubleUnaryOperator exact, IntUnaryOperator bits) {
        int[] x = IntStream.range(0, SAMPLES).map(bits).toArray();
        int[] y = apply(function, "f32", x);
        for (int i = 0; i < SAMPLES; i++) {
            double wanted = exact.applyAsDouble(Float.intBitsToFloat(x[i]));
            wanted = Math.abs(wanted) >= 0x1.ffffffp127 ? Math.copySign(Double.POSITIVE_INFINITY, wanted) : wanted;
            if (Float.intBitsToFloat(y[i]) == wanted) {
                continue;
            }
            double ulp = Math.scalb(1.0, Math.max(Math.getExponent(wanted), -126) - 23);
            double error = Math.abs(Float.intBitsToFloat(y[i]) - wanted) / ulp;
            assertThat(error).as("%s(%s = 0x%x): wanted %s, got %s (0x%x)", function, Float.intBitsToFloat(x[i]), x[i],
                    wanted, Float.intBitsToFloat(y[i]), y[i]).isLessThanOrEqualTo(bound);
        }
    }

    private static IntUnaryOperator uniform(long seed, float least, float greatest) {
        Random random = new Random(seed);
        return i -> Float.floatToRawIntBits(least + random.nextFloat() * (greatest - least));
    }

    @Test
    void expIsWithin0point8UlpAndUnderflowsGradually() {
        withinUlp("exp", 0.8, Math::exp, uniform(3, -104f, 88.72f));
        withinUlp("exp", 0.8, Math::exp, uniform(4, -1f, 1f));
        withinUlp("exp", 0.8, Math::exp, anyNumber(30));
    }

    @Test
    void exp2IsWithin0point7UlpAndUnderflowsGradually() {
        withinUlp("exp2", 0.7, x -> Math.pow(2, x), uniform(5, -150f, 127.99f));
        withinUlp("exp2", 0.7, x -> Math.pow(2, x), uniform(6, -1f, 1f));
        withinUlp("exp2", 0.7, x -> Math.pow(2, x), anyNumber(31));
    }

    @Test
    void sigmoidIsWithin2point6Ulp() {
        withinUlp("sigmoid", 2.6, x -> 1 / (1 + Math.exp(-x)), uniform(7, -87f, 90f));
        withinUlp("sigmoid", 2.6, x -> 1 / (1 + Math.exp(-x)), uniform(8, -4f, 4f));
    }

    @Test
    void tanhIsWithin2point5Ulp() {
        withinUlp("tanh", 2.5, Math::tanh, uniform(9, -10f, 10f));
        withinUlp("tanh", 2.5, Math::tanh, uniform(10, -1f, 1f));
        withinUlp("tanh", 2.5, Math::tanh, anyNumber(11));
    }

    @Test
    void logarithmsAreWithin1point5And2point5Ulp() {
        withinUlp("log", 1.5, Math::log, positive(12));
        withinUlp("log", 1.5, Math::log, uniform(13, 0.5f, 2f));
        withinUlp("log2", 2.5, x -> Math.log(x) / Math.log(2), uniform(14, 0.5f, 2f));
        withinUlp("log2", 2.5, x -> Math.log(x) / Math.log(2), positive(15));
    }

    /** Finite numbers of every exponent, subnormals included. */
    private static IntUnaryOperator anyNumber(long seed) {
        Random random = new Random(seed);
        return i -> random.nextInt(0x7f80_0000) | random.nextInt() << 31;
    }

    private static IntUnaryOperator positive(long seed) {
        IntUnaryOperator any = anyNumber(seed);
        return i -> any.applyAsInt(i) & 0x7fff_ffff;
    }

    @Test
    void errorFunctionsAreWithinTheirBounds() {
        withinUlp("erf", 2.5, StandardFunctionTest::erf, uniform(16, -5f, 5f));
        withinUlp("erf", 2.5, StandardFunctionTest::erf, uniform(17, -1f, 1f));
        withinUlp("erfc", 15, StandardFunctionTest::erfc, uniform(18, -5f, 2.5f));
        withinUlp("erfc", 98, StandardFunctionTest::erfc, uniform(19, 2.5f, 9.4f));
        withinUlp("normal_cdf", 17, x -> erfc(-x / Math.sqrt(2)) / 2, uniform(20, -2.6f, 8f));
        withinUlp("normal_cdf", 85, x -> erfc(-x / Math.sqrt(2)) / 2, uniform(21, -7f, -2.6f));
    }

    /** Taylor series; its terms stay small where it is used. */
    private static double erf(double x) {
        if (Math.abs(x) > 2.5) {
            return Math.signum(x) * (1 - erfc(Math.abs(x)));
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 80; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    /** Continued fraction of Laplace from the far end. */
    private static double erfc(double x) {
        if (x < 2) {
            return 1 - erf(x);
        }
        double f = x;
        for (int k = 120; k > 0; k--) {
            f = x + k / 2.0 / f;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / f;
    }

    @Test
    void theReferenceErrorFunctionsAgreeWithPrintedValues() {
        // Abramowitz and Stegun, table 7.1 and 7.3.
        assertThat(erf(0.5)).isCloseTo(0.5204998778, org.assertj.core.data.Offset.offset(1e-10));
        assertThat(erf(2)).isCloseTo(0.9953222650, org.assertj.core.data.Offset.offset(1e-10));
        assertThat(erfc(2.5)).isCloseTo(4.069520174e-4, org.assertj.core.data.Offset.offset(1e-13));
    }

    @Test
    void exactArgumentsGiveExactResults() {
        assertThat(apply("recip", 1f)).isEqualTo(1f);
        assertThat(apply("recip", -4f)).isEqualTo(-0.25f);
        assertThat(apply("rsqrt", 1f)).isEqualTo(1f);
        assertThat(apply("rsqrt", 0.25f)).isEqualTo(2f);
        assertThat(apply("exp", 0f)).isEqualTo(1f);
        assertThat(apply("exp", -0f)).isEqualTo(1f);
        assertThat(apply("exp2", -126f)).isEqualTo(Float.MIN_NORMAL);
        assertThat(apply("exp2", 10f)).isEqualTo(1024f);
        assertThat(apply("sigmoid", 0f)).isEqualTo(0.5f);
    }

    @Test
    void theEndsOfTheRangeAreAsDocumented() {
        float inf = Float.POSITIVE_INFINITY;
        assertThat(apply("exp", -103.2f)).isEqualTo(Float.MIN_VALUE);
        assertThat(apply("exp", -104f)).isZero();
        assertThat(apply("exp", -inf)).isZero();
        assertThat(apply("exp", 88.73f)).isEqualTo(inf);
        assertThat(apply("exp", 1e30f)).isEqualTo(inf);
        assertThat(apply("exp2", -149f)).isEqualTo(Float.MIN_VALUE);
        assertThat(apply("exp2", -150.1f)).isZero();
        assertThat(apply("exp2", -1e30f)).isZero();
        assertThat(apply("exp2", 128f)).isEqualTo(inf);
        assertThat(apply("recip", 0f)).isEqualTo(inf);
        assertThat(apply("recip", -0f)).isEqualTo(-inf);
        assertThat(apply("recip", -inf)).isEqualTo(-0f);
        assertThat(apply("rsqrt", -0f)).isEqualTo(-inf);
        assertThat(apply("rsqrt", 0f)).isEqualTo(inf);
        assertThat(apply("rsqrt", inf)).isZero();
        assertThat(apply("rsqrt", -1f)).isNaN();
        assertThat(apply("tanh", -inf)).isEqualTo(-1f);
        assertThat(apply("tanh", -0f)).isEqualTo(-0f);
        assertThat(apply("tanh", 1e-45f)).isEqualTo(1e-45f);
        assertThat(apply("erf", inf)).isEqualTo(1f);
        assertThat(apply("erfc", inf)).isZero();
        assertThat(apply("erfc", -inf)).isEqualTo(2f);
        assertThat(apply("normal_cdf", 0f)).isEqualTo(0.5f);
        assertThat(new String[] {"log", "log2"}).allSatisfy(f -> {
            assertThat(apply(f, 1f)).isEqualTo(0f);
            assertThat(apply(f, 0f)).isEqualTo(-inf);
            assertThat(apply(f, -0f)).isEqualTo(-inf);
            assertThat(apply(f, inf)).isEqualTo(inf);
            assertThat(apply(f, "f32", new int[] {0xbf80_0000})).containsExactly(0x7fc0_0000);
        });
        assertThat(apply("log2", 1e-45f)).isEqualTo(-149f);
        assertThat(apply("sigmoid", -100f)).isZero();
        assertThat(apply("sigmoid", 100f)).isEqualTo(1f);
        assertThat(new String[] {"exp", "exp2", "recip", "rsqrt", "sigmoid", "tanh", "erf", "erfc",
            "normal_cdf", "log", "log2"})
                .allSatisfy(f -> assertThat(apply(f, "f32", new int[] {0xffc0_0001})).containsExactly(0x7fc0_0000));
    }

    @Test
    void orderedKeysOrderLikeTheirNumbers() {
        float[] ascending = {Float.NEGATIVE_INFINITY, -3e38f, -1.5f, -1e-45f, 0f, 1e-45f, 1.5f, 3e38f,
            Float.POSITIVE_INFINITY};
        int[] bits = new int[ascending.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(ascending[i]);
        }
        int[] keys = apply("ordered_key", "u32", bits);
        for (int i = 1; i < keys.length; i++) {
            assertThat(Integer.toUnsignedLong(keys[i])).as("key of %s", ascending[i])
                    .isGreaterThan(Integer.toUnsignedLong(keys[i - 1]));
        }
        assertThat(apply("ordered_key", "u32", new int[] {0x7fc0_0000, 0xffff_ffff, 0, 0x8000_0000}))
                .containsExactly(0, 0, 0x8000_0000, 0x8000_0000);
        assertThat(evaluate("from_key(ordered_key(v))", "f32", bits)).isEqualTo(bits);
    }

    @Test
    void minMaxAndAbsAreThoseOfNumbers() {
        assertThat(apply("abs", -2.5f)).isEqualTo(2.5f);
        assertThat(apply("abs", -0f)).isEqualTo(0f);
        int[] x = {Float.floatToRawIntBits(-2f), Float.floatToRawIntBits(3f), 0x7fc0_0000};
        int one = Float.floatToRawIntBits(1f);
        assertThat(evaluate("max(v, 1.0)", "f32", x)).containsExactly(one, x[1], one);
        assertThat(evaluate("min(v, 1.0)", "f32", x)).containsExactly(x[0], one, one);
        assertThat(evaluate("min_u32(u32(bits(v)), 5)", "u32", new int[] {3, 7, -1})).containsExactly(3, 5, 5);
        assertThat(evaluate("max_u32(bits(v), 5)", "u32", new int[] {3, 7, -1})).containsExactly(5, 7, -1);
        assertThat(evaluate("clamp_i32(i32(v), -1, 2)", "i32", x)).containsExactly(-1, 2, 0);
    }

    private static List<Long> table(String function) {
        return KernelCompiler.compile("kernel t(result f32 y, f32 x) { y = " + function + "(x); }", "t.fk").getFirst()
                .tables().getFirst().entries();
    }

    @Test
    void tablesHoldWhatTheirFormulaSays() {
        // Seeds are 1/m and 1/sqrt(m) in 10 bits at the middle of their interval; an even exponent field doubles m.
        assertThat(table("recip")).isEqualTo(IntStream.range(0, 64)
                .mapToObj(k -> Math.round(1024 / (1 + (k + 0.5) / 64))).toList());
        assertThat(table("rsqrt")).isEqualTo(IntStream.range(0, 128)
                .mapToObj(k -> Math.round(1024 / Math.sqrt((1 + (k % 64 + 0.5) / 64) * (k < 64 ? 2 : 1)))).toList());
        assertThat(table("exp")).isEqualTo(IntStream.range(0, 64)
                .mapToObj(k -> Math.round(Math.scalb(Math.pow(2, k / 64.0), 30))).toList());
    }
}
