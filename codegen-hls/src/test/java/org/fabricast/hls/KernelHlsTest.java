package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

class KernelHlsTest {

    private static Kernel kernel(String source) {
        return KernelCompiler.compile(source, "test.fk").getFirst();
    }

    private static Kernel sum(int partials) {
        return kernel("kernel total(in stream f32 x, result f32 t, u32 n) {\n  vector for (i : n) reduce(sum, " + partials
                + ") f32 s { s <- read(x); }\n  t = s;\n}\n");
    }

    @Test
    void theSameKernelGivesTheSameText() {
        Kernel k = KernelLibrary.get("rmsnorm");
        assertThat(KernelHls.generate(k, HlsOptions.lanes(4)).verilog()).isEqualTo(KernelHls.generate(k, HlsOptions.lanes(4)).verilog());
    }

    @Test
    void blocksShareTheirUnits() {
        // Two loops convert, square or scale; the straight line between them multiplies and adds: one unit per lane does all.
        KernelHardware h = KernelHls.generate(KernelLibrary.get("rmsnorm"), HlsOptions.lanes(4));
        assertThat(h.units()).containsEntry(FpCell.FP32_MUL, 4).containsEntry(FpCell.FP32_ADD, 4)
                .containsEntry(FpCell.FP16_TO_FP32, 4).containsEntry(FpCell.FP32_TO_FP16, 4);
        assertThat(h.cells()).containsExactly("fp32_add", "fp32_mul", "fp16_to_fp32", "fp32_to_fp16");
    }

    @Test
    void theCyclesOfASimpleKernelAreThoseCountedByHand() {
        // add: f16 to f32 (1), sum (4), f32 to f16 (2): a word is written 7 cycles after it is read.
        // 1 to enter, ceil(n / L) words, 7 to drain, and the done pulse two cycles after the last write, which is the last
        // cycle of the drain: start + 1 + ceil(n / L) + 7 + 2.
        KernelHardware h = KernelHls.generate(KernelLibrary.get("add"), HlsOptions.lanes(4));
        assertThat(h.predictedCycles(128)).hasValue(1 + 32 + 7 + 2);
        assertThat(h.predictedCycles(129)).hasValue(1 + 33 + 7 + 2);
        assertThat(h.verilog()).contains("initiation interval 1, 4 iterations per word, latency 7");
    }

    @Test
    void aSumThatTheAdderCannotCloseIsRefusedWithWhatCouldBeMet() {
        assertThat(KernelHls.generate(sum(16), HlsOptions.lanes(4)).predictedCycles(1)).isPresent();
        assertThatThrownBy(() -> KernelHls.generate(sum(16), HlsOptions.lanes(8))).isInstanceOf(FabricastException.class)
                .hasMessageContainingAll("error[F3101] kernel total", "at least 32 partial sums for 8 lanes", "found 16 partial sums",
                        "At most 4 lanes can be met.");
        assertThatThrownBy(() -> KernelHls.generate(sum(2), HlsOptions.lanes(1))).isInstanceOf(FabricastException.class)
                .hasMessageContaining("Raise the number of partial sums.");
    }

    @Test
    void everyLibraryKernelCanBeBuiltWithEveryNumberOfLanes() {
        for (Kernel k : KernelLibrary.all()) {
            for (int lanes : List.of(1, 2, 4, 8)) {
                KernelHardware h = KernelHls.generate(k, HlsOptions.lanes(lanes));
                assertThat(h.module()).isEqualTo("kernel_" + k.name());
                assertThat(h.verilog()).contains("module kernel_" + k.name() + " (").doesNotContain("%", "null", "Optional");
            }
        }
    }

    @Test
    void aSlowerClockChainsMoreAndTakesFewerCycles() {
        Kernel k = KernelLibrary.get("silu_mul");
        long fast = KernelHls.generate(k, new HlsOptions(4, 4.0)).predictedCycles(64).orElseThrow();
        long slow = KernelHls.generate(k, new HlsOptions(4, 8.0)).predictedCycles(64).orElseThrow();
        assertThat(slow).isLessThan(fast);
    }

    @Test
    void aReductionInALoopThatCarriesAVariableIsRefusedByName() {
        Kernel k = kernel("kernel both(in stream f32 x, result f32 t, result u32 c, u32 n) {\n  u32 count = 0;\n"
                + "  for (i : n) reduce(sum, 32) f32 s { f32 v = read(x); count = count + 1; s <- v; }\n"
                + "  t = s;\n  c = count;\n}\n");
        assertThatThrownBy(() -> KernelHls.generate(k, HlsOptions.lanes(1))).isInstanceOf(FabricastException.class)
                .hasMessageContainingAll("error[F3102] kernel both", "a reduction in a sequential loop",
                        "Carry the partial result as a variable.");
    }

    @Test
    void lanesAndClockAreChecked() {
        assertThatThrownBy(() -> new HlsOptions(3, 4.0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HlsOptions(4, 0.0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KernelHls.generate(sum(32), HlsOptions.lanes(1)).predictedCycles(1, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void predictionsOfEndlessLookingLoopsAreGivenUp() {
        String body = "for (i : 4294967295) { s = s ^ i; }";
        for (String loop : List.of(body, "#pragma pipeline off\n" + body)) {
            Kernel kernel = KernelCompiler.compile("kernel k(result u32 r) { u32 s = 0;\n" + loop + "\nr = s; }", "k.fk").getFirst();
            KernelHardware hardware = KernelHls.generate(kernel, HlsOptions.lanes(1));
            assertThat(assertTimeoutPreemptively(Duration.ofSeconds(30), () -> hardware.predictedCycles())).isEmpty();
        }
    }
}
