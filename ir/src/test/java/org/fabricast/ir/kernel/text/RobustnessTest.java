package org.fabricast.ir.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.junit.jupiter.api.Test;

/** Whatever text comes, it compiles or is refused with codes of the language. */
class RobustnessTest {

    private static final int CASES = 4000;
    private static final List<String> WORDS = List.of("if", "else", "for", "vector", "const", "table", "mem", "while", "(", ")",
            "{", "}", ";", ":", "=", "<-", "[", "]", "-", "/", "%", "<<", "0", "1", "7", "65536", "0xffffffffffffffffff",
            "1e39", "0.5", "f16", "bf16", "fx8_8", "ufx0_64", "u64", "i1", "\n#pragma unroll\n", "\n#pragma pipeline II=3\n",
            "\n#pragma partition factor=2\n", "reduce(sum, 4) f32 q", "n", "x", "i", "read(x)", "fma(", "as_u8(", "return",
            "rewind(x);", "write(y, 1.0);", "kernel", "fn", "//", "\u00e9", "\u0000", ",");
    private static final String RICH = """
            const u32 K = 4;
            fn fx4_12 half(fx4_12 v) { fx4_12 w = v;
                #pragma unroll
                for (j : K) { if (w < 0.0) { w = fx4_12(-w); } else { w = fx4_12(w * 0.5, floor, wrap); } }
                return w; }
            kernel rich(in stream f32 x, out stream f32 y, result i32 r, u32 n, i32 k) {
                table f32 t[K * 16] = i : exp2(i / 64.0);
                #pragma storage lutram
                mem f32 m[64];
                #pragma pipeline II=2
                vector for (i : n) { m[i] = read(x) * t[u6(i)]; }
                i32 s = 0;
                for (i : n) { if (i % 2 == 0) { s = s + k / 4; } m[u6(i)] = f32(half(fx4_12(k))); }
                vector for (i : n) { write(y, fma(m[i], 2.0, f32(f16(0.5) + 0.25))); }
                r = s;
            }
            """;

    private static void compile(String source, String seed) {
        try {
            KernelCompiler.compile(source, "m.fk");
        } catch (FabricastException e) {
            assertThat(e.diagnostics()).as(seed).isNotEmpty()
                    .allSatisfy(d -> assertThat(d.code().name()).as(seed + "\n" + source).startsWith("F30"));
        } catch (RuntimeException | Error e) {
            fail(seed + "\n" + source, e);
        }
    }

    @Test
    void mutatedSourcesCompileOrAreRefused() {
        List<String> sources = new ArrayList<>(List.of(RICH, RICH, RICH));
        KernelLibrary.names().forEach(name -> sources.add(KernelLibrary.source(name)));
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(sources.get(random.nextInt(sources.size())));
            for (int change = random.nextInt(3); change >= 0; change--) {
                mutate(text, random);
            }
            compile(text.toString(), "seed " + seed);
        }
    }

    private static void mutate(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + 1 + random.nextInt(12));
        switch (random.nextInt(5)) {
            case 0 -> text.setLength(at);
            case 1 -> text.delete(at, to);
            case 2 -> text.insert(at, " " + WORDS.get(random.nextInt(WORDS.size())) + " ");
            case 3 -> text.replace(at, to, WORDS.get(random.nextInt(WORDS.size())));
            default -> text.insert(at, text.substring(at, to));
        }
    }

    @Test
    void theRichSourceItselfCompiles() {
        assertThat(KernelCompiler.compile(RICH, "rich.fk")).singleElement();
        assertThat(KernelCompiler.compileUnoptimised(RICH, "rich.fk")).singleElement();
    }

    @Test
    void hugeAndStrangeTextsAreRefused() {
        compile("", "empty");
        compile("\u0000", "zero");
        compile("kernel t(u32 n) { u32 v = " + "n + ".repeat(3000) + "n; }", "long sum");
        compile("kernel t(u32 n) { u32 v = " + "-".repeat(30_000) + "n; }", "many signs");
        compile("kernel t(u32 n) { " + "if (n == 0) { ".repeat(5000) + "}".repeat(5000) + " }", "deep blocks");
        compile("kernel t(u32 n) { u32 v = " + "9".repeat(100_000) + "; }", "many digits");
        StringBuilder doubling = new StringBuilder("fn u32 f0(u32 x) { return x; }\n");
        for (int i = 1; i < 40; i++) {
            doubling.append("fn u32 f%d(u32 x) { return f%d(x) + f%d(x + 1); }\n".formatted(i, i - 1, i - 1));
        }
        compile(doubling + "kernel t(result u32 r, u32 n) { r = f39(n); }", "doubling");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() {
        assertThat(KernelCompiler.compile("\uFEFFkernel k(result u32 r) { r = 1; }", "m.fk")).hasSize(1);
    }

    @Test
    void namesAreNoLongerThanFilesCanBeNamed() {
        String source = "kernel %s(result u32 r) { r = 1; }";
        assertThat(KernelCompiler.compile(source.formatted("k".repeat(64)), "m.fk")).hasSize(1);
        assertThatThrownBy(() -> KernelCompiler.compile(source.formatted("k".repeat(65)), "m.fk"))
                .isInstanceOf(FabricastException.class).hasMessageContaining("F3001").hasMessageContaining("m.fk:1:8")
                .hasMessageContaining("at most 64 characters");
    }
}
