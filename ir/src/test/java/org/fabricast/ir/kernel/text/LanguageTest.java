package org.fabricast.ir.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.KernelPrinter;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.Pipelining;
import org.fabricast.ir.kernel.ScalarType;
import org.fabricast.ir.kernel.Storage;
import org.junit.jupiter.api.Test;

/** What statements of the language compute, against values worked out by hand; optimised and as written. */
class LanguageTest {

    /** Results of a kernel body with arguments i32 k, u32 n and results i32 r (and f32 s where the body sets it). */
    private static int run(String before, String body, int k, int n) {
        String source = before + "\nkernel t(result i32 r, i32 k, u32 n) {\n" + body + "\n}";
        int[] results = Stream.of(KernelCompiler.compile(source, "t.fk"),
                KernelCompiler.compileUnoptimised(source, "t.fk")).mapToInt(kernels -> ExecutableKernel.of(kernels.getFirst())
                        .run(new int[0][], new int[] {k, n}, new int[0][]).results()[0]).toArray();
        assertThat(results[1]).as("as written, against optimised, of %s", source).isEqualTo(results[0]);
        return results[0];
    }

    private static int body(String body, int k, int n) {
        return run("", body, k, n);
    }

    private static int expression(String expression, int k) {
        return body("r = " + expression + ";", k, 0);
    }

    private static int[] vector(String source, int[] x, int n, int outputs) {
        int[] y = new int[outputs];
        int[] plain = new int[outputs];
        ExecutableKernel.of(KernelCompiler.compile(source, "t.fk").getFirst()).run(new int[][] {x}, new int[] {n}, new int[][] {y});
        ExecutableKernel.of(KernelCompiler.compileUnoptimised(source, "t.fk").getFirst())
                .run(new int[][] {x}, new int[] {n}, new int[][] {plain});
        assertThat(plain).isEqualTo(y);
        return y;
    }

    @Test
    void ifSelectsWhatItsBranchesAssign() {
        String clamp = "i32 v = k; if (k < 0) { v = 0; } else if (k > 9) { v = 9; } r = v;";
        assertThat(body(clamp, -4, 0)).isZero();
        assertThat(body(clamp, 4, 0)).isEqualTo(4);
        assertThat(body(clamp, 44, 0)).isEqualTo(9);
        String both = "if (k < 0) { i32 w = -k; r = w; } else { i32 w = k * 2; r = w + 1; }";
        assertThat(body(both, -4, 0)).isEqualTo(4);
        assertThat(body(both, 4, 0)).isEqualTo(9);
    }

    @Test
    void aVariableAssignedUnderIfIsCarriedByItsLoop() {
        // 0 + 2 + 4 of 0 … 5
        assertThat(body("i32 s = 0; for (i : n) { if (i % 2 == 0) { s = s + i32(i); } } r = s;", 0, 6)).isEqualTo(6);
    }

    @Test
    void aStoreUnderAConditionThatFailsChangesNothingWhateverItsIndex() {
        String guarded = "mem i32 m[4]; for (i : 4) { m[i] = 7; } for (j : n) { if (j < 4) { m[j] = i32(j); } } "
                + "r = m[0] + 10 * m[1] + 100 * m[2] + 1000 * m[3];";
        assertThat(body(guarded, 0, 9)).isEqualTo(3210);
        assertThat(body(guarded, 0, 2)).isEqualTo(7710);
        String table = "table i32 t[3] = { 5, 6, 7 }; i32 v = -1; if (n < 3) { v = t[n]; } r = v;";
        assertThat(body(table, 0, 2)).isEqualTo(7);
        assertThat(body(table, 0, 200)).isEqualTo(-1);
        assertThatThrownBy(() -> body("table i32 t[3] = { 5, 6, 7 }; r = t[n];", 0, 3))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("outside a table");
    }

