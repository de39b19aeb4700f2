package org.fabricast.hls.testbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

class VectorHintsTest {

    private static final String SOURCE = """
            kernel k(in stream f32 x, out stream f32 y, u32 n, u32 m) {
                vector for (i : n + m) { write(y, read(x)); }
            }
            """;

    private static VectorHints hints(String comment) {
        String source = comment + "\n" + SOURCE;
        return VectorHints.in(source, "k.fk", KernelCompiler.compile(source, "k.fk"));
    }

    @Test
    void linesOfTheSourceAreReadWhereverTheyStand() {
        assertThat(hints("// vectors: n = 1..4; m = n / 2\n  //vectors:x=-1..1").draws()).containsOnlyKeys("n", "m", "x");
        assertThat(hints("// other words").draws()).isEmpty();
    }

    @Test
    void allMistakesOfAFileAreSaidAtOnceWithTheirLines() {
        assertThatThrownBy(() -> hints("// vectors: k = 1; n = (1\n// vectors: y = 3; m = x")).isInstanceOfSatisfying(
                FabricastException.class, e -> {
                    assertThat(e.diagnostics()).extracting(Diagnostic::code).containsOnly(ErrorCode.F3110).hasSize(4);
                    assertThat(e.diagnostics()).extracting(Diagnostic::subject).containsExactly("k.fk:1", "k.fk:1", "k.fk:2", "k.fk:2");
                });
    }

    @Test
    void anOptionTakesPrecedence() {
        Kernel kernel = KernelCompiler.compile(SOURCE, "k.fk").getFirst();
        VectorHints hints = hints("// vectors: n = 1").with("n=7", kernel);
        assertThat(hints.draws().get("n")).isEqualTo(Draw.parse("7"));
        assertThatThrownBy(() -> hints.with("z=7", kernel)).hasMessageContaining("n, m, x");
        assertThat(List.copyOf(hints.draws().keySet())).containsExactly("n");
    }

    @Test
    void elementsOutsideTheTypeOfAStreamAreRefused() {
        for (String type : List.of("u8", "i8")) {
            Kernel kernel = KernelCompiler.compile("kernel k(in stream " + type + " x, result u32 r) { r = u32(read(x)); }", "k.fk").getFirst();
            boolean signed = type.equals("i8");
            assertThatThrownBy(() -> VectorHints.NONE.with("x=300..310", kernel)).hasMessageContaining("outside the values of " + type);
            assertThatThrownBy(() -> VectorHints.NONE.with(signed ? "x=-129..0" : "x=-1..0", kernel)).hasMessageContaining(type);
            assertThatThrownBy(() -> VectorHints.NONE.with(signed ? "x=1, 128" : "x=1, 256", kernel)).hasMessageContaining(type);
            assertThat(VectorHints.NONE.with(signed ? "x=-128..127" : "x=0..255", kernel).draws()).containsKey("x");
        }
    }
}
