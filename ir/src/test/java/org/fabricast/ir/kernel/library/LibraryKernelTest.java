package org.fabricast.ir.kernel.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.junit.jupiter.api.Test;

/** Library kernels against their formula in binary64. */
class LibraryKernelTest {

    private static int f32(double x) {
        return Float.floatToRawIntBits((float) x);
    }

    private static int f16(double x) {
        return Float.floatToFloat16((float) x) & 0xffff;
    }

    private static double half(int bits) {
        return Float.float16ToFloat((short) bits);
    }

    private static double single(int bits) {
        return Float.intBitsToFloat(bits);
    }

    private static ExecutableKernel.Outcome run(String kernel, int[][] outputs, int[] args, int[]... inputs) {
        return ExecutableKernel.of(KernelLibrary.get(kernel)).run(inputs, args, outputs);
    }

    /** Distance in units of the last place of binary16 (subnormals included). */
    private static void withinHalfUlp(double exact, int bits, double bound, String place) {
        double ulp = Math.scalb(1.0, Math.max(Math.getExponent(exact), -14) - 10);
        assertThat(Math.abs(half(bits) - exact) / ulp).as("%s: wanted %s, got %s (0x%x)", place, exact, half(bits), bits)
                .isLessThanOrEqualTo(bound);
    }

    private static int[] singles(Random random, int n, double sigma) {
        return IntStream.range(0, n).map(i -> f32(random.nextGaussian() * sigma)).toArray();
    }

    private static int[] halves(Random random, int n, double sigma) {
        return IntStream.range(0, n).map(i -> f16(random.nextGaussian() * sigma)).toArray();
    }