    @Test
    void writesAndContributionsInBothBranchesHappenOnce() {
        String source = "kernel t(in stream i8 x, out stream i8 y, u32 n) { vector for (i : n) { i8 v = read(x); "
                + "if (v < 0) { write(y, -v); } else { write(y, v + 1); } } }";
        assertThat(vector(source, new int[] {-3, 0, 5}, 3, 3)).containsExactly(3, 1, 6);
    }

    @Test
    void unrolledLoopsComputeWhatLoopsCompute() {
        String sum = "i32 s = 0;\n%s\nfor (i : 7) { s = s * 3 + i32(i) + k; }\nr = s;";
        int expected = 0;
        for (int i = 0; i < 7; i++) {
            expected = expected * 3 + i + 5;
        }
        for (String pragma : new String[] {"", "#pragma unroll", "#pragma unroll factor=2", "#pragma unroll factor=3",
                "#pragma unroll factor=7", "#pragma unroll factor=100"}) {
            assertThat(body(sum.formatted(pragma), 5, 0)).as(pragma).isEqualTo(expected);
        }
        assertThat(run("fn i32 power(i32 x) { i32 p = 1;\n#pragma unroll\nfor (i : 5) { p = p * x; } return p; }",
                "r = power(k);", 3, 0)).isEqualTo(243);
    }

    @Test
    void aPartlyUnrolledLoopStaysALoopOfFewerIterations() {
        Kernel kernel = KernelCompiler.compile("kernel t(result u32 r, u32 n) { u32 s = n;\n#pragma unroll factor=4\n"
                + "for (i : 10) { s = s * 3 + i; }\n r = s; }", "t.fk").getFirst();
        assertThat(kernel.body().stream().filter(Node.Loop.class::isInstance).map(Node.Loop.class::cast)).singleElement()
                .satisfies(l -> assertThat(KernelPrinter.print(kernel)).contains("const 0x2 (2)"));
    }

    @Test
    void memoriesServeVectorLoops() {
        String source = "kernel t(in stream i16 x, out stream i16 y, u32 n) {\n mem i16 m[1001];\n"
                + "vector for (i : n) { m[i] = read(x) * 2; }\nm[n] = 100;\n"
                + "vector for (i : n) { write(y, m[i] + m[i + 1]); } }";
        assertThat(vector(source, new int[] {1, 2, 3}, 3, 3)).containsExactly(6, 10, 106);
        int[] x = IntStream.range(0, 1000).toArray();
        int[] y = vector(source, x, 1000, 1000);
        for (int i = 0; i < 999; i++) {
            assertThat(y[i]).isEqualTo(4 * i + 2);
        }
    }

    @Test
    void tablesAreComputedInBinary64AndRoundedOnce() {
        Kernel kernel = KernelCompiler.compile("const u32 N = 8;\nkernel t(result f32 r, u32 n) {\n"
                + "table f32 s[N] = i : sin(2.0 * pi() * i / N);\ntable u8 q[N * 2] = i : round(i * i / 2.0);\n"
                + "table f16 h[2] = i : 1.0 + 0x1.0004p-11;\ntable fx2_6 f[3] = i : i / 3.0 - 1;\n"
                + "table f32 e[4] = i : erf(i);\n"
                + "r = s[n] + f32(i32(q[n])) + f32(h[n]) + f32(f[n]) + e[n]; }", "t.fk").getFirst();
        assertThat(kernel.tables().get(0).entries()).startsWith(0L, (long) Float.floatToIntBits(0.70710678f), 0x3f800000L);
        // 0, ½, 2, 4½, 8, 12½ … to nearest even
        assertThat(kernel.tables().get(1).entries()).startsWith(0L, 0L, 2L, 4L, 8L, 12L).hasSize(16);
        // Just above the tie between 1 and its neighbour in binary16: rounding twice would give 1.
        assertThat(kernel.tables().get(2).entries()).containsExactly(0x3c01L, 0x3c01L);
        // -64, -42.67, -21.33 sixty-fourths
        assertThat(kernel.tables().get(3).entries()).containsExactly(0xc0L, 0x100L - 43, 0x100L - 21);
        // erf(1) = 0.8427007929497149, erf(2) = 0.9953222650189527, erf(3) = 0.9999779095030014 (published values)
        assertThat(kernel.tables().get(4).entries()).containsExactly(0L, (long) Float.floatToIntBits(0.8427007929497149f),
                (long) Float.floatToIntBits(0.9953222650189527f), (long) Float.floatToIntBits(0.9999779095030014f));
    }

