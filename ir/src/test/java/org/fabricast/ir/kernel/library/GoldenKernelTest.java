package org.fabricast.ir.kernel.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fabricast.ir.kernel.library.Binary16.f16;
import static org.fabricast.ir.kernel.library.Binary16.f32;
import static org.fabricast.ir.kernel.library.Binary16.half;
import static org.fabricast.ir.kernel.library.Binary16.run;
import static org.fabricast.ir.kernel.library.Binary16.ulp;
import static org.fabricast.ir.kernel.library.Binary16.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.fabricast.ir.tokenizer.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions and kernels against values with 40 digits, and the error bounds published for methods of their kind: a row of the
 * bounds names a table or polynomial that is at most as good as ours. Norms and rotations read binary16: there the formula in
 * binary64 is held to the digits, and the kernel to the formula at the rounded elements.
 */
class GoldenKernelTest {

    private static JsonNode read(String file) throws IOException {
        return new ObjectMapper().readTree(SharedFiles.shared("vectors/analysis/" + file).toFile());
    }

    private static double bound(String function, String method) throws IOException {
        for (JsonNode row : read("approx_error_bounds.json")) {
            if (row.get("function").asText().equals(function) && row.get("method").asText().equals(method)) {
                return row.get("max_error").asDouble();
            }
        }
        throw new AssertionError("no bound of " + function + " by " + method);
    }

    private static double[] numbers(JsonNode list) {
        return IntStream.range(0, list.size()).mapToDouble(i -> Double.parseDouble(list.get(i).asText())).toArray();
    }

    private static int[] singles(double[] x) {
        return IntStream.range(0, x.length).map(i -> f32(x[i])).toArray();
    }

    private static int[] halves(double[] x) {
        return IntStream.range(0, x.length).map(i -> f16(x[i])).toArray();
    }

    private static double[] rounded(double[] x) {
        return IntStream.range(0, x.length).mapToDouble(i -> half(f16(x[i]))).toArray();
    }

    /** relative: the bound is one of the relative error; roundings: of binary32 in the way of the result. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = ';', value = {
        "unary; exp; exp2_frac; table, 1024 segments, linear interpolation between end values; true; 2",
        "unary; sigmoid; sigmoid; table, 1024 segments, linear interpolation between end values; false; 3",
        "unary; tanh; tanh; table, 1024 segments, linear interpolation between end values; false; 3",
        "positive; recip; recip; table, 1024 segments, linear interpolation between end values; true; 1",
        "positive; rsqrt; rsqrt on [1,4]; 64-entry table seed, 2 Newton steps; true; 1"})
    void functionsStayWithinTheBoundOfTheirMethodAndTheirRoundings(String section, String function, String row, String method,
                                                                   boolean relative, int roundings) throws IOException {
        ExecutableKernel kernel = ExecutableKernel.of(KernelCompiler.compile("kernel t(in stream f32 x, out stream f32 y, u32 n) {"
                + " vector for (i : n) { write(y, " + function + "(read(x))); } }", "t.fk").getFirst());
        double bound = bound(row, method);
        for (JsonNode point : read("golden_functions.json").get(section)) {
            float x = Float.parseFloat(point.get("x").asText());
            double wanted = point.get(function).asDouble();
            int[][] y = {new int[1]};
            kernel.run(new int[][] {{Float.floatToRawIntBits(x)}}, new int[] {1}, y);
            // x itself was rounded to binary32: by half a unit, which e^x multiplies by |x|.
            double argument = Math.abs(point.get("x").asDouble() - x) * (relative && section.equals("unary") ? Math.abs(wanted)
                    : relative ? Math.abs(wanted / x) : 1);
            double slack = bound * (relative ? Math.abs(wanted) : 1) + roundings * 0.5 * Math.ulp((float) wanted) + argument;
            assertThat((double) Float.intBitsToFloat(y[0][0])).as("%s(%s)", function, x).isCloseTo(wanted, Offset.offset(slack));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', value = {
        "silu; silu; silu; table, 1024 segments, linear interpolation between end values",
        "gelu; gelu_erf; gelu_erf; table, 1024 segments, linear interpolation between end values",
        "gelu_tanh; gelu_tanh; tanh; table, 1024 segments, linear interpolation between end values"})
    void activationsStayWithinTheBoundAndWithinTwoUnitsOfBinary16(String kernel, String function, String row, String method)
            throws IOException {
        double bound = bound(row, method);
        for (JsonNode point : read("golden_functions.json").get("unary")) {
            double x = point.get("x").asDouble();
            double wanted = point.get(function).asDouble();
            int[][] y = {new int[1]};
            run(kernel, y, new int[] {1}, new int[] {f32(x)});
            within(2, wanted, y[0][0], kernel + "(" + x + ")");
            assertThat(Math.abs(half(y[0][0]) - wanted)).as("%s(%s)", kernel, x).isLessThanOrEqualTo(bound + 0.5 * ulp(wanted));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"softmax", "softmax_online"})
    void softmaxIsWithinTwoUnitsOfBinary16(String kernel) throws IOException {
        for (JsonNode vector : read("golden_functions.json").get("softmax")) {
            double[] x = numbers(vector.get("x"));
            double[] wanted = numbers(vector.get("y"));
            int[][] y = {new int[x.length]};
            run(kernel, y, new int[] {x.length, f32(1)}, singles(x));
            for (int i = 0; i < x.length; i++) {
                within(2, wanted[i], y[0][i], kernel + " of " + x.length + ", element " + i);
            }
        }
    }

    private static double[] rmsnorm(double[] x, double[] weight, double eps) {
        double mean = IntStream.range(0, x.length).mapToDouble(i -> x[i] * x[i]).sum() / x.length;
        return IntStream.range(0, x.length).mapToDouble(i -> x[i] / Math.sqrt(mean + eps) * weight[i]).toArray();
    }

    private static double[] layernorm(double[] x, double[] weight, double[] bias, double eps) {
        double mean = IntStream.range(0, x.length).mapToDouble(i -> x[i]).sum() / x.length;
        double variance = IntStream.range(0, x.length).mapToDouble(i -> (x[i] - mean) * (x[i] - mean)).sum() / x.length;
        return IntStream.range(0, x.length)
                .mapToDouble(i -> (x[i] - mean) / Math.sqrt(variance + eps) * weight[i] + bias[i]).toArray();
    }

    private static void formula(double[] formula, double[] digits) {
        for (int i = 0; i < digits.length; i++) {
            assertThat(formula[i]).isCloseTo(digits[i], Offset.offset(1e-13 * (1 + Math.abs(digits[i]))));
        }
    }

    private static void norm(String kernel, double[] wanted, double eps, double[]... inputs) {
        int n = wanted.length;
        int[][] bits = IntStream.range(0, inputs.length).mapToObj(i -> halves(inputs[i])).toArray(int[][]::new);
        int[][] y = {new int[n]};
        run(kernel, y, new int[] {n, f32(1.0 / n), f32(eps)}, bits);
        for (int i = 0; i < n; i++) {
            within(2, wanted[i], y[0][i], kernel + " of " + n + ", element " + i);
        }
    }

    @Test
    void normsAreWithinTwoUnitsOfBinary16() throws IOException {
        JsonNode golden = read("golden_functions.json");
        for (JsonNode v : golden.get("rmsnorm")) {
            double eps = v.get("eps").asDouble();
            double[] x = numbers(v.get("x"));
            double[] weight = numbers(v.get("weight"));
            formula(rmsnorm(x, weight, eps), numbers(v.get("y")));
            norm("rmsnorm_weighted", rmsnorm(rounded(x), rounded(weight), eps), eps, x, weight);
            double[] ones = x.clone();
            java.util.Arrays.fill(ones, 1);
            norm("rmsnorm", rmsnorm(rounded(x), ones, eps), eps, x);
        }
        for (JsonNode v : golden.get("layernorm")) {
            double eps = v.get("eps").asDouble();
            double[] x = numbers(v.get("x"));
            double[] weight = numbers(v.get("weight"));
            double[] bias = numbers(v.get("bias"));
            formula(layernorm(x, weight, bias, eps), numbers(v.get("y")));
            norm("layernorm", layernorm(rounded(x), rounded(weight), rounded(bias), eps), eps, x, weight, bias);
        }
    }

    /** Pair j of a head of d turns by position * base^(-2j/d); partner(j) is where its second element stands. */
    private static double[] rotate(double[] x, double position, double base, boolean halves, boolean rounded) {
        int d = x.length;
        double[] y = new double[d];
        for (int j = 0; j < d / 2; j++) {
            int a = halves ? j : 2 * j;
            int b = halves ? j + d / 2 : 2 * j + 1;
            double angle = position * Math.pow(base, -2.0 * j / d);
            double c = rounded ? half(f16(Math.cos(angle))) : Math.cos(angle);
            double s = rounded ? half(f16(Math.sin(angle))) : Math.sin(angle);
            y[a] = x[a] * c - x[b] * s;
            y[b] = x[b] * c + x[a] * s;
        }
        return y;
    }

