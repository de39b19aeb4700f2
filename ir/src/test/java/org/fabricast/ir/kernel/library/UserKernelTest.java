package org.fabricast.ir.kernel.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fabricast.ir.kernel.library.Binary16.error;
import static org.fabricast.ir.kernel.library.Binary16.f16;
import static org.fabricast.ir.kernel.library.Binary16.f32;
import static org.fabricast.ir.kernel.library.Binary16.half;
import static org.fabricast.ir.kernel.library.Binary16.run;
import static org.fabricast.ir.kernel.library.Binary16.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Kernels of the library that no machine has of itself: errors over every binary16, and cases by hand. */
class UserKernelTest {

    /** Greatest error of an activation over all finite binary16 arguments, in units of binary16. */
    private static double worst(String kernel, DoubleUnaryOperator exact) {
        int[] bits = IntStream.range(0, 1 << 16).filter(b -> (b & 0x7c00) != 0x7c00).toArray();
        int[] x = Arrays.stream(bits).map(b -> f32(half(b))).toArray();
        int[][] y = {new int[x.length]};
        run(kernel, y, new int[] {x.length}, x);
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            worst = Math.max(worst, error(exact.applyAsDouble(half(bits[i])), y[0][i]));
        }
        System.out.printf("%s: %.4f ulp of binary16%n", kernel, worst);
        return worst;
    }

    /** erfc(x), x >= 0: a series near 0, a continued fraction beyond; relative error below 1e-13. */
    private static double erfc(double x) {
        if (x < 2.5) {
            double term = x;
            double sum = x;
            for (int k = 1; k < 200; k++) {
                term *= -x * x / k;
                sum += term / (2 * k + 1);
            }
            return 1 - 2 / Math.sqrt(Math.PI) * sum;
        }
        double f = x;
        for (int k = 200; k >= 1; k--) {
            f = x + k / 2.0 / f;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / f;
    }

    private static double gelu(double x) {
        double tail = 0.5 * erfc(Math.abs(x) / Math.sqrt(2));
        return x < 0 ? x * tail : x * (1 - tail);
    }

    private static double geluTanh(double x) {
        double u = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
        return x / (1 + Math.exp(-2 * u));
    }

    @Test
    void activationsAreNearlyCorrectlyRoundedForEveryBinary16() {
        assertThat(worst("silu", x -> x / (1 + Math.exp(-x)))).isLessThanOrEqualTo(0.501);
        assertThat(worst("gelu", UserKernelTest::gelu)).isLessThanOrEqualTo(0.501);
        assertThat(worst("gelu_tanh", UserKernelTest::geluTanh)).isLessThanOrEqualTo(0.501);
        assertThat(worst("relu", x -> Math.max(x, 0))).isZero();
    }

    @Test
    void activationsHaveTheirLimits() {
        int[] x = {f32(Double.NEGATIVE_INFINITY), f32(Double.POSITIVE_INFINITY), f32(Double.NaN), f32(-0.0)};
        for (String kernel : new String[] {"gelu", "gelu_tanh"}) {
            int[][] y = {new int[4]};
            run(kernel, y, new int[] {4}, x);
            assertThat(y[0]).as(kernel).containsExactly(0x8000, 0x7c00, 0x7e00, 0x8000);
        }
        int[][] y = {new int[4]};
        run("relu", y, new int[] {4}, x);
        assertThat(y[0]).containsExactly(0, 0x7c00, 0x7e00, 0);
    }

    @Test
    void onlineSoftmaxAgreesWithTheExactOneForRisingFallingAndWildElements() {
        Random random = new Random(21);
        double worst = 0;
        for (int n : new int[] {1, 2, 33, 1000}) {
            for (double sigma : new double[] {0, 1, 10, 100, 10000}) {
                for (int order = -1; order <= 1; order++) {
                    double direction = order;
                    float[] x = new float[n];
                    for (int i = 0; i < n; i++) {
                        x[i] = (float) (random.nextGaussian() * sigma + direction * i);
                    }
                    double max = -1e30;
                    for (float v : x) {
                        max = Math.max(max, v * 0.5f);
                    }
                    double sum = 0;
                    for (float v : x) {
                        sum += Math.exp(v * 0.5f - max);
                    }
                    int[][] y = {new int[n]};
                    int[] bits = IntStream.range(0, n).map(i -> Float.floatToRawIntBits(x[i])).toArray();
                    run("softmax_online", y, new int[] {n, f32(0.5)}, bits);
                    for (int i = 0; i < n; i++) {
                        double exact = Math.exp(x[i] * 0.5f - max) / sum;
                        worst = Math.max(worst, error(exact, y[0][i]));
                        within(0.51, exact, y[0][i], "n " + n + ", sigma " + sigma + ", order " + order + ", element " + i);
                    }
                }
            }
        }
        System.out.printf("softmax_online: %.4f ulp of binary16%n", worst);
    }

    /** One great element and many small ones, each of which the sum must not lose. */
    private static double tail(String kernel, int n, double small) {
        int[] x = new int[n];
        Arrays.fill(x, f32(small));
        x[0] = f32(0);
        int[][] y = {new int[n]};
        run(kernel, y, new int[] {n, f32(1)}, x);
        double e = Math.exp((float) small);
        double sum = 1 + (n - 1) * e;
        double worst = Math.max(error(1 / sum, y[0][0]), error(e / sum, y[0][n - 1]));
        System.out.printf("%s, %,d elements of which all but one are %s: %.3f ulp of binary16%n", kernel, n, small, worst);
        return worst;
    }

    @Test
    void manySmallElementsBesideAGreatOneAreNotLost() {
        for (double small : new double[] {-5.6, -11.1, -16.7, -22}) {
            for (int n : new int[] {4096, 16384, 65536, 1 << 20}) {
                assertThat(tail("softmax_online", n, small)).as("n %d, small %s", n, small)
                        .isLessThanOrEqualTo(0.51 + n * 0x1p-20);
            }
            assertThat(tail("softmax", 65536, small)).as("three passes, small %s", small).isLessThanOrEqualTo(1);
            assertThat(tail("softmax", 1 << 20, small)).as("three passes, 2^20 elements, small %s", small).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void normsAndRotationsAreNearlyCorrectlyRounded() {
        Random random = new Random(23);
        for (int n : new int[] {1, 2, 64, 300, 1000}) {
            int[] x = IntStream.range(0, n).map(i -> f16(random.nextGaussian() * 3)).toArray();
            int[] weight = IntStream.range(0, n).map(i -> f16(random.nextGaussian())).toArray();
            int[][] y = {new int[n]};
            run("rmsnorm_weighted", y, new int[] {n, f32(1.0 / n), f32(1e-5)}, x, weight);
            double squares = Arrays.stream(x).mapToDouble(b -> half(b) * half(b)).sum();
            double r = 1 / Math.sqrt(squares * (float) (1.0 / n) + (float) 1e-5);
            for (int i = 0; i < n; i++) {
                within(0.51, half(x[i]) * r * half(weight[i]), y[0][i], "rmsnorm_weighted, n " + n + ", element " + i);
            }
            run("layernorm", y, new int[] {n, f32(1.0 / n), f32(1e-5)}, x, weight, weight);
            double mean = Arrays.stream(x).mapToDouble(Binary16::half).sum() * (float) (1.0 / n);
            double variance = Arrays.stream(x).mapToDouble(b -> (half(b) - mean) * (half(b) - mean)).sum() * (float) (1.0 / n);
            double q = 1 / Math.sqrt(variance + (float) 1e-5);
            for (int i = 0; i < n; i++) {
                double w = half(weight[i]);
                double product = (half(x[i]) - mean) * q * w;
                double slack = Math.max(Math.abs(product), Math.abs(w)) * 0x1p-20 / Binary16.ulp(product + w);
                within(0.5 + slack, product + w, y[0][i], "layernorm, n " + n + ", element " + i);
            }
            int[] words = IntStream.range(0, n).map(i -> weight[i] << 16 | x[i]).toArray();
            int[] cos = IntStream.range(0, n).map(i -> f16(Math.cos(i))).toArray();
            int[] sin = IntStream.range(0, n).map(i -> f16(Math.sin(i))).toArray();
            run("rope_interleaved", y, new int[] {n}, words, cos, sin);
            for (int i = 0; i < n; i++) {
                double a = half(x[i]);
                double b = half(weight[i]);
                double first = a * half(cos[i]) - b * half(sin[i]);
                double second = b * half(cos[i]) + a * half(sin[i]);
                double slack = (Math.abs(a) + Math.abs(b)) * 0x1p-24;
                within(0.5 + slack / Binary16.ulp(first), first, y[0][i] & 0xffff, "pair " + i);
                within(0.5 + slack / Binary16.ulp(second), second, y[0][i] >>> 16, "pair " + i);
            }
        }
    }

    @Test
    void onlineSoftmaxIgnoresMinusInfinityAndPassesNanOn() {
        int[][] y = {new int[3]};
        run("softmax_online", y, new int[] {3, f32(1)}, new int[] {f32(Double.NEGATIVE_INFINITY), f32(2), f32(2)});
        assertThat(y[0]).containsExactly(0, f16(0.5), f16(0.5));
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 0x1p20}) {
            run("softmax_online", y, new int[] {3, f32(1)}, new int[] {f32(2), f32(bad), f32(2)});
            assertThat(y[0]).as("with %s", bad).containsExactly(0x7e00, 0x7e00, 0x7e00);
        }
    }

    private static int[][] topk(int k, double... x) {
        int[][] out = {new int[Math.min(k, 8)], new int[Math.min(k, 8)]};
        run("topk", out, new int[] {x.length, k}, Arrays.stream(x).mapToInt(Binary16::f32).toArray());
        return out;
    }

    @Test
    void topkSortsAndTakesTheLeastIndexOnTies() {
        assertThat(topk(3, 1, 7, 3, 7, 5)[0]).containsExactly(1, 3, 4);
        assertThat(topk(3, 1, 7, 3, 7, 5)[1]).containsExactly(f32(7), f32(7), f32(5));
        assertThat(topk(2, -0.0, 0.0, -1)[0]).containsExactly(0, 1);
        assertThat(topk(2, Double.NaN, Double.NEGATIVE_INFINITY)[0]).containsExactly(1, 0);
        assertThat(topk(3, 4)[0]).containsExactly(0, -1, -1);
        assertThat(topk(3, 4)[1][0]).isEqualTo(f32(4));
        assertThat(Float.intBitsToFloat(topk(3, 4)[1][1])).isNaN();
        assertThat(topk(0, 4)[0]).isEmpty();
        assertThat(topk(2)[0]).containsExactly(-1, -1);
        double[] many = new Random(22).doubles(500, -5, 5).map(v -> Math.rint(v * 4) / 4).toArray();
        int[] order = IntStream.range(0, many.length).boxed().sorted((a, b) -> many[a] == many[b] ? a - b
                : Double.compare(many[b], many[a])).limit(8).mapToInt(i -> i).toArray();
        assertThat(topk(100, many)[0]).isEqualTo(order);
    }

    @Test
    void dequantiseGivesBackScaledIntegersGroupByGroup() {
        int[][] y = {new int[5]};
        run("dequantise", y, new int[] {5, 2, 3}, new int[] {1, -127, 3, 0, -128}, new int[] {f16(0.5), f16(0.1), 0});
        double tenth = half(f16(0.1));
        assertThat(y[0]).containsExactly(f16(0.5), f16(-63.5), f16(3 * tenth), 0, 0x8000);
    }

    @Test
    void elementWiseKernelsRoundOnce() {
        int[] a = {f16(2048), f16(1.0009765625), 0x7bff, 0x7c00};
        int[] b = {f16(1), f16(1.0009765625), f16(2), f16(0)};
        int[][] z = {new int[4]};
        run("residual", z, new int[] {4}, a, b);
        assertThat(z[0]).containsExactly(f16(2048), f16(2.001953125), 0x7c00 - 1, 0x7c00);
        run("mul", z, new int[] {4}, a, b);
        // (1 + 2^-10)^2 = 1 + 2^-9 + 2^-20 rounds down; infinity times 0 is NaN.
        assertThat(z[0]).containsExactly(f16(2048), f16(1.001953125), 0x7c00, 0x7e00);
        run("scale", z, new int[] {4, f32(1.0 / 3)}, a);
        within(0.5, 2048.0f * (1f / 3), z[0][0], "scale");
        assertThat(z[0][3]).isEqualTo(0x7c00);
    }

    @Test
    void layernormOfOneElementIsItsBiasAndOfLargeMeanKeepsItsDigits() {
        int[][] y = {new int[1]};
        run("layernorm", y, new int[] {1, f32(1), f32(1e-5)}, new int[] {f16(3)}, new int[] {f16(2)}, new int[] {f16(0.25)});
        assertThat(y[0]).containsExactly(f16(0.25));
        // Mean 2049, elements 2048 and 2050: centred -1 and 1, variance 1.
        int[][] z = {new int[2]};
        run("layernorm", z, new int[] {2, f32(0.5), 0}, new int[] {f16(2048), f16(2050)}, new int[] {f16(1), f16(1)},
                new int[] {0, 0});
        assertThat(z[0]).containsExactly(f16(-1), f16(1));
    }
}