    @Test
    void namesStandInTheirOrder() {
        assertThat(KernelLibrary.names()).startsWith("rmsnorm", "softmax").endsWith("topk").doesNotHaveDuplicates();
        assertThat(KernelLibrary.all()).extracting(k -> k.name()).isEqualTo(KernelLibrary.names());
        assertThatThrownBy(() -> KernelLibrary.get("gelus")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KernelLibrary.source("gelus")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rmsnormIsWithin2UlpOfBinary16() {
        Random random = new Random(11);
        for (int n : new int[] {1, 2, 64, 128, 300, 1000}) {
            int[] x = halves(random, n, n == 64 ? 1000 : 0.5);
            int[][] y = {new int[n]};
            run("rmsnorm", y, new int[] {n, f32(1.0 / n), f32(1e-5)}, x);
            double squares = Arrays.stream(x).mapToDouble(b -> half(b) * half(b)).sum();
            double r = 1 / Math.sqrt(squares * (float) (1.0 / n) + (float) 1e-5);
            for (int i = 0; i < n; i++) {
                withinHalfUlp(half(x[i]) * r, y[0][i], 0.51, "n " + n + ", element " + i);
            }
        }
    }

    @Test
    void softmaxIsWithin2UlpOfBinary16AndSumsToOne() {
        Random random = new Random(12);
        for (int n : new int[] {1, 2, 31, 32, 33, 256, 700}) {
            for (double sigma : new double[] {0, 1, 10, 1000}) {
                int[] x = singles(random, n, sigma);
                double scale = 0.35355339;
                int[][] y = {new int[n]};
                run("softmax", y, new int[] {n, f32(scale)}, x);
                double[] scaled = Arrays.stream(x).mapToDouble(b -> (float) single(b) * (float) scale).toArray();
                double max = Arrays.stream(scaled).max().orElseThrow();
                double sum = Arrays.stream(scaled).map(v -> Math.exp(v - max)).sum();
                for (int i = 0; i < n; i++) {
                    withinHalfUlp(Math.exp(scaled[i] - max) / sum, y[0][i], 1, "n " + n + ", sigma " + sigma + ", " + i);
                }
                assertThat(Arrays.stream(y[0]).mapToDouble(LibraryKernelTest::half).sum()).isCloseTo(1,
                        org.assertj.core.data.Offset.offset(1e-3 + n * 3e-8));
            }
        }
    }

    @Test
    void softmaxIgnoresMinusInfinityAndPassesNanOn() {
        int[][] y = {new int[3]};
        run("softmax", y, new int[] {3, f32(1)}, new int[] {f32(Double.NEGATIVE_INFINITY), f32(2), f32(2)});
        assertThat(y[0]).containsExactly(0, f16(0.5), f16(0.5));
        run("softmax", y, new int[] {3, f32(1)}, new int[] {f32(Double.NaN), f32(2), f32(2)});
        assertThat(y[0]).containsExactly(0x7e00, 0x7e00, 0x7e00);
    }

    @Test
    void siluIsWithin2UlpOfBinary16() {
        Random random = new Random(13);
        int n = 4000;
        int[] gate = singles(random, n, 5);
        double[] corners = {0, -0.0, 1e-8, -1e-8, -20, -16.6, 16.6, 88, -88, -1000, 60000, -1, 1};
        for (int i = 0; i < corners.length; i++) {
            gate[i] = f32(corners[i]);
        }
        int[] up = IntStream.range(0, n).map(i -> f32(i < n / 2 ? 1 : random.nextGaussian())).toArray();
        int[][] y = {new int[n]};
        run("silu_mul", y, new int[] {n}, gate, up);
        for (int i = 0; i < n; i++) {
            double g = single(gate[i]);
            withinHalfUlp(g / (1 + Math.exp(-g)) * single(up[i]), y[0][i], 0.51, "gate " + g + ", up " + single(up[i]));
        }
    }

    @Test
    void ropeTurnsAPairByItsAngle() {
        Random random = new Random(14);
        int n = 64;
        int[] x = singles(random, n, 3);
        int[] rotated = IntStream.range(0, n).map(i -> x[i ^ 1]).toArray();
        int[] cos = new int[n];
        int[] sin = new int[n];
        for (int i = 0; i < n; i++) {
            cos[i] = f16(Math.cos(i / 2 * 0.3));
            sin[i] = f16((i % 2 == 0 ? -1 : 1) * Math.sin(i / 2 * 0.3));
        }
        int[][] y = {new int[n]};
        run("rope", y, new int[] {n}, x, rotated, cos, sin);
        for (int i = 0; i < n; i += 2) {
            double c = half(cos[i]);
            double s = half(sin[i + 1]);
            double a = single(x[i]);
            double b = single(x[i + 1]);
            double slack = (Math.abs(a) + Math.abs(b)) * 0x1p-23;
            assertThat(half(y[0][i])).as("pair %d", i).isCloseTo(a * c - b * s, offset(a * c - b * s, slack));
            assertThat(half(y[0][i + 1])).as("pair %d", i).isCloseTo(b * c + a * s, offset(b * c + a * s, slack));
        }
    }

    private static org.assertj.core.data.Offset<Double> offset(double exact, double slack) {
        return org.assertj.core.data.Offset.offset(Math.scalb(0.5, Math.max(Math.getExponent(exact), -14) - 10) + slack);
    }

    @Test
    void addAndCastRoundOnce() {
        // 2048 + 1 is a tie in binary16 (unit 2): to even, 2048. 2050 + 1 = 2051: to even, 2052.
        int[][] z = {new int[3]};
        run("add", z, new int[] {3}, new int[] {f32(1), f32(1), f32(65520)}, new int[] {f16(2048), f16(2050), f16(0)});
        assertThat(z[0]).containsExactly(f16(2048), f16(2052), 0x7c00);
        int[][] y = {new int[4]};
        run("cast", y, new int[] {4}, new int[] {f32(2049), f32(0x1p-25), f32(0x1.8p-25), f32(65519.9)});
        assertThat(y[0]).containsExactly(f16(2048), 0, 1, 0x7bff);
    }

    @Test
    void quantiseKvKeepsWithinHalfAScale() {
        Random random = new Random(15);
        for (int n : new int[] {1, 8, 64, 65, 200}) {
            int group = 64;
            int groups = (n + group - 1) / group;
            int[] x = halves(random, n, n == 65 ? 0.001 : 3);
            int[] q = new int[n];
            int[] scale = new int[groups];
            ExecutableKernel.Outcome outcome = run("quantise_kv", new int[][] {q, scale}, new int[] {n, group, groups}, x);
            assertThat(outcome.written()).containsExactly(n, groups);
            for (int g = 0; g < groups; g++) {
                double max = 0;
                for (int i = g * group; i < Math.min(n, (g + 1) * group); i++) {
                    max = Math.max(max, Math.abs(half(x[i])));
                }
                withinHalfUlp(max / 127, scale[g], 0.501, "scale of group " + g);
            }
            for (int i = 0; i < n; i++) {
                double s = half(scale[i / group]);
                assertThat(q[i]).isBetween(-127, 127);
                // The scale is rounded by 2^-11, so 127 scales may miss the maximum by 127 * 2^-11 = 0.062 of a scale.
                assertThat(Math.abs(q[i] * s - half(x[i]))).as("n %d, element %d", n, i)
                        .isLessThanOrEqualTo(s * (Math.abs(q[i]) == 127 ? 0.5625 : 0.5001));
            }
        }
    }

    @Test
    void quantiseKeepsWithinHalfAScale() {
        Random random = new Random(16);
        for (int n : new int[] {1, 16, 64, 130}) {
            int group = 16;
            int groups = (n + group - 1) / group;
            int[] x = halves(random, n, 100);
            int[] s = IntStream.range(0, n).map(i -> f16(0.25 + random.nextDouble())).toArray();
            int[] q = new int[n];
            int[] scale = new int[groups];
            run("quantise", new int[][] {q, scale}, new int[] {n, group, groups}, x, s);
            for (int g = 0; g < groups; g++) {
                double max = 0;
                for (int i = g * group; i < Math.min(n, (g + 1) * group); i++) {
                    max = Math.max(max, Math.abs(half(x[i]) * half(s[i])));
                }
                assertThat(single(scale[g])).isCloseTo(max / 127, org.assertj.core.data.Offset.offset(max * 0x1p-23));
            }
            for (int i = 0; i < n; i++) {
                double step = single(scale[i / group]);
                assertThat(q[i]).isBetween(-127, 127);
                assertThat(Math.abs(q[i] * step - half(x[i]) * half(s[i]))).as("n %d, element %d", n, i)
                        .isLessThanOrEqualTo(step * 0.50002);
            }
        }
    }

    @Test
    void aGroupOfZerosHasScaleZeroAndOthersAreUntouched() {
        int[] x = {0, 0x8000, f16(127), f16(-63.5)};
        int[] q = new int[4];
        int[] scale = new int[2];
        run("quantise_kv", new int[][] {q, scale}, new int[] {4, 2, 2}, x);
        assertThat(q).containsExactly(0, 0, 127, -64);
        assertThat(scale).containsExactly(0, f16(1));
        int[] ones = {f16(1), f16(1), f16(1), f16(1)};
        run("quantise", new int[][] {q, scale}, new int[] {4, 2, 2}, x, ones);
        assertThat(q[0]).isZero();
        assertThat(q[1]).isZero();
        assertThat(q[2]).isEqualTo(127);
        assertThat(scale[0]).isZero();
    }

    private static int argmax(double... x) {
        int[] bits = Arrays.stream(x).mapToInt(LibraryKernelTest::f32).toArray();
        return run("argmax", new int[0][], new int[] {x.length}, bits).results()[0];
    }

    @Test
    void argmaxTakesTheLeastIndexOfTheGreatest() {
        double inf = Double.POSITIVE_INFINITY;
        assertThat(argmax(5)).isZero();
        assertThat(argmax(1, 7, 3, 7)).isEqualTo(1);
        assertThat(argmax(-5, -2, -9)).isEqualTo(1);
        assertThat(argmax(-0.0, 0.0)).isZero();
        assertThat(argmax(0.0, -0.0)).isZero();
        assertThat(argmax(-inf, -inf)).isZero();
        assertThat(argmax(Double.NaN, -inf, -1e38)).isEqualTo(2);
        assertThat(argmax(Double.NaN, Double.NaN)).isZero();
        assertThat(argmax(1, inf, Double.NaN, inf)).isEqualTo(1);
        double[] many = new double[600];
        many[257] = 1e-45f;
        assertThat(argmax(many)).isEqualTo(257);
    }
}