    @Test
    void constantsAreSizesBoundsAndValues() {
        assertThat(run("const u32 K = 1 << 3;\nconst i32 A = K * 3 - 50 / 7;", "const i32 B = A + 1; i32 s = B; "
                + "for (i : K) { s = s + 1; } r = s;", 0, 0)).isEqualTo(17 + 1 + 8);
    }

    @Test
    void integersDivideByPowersOfTwoAsInC() {
        for (int k : new int[] {-17, -16, -1, 0, 1, 15, 16, 17, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThat(expression("k / 16", k)).isEqualTo(k / 16);
            assertThat(expression("k % 16", k)).isEqualTo(k % 16);
            assertThat(expression("k / 1", k)).isEqualTo(k);
            assertThat(expression("i32(u32(k) / 8)", k)).isEqualTo(k >>> 3);
            assertThat(expression("i32(u32(k) % 8)", k)).isEqualTo(k & 7);
        }
        assertThat(expression("k + 7 / 2", 0)).isEqualTo(3);
    }

    @Test
    void fixedPointIsExactUntilItIsConverted() {
        // 1.5 + 0.25 = 1.75; 1.5 * 0.25 = 0.375; 1.5 - 0.25 = 1.25, of raws 24/16 and 64/256
        String two = "fx4_4 a = fx4_4(k); fx4_4 h = as_fx4_4(u8(24)); fx2_8 b = 0.25; ";
        assertThat(body(two + "r = i32(bits(h + b));", 0, 0)).isEqualTo(448);
        assertThat(body(two + "r = i32(bits(h * b));", 0, 0)).isEqualTo(1536);
        assertThat(body(two + "r = i32(bits(h - b));", 0, 0)).isEqualTo(320);
        assertThat(body(two + "r = i32(bits(-h)) - 512;", 0, 0)).isEqualTo(-24);
        assertThat(body(two + "r = b < h ? 1 : 0;", 0, 0)).isEqualTo(1);
        assertThat(body(two + "r = h == 1.5 ? 1 : 0;", 0, 0)).isEqualTo(1);
        assertThat(body(two + "r = i32(a * 2 + 0.5);", 3, 0)).as("6.5 to even").isEqualTo(6);
    }

    @Test
    void conversionsRoundAndLimitAsTheirModesSay() {
        // raws of fx6_2: 10 is 2.5, 14 is 3.5, 9 is 2.25, -10 is -2.5, -11 is -2.75
        String from = "r = i32(as_fx6_2(i8(k))%s);";
        int[] raws = {10, 14, 9, 11, -10, -11, -6};
        assertThat(Arrays.stream(raws).map(k -> body(from.formatted(""), k, 0))).containsExactly(2, 4, 2, 3, -2, -3, -2);
        assertThat(Arrays.stream(raws).map(k -> body(from.formatted(", up"), k, 0))).containsExactly(3, 4, 2, 3, -2, -3, -1);
        assertThat(Arrays.stream(raws).map(k -> body(from.formatted(", floor"), k, 0)))
                .containsExactly(2, 3, 2, 2, -3, -3, -2);
        assertThat(expression("i32(u8(k, saturate))", 300)).isEqualTo(255);
        assertThat(expression("i32(u8(k, saturate))", -3)).isZero();
        assertThat(expression("i32(u8(k, wrap))", 300)).isEqualTo(44);
        assertThat(expression("i32(bits(fx4_4(k)))", 9)).as("saturates at 7.9375").isEqualTo(127);
        assertThat(expression("i32(bits(fx4_4(k)))", -9)).isEqualTo(128);
        assertThat(expression("i32(bits(fx4_4(k, wrap)))", 9)).isEqualTo(144);
        assertThat(expression("i32(bits(ufx4_4(k)))", -1)).isZero();
        assertThat(expression("i32(bits(fx8_8(f32(k) * 0.001953125)))", 3)).as("1.5 steps to even").isEqualTo(2);
        assertThat(expression("i32(bits(fx8_8(f32(k))))", 1000)).as("saturates").isEqualTo(32767);
        assertThat(expression("f32(fx8_8(k)) * 0.5 == 1.5 ? 1 : 0", 3)).isEqualTo(1);
    }

    @Test
    void halvesAndBfloatsAreRoundedOnce() {
        // 2049 is no binary16: 2048 + 1 is a tie to 2048, 2048 + 3 to 2052; bfloat16 has 8 bits: 256 + 1 to 256, 256 + 3 to 260
        assertThat(expression("i32(f16(2048.0) + f16(f32(k)))", 1)).isEqualTo(2048);
        assertThat(expression("i32(f16(2048.0) + f16(f32(k)))", 3)).isEqualTo(2052);
        assertThat(expression("i32(bf16(256.0) + bf16(f32(k)))", 1)).isEqualTo(256);
        assertThat(expression("i32(bf16(256.0) + bf16(f32(k)))", 3)).isEqualTo(260);
        assertThat(expression("-bf16(f32(k)) < 0.5 ? 1 : 0", 3)).isEqualTo(1);
        assertThat(expression("f16(f32(k)) * 0.5 == 1.5 ? 1 : 0", 3)).isEqualTo(1);
        // (1 + 2^-12)^2 - 1 = 2^-11 + 2^-24, whose last bit two roundings would lose
        assertThat(expression("i32(bits(fma(1.0 + f32(k) * 0x1p-12, 1.0 + f32(k) * 0x1p-12, -1.0)))", 1))
                .isEqualTo(Float.floatToIntBits(0x1.0008p-11f));
    }

    @Test
    void aFixedPointStreamCarriesRawBitsAndKeepsItsName() {
        Kernel kernel = KernelCompiler.compile("kernel t(in stream ufx4_4 x, out stream fx5_4 y, u32 n) { "
                + "vector for (i : n) { write(y, fx5_4(read(x) - 1.0)); } }", "t.fk").getFirst();
        assertThat(kernel.inputs()).containsExactly(new Kernel.Stream("x", ScalarType.unsigned(8), true, 1, "ufx4_4"));
        assertThat(kernel.outputs()).containsExactly(new Kernel.Stream("y", ScalarType.signed(9), true, 1, "fx5_4"));
        int[] y = new int[3];
        ExecutableKernel.of(kernel).run(new int[][] {{16, 8, 255}}, new int[] {3}, new int[][] {y});
        assertThat(y).as("1 - 1, 0.5 - 1, 15.9375 - 1 in sixteenths").containsExactly(0, -8, 239);
    }

    @Test
    void pragmasReachTheKernel() {
        Kernel kernel = KernelCompiler.compile("""
                kernel t(in stream f32 x, out stream f32 y, u32 n) {
                    #pragma partition factor=4
                    #pragma storage bram
                    mem f32 m[64]; // a comment
                    #pragma pipeline II=2 // another
                    vector for (i : n) { m[i] = read(x); }
                    #pragma pipeline off
                    for (i : n) { m[i] = m[i] + 1.0; }
                    vector for (i : n) { write(y, m[i]); }
                }
                """, "t.fk").getFirst();
        assertThat(kernel.memories()).containsExactly(new Kernel.Memory("m", ScalarType.F32, 64, 4,
                Storage.BRAM));
        assertThat(kernel.body().stream().filter(Node.Loop.class::isInstance).map(n -> ((Node.Loop) n).pipelining()))
                .containsExactly(Pipelining.every(2), Pipelining.OFF, Pipelining.AUTO);
        assertThat(KernelPrinter.print(kernel)).contains("mem f32 m[64] banks 4 bram\n", ", pipeline interval 2 {",
                ", pipeline off {");
    }
}
