package org.fabricast.ir.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.KernelPrinter;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.junit.jupiter.api.Test;

class KernelCompilerTest {

    private static String resource(String name) throws IOException {
        try (InputStream in = KernelCompilerTest.class.getResourceAsStream("/org/fabricast/ir/kernel/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Kernel compile(String source) {
        return KernelCompiler.compile(source, "t.fk").getFirst();
    }

    private static List<OpCode> opcodes(List<Node> nodes) {
        List<OpCode> result = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof Node.Op op) {
                result.add(op.opcode());
            } else if (node instanceof Node.Loop loop) {
                result.addAll(opcodes(loop.body()));
            }
        }
        return result;
    }

    private static int evaluate(String expression, int n) {
        Kernel kernel = compile("kernel t(result i32 r, i32 n, f32 a) { r = " + expression + "; }");
        return ExecutableKernel.of(kernel).run(new int[0][], new int[] {n, Float.floatToRawIntBits(2.5f)}, new int[0][])
                .results()[0];
    }

    @Test
    void theExampleOfTheManualLowersToItsGoldenText() throws IOException {
        String text = KernelPrinter.print(compile(resource("example.fk")));
        assertThat(text).isEqualTo(resource("example.ssa"));
        String manual = Files.readString(Path.of(System.getProperty("fabricast.root"), "docs", "kernels.md"));
        assertThat(manual).contains(resource("example.fk")).contains(resource("example.ssa"));
    }

    @Test
    void operatorsBindAsInC() {
        assertThat(evaluate("1 + 2 * n", 3)).isEqualTo(7);
        assertThat(evaluate("n - 1 - 1", 3)).isEqualTo(1);
        assertThat(evaluate("n << 1 + 1", 3)).isEqualTo(12);
        assertThat(evaluate("(n & 1) == 1 ? 1 : 0", 3)).isEqualTo(1);
        assertThat(evaluate("8 | n ^ 1 & 3", 3)).isEqualTo(10);
        assertThat(evaluate("n > 2 ? n > 5 ? 1 : 2 : 3", 3)).isEqualTo(2);
        assertThat(evaluate("-n * -2", 3)).isEqualTo(6);
        assertThat(evaluate("~n & 0xff", 3)).isEqualTo(252);
        assertThat(evaluate("!(n < 3) & n <= 3 ? 1 : 0", 3)).isEqualTo(1);
        assertThat(evaluate("0b101 + 0x1F", 0)).isEqualTo(36);
    }

    @Test
    void conversionsRoundToNearestEvenSaturateAndWrap() {
        assertThat(evaluate("i32(a)", 0)).isEqualTo(2);
        assertThat(evaluate("i32(a + 1.0)", 0)).isEqualTo(4);
        assertThat(evaluate("i32(a * 1e10)", 0)).isEqualTo(Integer.MAX_VALUE);
        assertThat(evaluate("i32(u8(a * 200.0))", 0)).isEqualTo(500 - 256);
        assertThat(evaluate("i32(i8(n))", 200)).isEqualTo(200 - 256);
        assertThat(evaluate("i32(bits(f32(n)))", 1)).isEqualTo(0x3f80_0000);
        assertThat(evaluate("i32(as_f16(0x4200))", 0)).isEqualTo(3);
        assertThat(evaluate("bits(f16(a)) == 0x4100 ? 1 : 0", 0)).isEqualTo(1);
    }

    @Test
    void constantsAreFoldedButSumsOfFloatsAreNotReassociated() {
        assertThat(opcodes(compile("kernel t(result f32 r) { r = 1.5 + 2.0 * 3.0; }").body())).containsExactly(OpCode.CONST);
        assertThat(opcodes(compile("kernel t(result f32 r, f32 a) { r = a + 1.0 + 2.0; }").body()))
                .containsExactly(OpCode.CONST, OpCode.FADD, OpCode.CONST, OpCode.FADD);
        assertThat(opcodes(compile("kernel t(result f32 r, f32 a) { r = a + 0.0; }").body())).contains(OpCode.FADD);
        assertThat(opcodes(compile("kernel t(result u32 r, u32 a) { r = (a + 0) * 1 << 0; }").body())).isEmpty();
        assertThat(opcodes(compile("kernel t(result f32 r, f32 a) { r = true ? a : a * a; }").body())).isEmpty();
        assertThat(opcodes(compile("kernel t(result f32 r, f32 a) { r = as_f32(bits(a)); }").body())).isEmpty();
    }

    @Test
    void equalOperatorsAreComputedOnceAndUnusedOnesNotAtAll() {
        assertThat(opcodes(compile("kernel t(result f32 r, f32 a, f32 b) { f32 c = a * b; f32 d = b * a; f32 e = a + b;"
                + " r = c + d; }").body())).containsExactly(OpCode.FMUL, OpCode.FADD);
        assertThat(opcodes(compile("kernel t(out stream f32 y, u32 n, f32 a) { f32 c = a * a;"
                + " vector for (i : n) { write(y, a * a + c); } }").body())).containsExactly(OpCode.FMUL, OpCode.FADD);
    }

    @Test
    void readsStayThoughUnusedAndDeadLoopsGo() {
        Kernel kernel = compile("kernel t(in stream f32 x, u32 n) { f32 v = 0.0; for (i : n) { v = v + 1.0; }"
                + " vector for (j : n) { f32 w = read(x) * 2.0; } }");
        assertThat(kernel.body()).hasSize(1);
        assertThat(((Node.Loop) kernel.body().getFirst()).body()).hasSize(1).first().isInstanceOf(Node.Read.class);
    }

    @Test
    void streamsKnowTheirLanesAndPasses() {
        Kernel kernel = compile("kernel t(in stream f32 x, out stream u32 y, u32 n) { vector for (i : n) { f32 v = read(x); }"
                + " rewind(x); vector for (i : n) { f32 v = read(x); } for (g : n) { write(y, g); } }");
        assertThat(kernel.inputs()).containsExactly(
                new Kernel.Stream("x", org.fabricast.ir.kernel.ScalarType.F32, true, 2));
        assertThat(kernel.outputs()).containsExactly(
                new Kernel.Stream("y", org.fabricast.ir.kernel.ScalarType.U32, false, 1));
    }

    @Test
    void aTableOfAFunctionExistsOnceHoweverOftenItIsCalled() {
        Kernel kernel = compile("fn u8 f(u8 x) { table u8 t[2] = { 3, 5 }; return t[x & 1]; }"
                + " kernel t(result u8 r, u8 a) { table u8 t[1] = { 9 }; r = f(a) + f(a + 1) + t[0]; }");
        assertThat(kernel.tables()).extracting(Kernel.Table::name).containsExactly("t", "f_t");
        assertThat(kernel.tables().get(1).entries()).containsExactly(3L, 5L);
        assertThat(ExecutableKernel.of(kernel).run(new int[0][], new int[] {1}, new int[0][]).results()).containsExactly(17);
    }

    @Test
    void namesOfAFunctionAndOfItsCallerDoNotMeet() {
        Kernel kernel = compile("fn u8 f(u8 m) { table u8 seed[1] = { 7 }; return seed[0] + m; }"
                + " kernel t(result u8 r, u8 n) { mem u8 seed[2]; mem u8 f_seed[2]; seed[0] = n; f_seed[0] = 100;"
                + " u8 m = f(1); r = m + seed[0] + f_seed[0]; }");
        assertThat(kernel.tables()).extracting(Kernel.Table::name).containsExactly("f_seed_");
        assertThat(ExecutableKernel.of(kernel).run(new int[0][], new int[] {2}, new int[0][]).results()[0]).isEqualTo(110);
    }
}