    @Test
    void rotationsAreWithinTwoUnitsOfBinary16() throws IOException {
        for (JsonNode v : read("golden_functions.json").get("rope")) {
            double[] x = numbers(v.get("x"));
            double position = v.get("position").asDouble();
            double base = v.get("base").asDouble();
            formula(rotate(x, position, base, true, false), numbers(v.get("y_rotate_half")));
            formula(rotate(x, position, base, false, false), numbers(v.get("y_interleaved")));
            int d = x.length;
            int[] words = new int[d / 2];
            int[] cos = new int[d / 2];
            int[] sin = new int[d / 2];
            for (int j = 0; j < d / 2; j++) {
                words[j] = f16(x[2 * j + 1]) << 16 | f16(x[2 * j]);
                cos[j] = f16(Math.cos(position * Math.pow(base, -2.0 * j / d)));
                sin[j] = f16(Math.sin(position * Math.pow(base, -2.0 * j / d)));
            }
            int[][] y = {new int[d / 2]};
            run("rope_interleaved", y, new int[] {d / 2}, words, cos, sin);
            double[] wanted = rotate(rounded(x), position, base, false, true);
            for (int j = 0; j < d / 2; j++) {
                within(2, wanted[2 * j], y[0][j] & 0xffff, "position " + position + ", pair " + j);
                within(2, wanted[2 * j + 1], y[0][j] >>> 16, "position " + position + ", pair " + j);
            }
            int[][] z = {new int[d]};
            run("rope", z, new int[] {d}, singles(rounded(x)),
                    IntStream.range(0, d).map(i -> f16(x[(i + d / 2) % d])).map(h -> f32(half(h))).toArray(),
                    IntStream.range(0, d).map(i -> cos[i % (d / 2)]).toArray(),
                    IntStream.range(0, d).map(i -> i < d / 2 ? sin[i] ^ 0x8000 : sin[i - d / 2]).toArray());
            double[] halves = rotate(rounded(x), position, base, true, true);
            for (int i = 0; i < d; i++) {
                within(2, halves[i], z[0][i], "position " + position + ", element " + i);
            }
        }
    }
}
