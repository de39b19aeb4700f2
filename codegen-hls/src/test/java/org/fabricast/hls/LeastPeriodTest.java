package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

/** Periods by hand: 0.5 ns from a register, the delay of docs/hls.md, 0.2 ns before the next one. */
class LeastPeriodTest {

    private static KernelHardware at(double clockNs, String ports, String body) {
        return KernelHls.generate(KernelCompiler.compile("kernel k(" + ports + ") {\n" + body + "\n}\n", "test.fk").getFirst(),
                new HlsOptions(1, clockNs));
    }

    private static void leastIs(double ns, String named, String ports, String body) {
        assertThat(at(ns, ports, body).options().clockNs()).isEqualTo(ns);
        assertThatThrownBy(() -> at(ns - 0.005, ports, body)).isInstanceOf(FabricastException.class)
                .hasMessageContainingAll("error[F3112] kernel k", String.format(Locale.ROOT, "a period of at least %.3f ns", ns), named,
                        String.format(Locale.ROOT, "found %.3f ns", ns - 0.005), String.format(Locale.ROOT, "Ask for --clock-ns %.3f or more", ns));
    }

    @Test
    void aFloatingPointCellIsNamedWithItsValueAndTypes() {
        leastIs(3.2, "which FMUL %", "f32 a, f32 b, result f32 r", "r = a * b;");
        assertThatThrownBy(() -> at(1, "f32 a, f32 b, result f32 r", "r = a * b;"))
                .hasMessageMatching("(?s).*FMUL %\\d+ \\(f32 %\\d+, f32 %\\d+ to f32\\) needs: 0.50 ns from a register, 2.500 ns in it.*");
    }

    @Test
    void widthAndKindOfAnOperatorSetItsPeriod() {
        // A level of logic and a carry of 15 ps a bit; two levels before it; three levels.
        leastIs(0.7 + 1.46, "which ADD %", "u32 a, u32 b, result u32 r",
                "u64 v = u64(a) << 32 | u64(b); u64 w = u64(b) << 32 | u64(a); r = u32((v + w) >> 32);");
        leastIs(0.7 + 1.48, "which FL", "f32 a, f32 b, result bool r", "r = a < b;");
        leastIs(0.7 + 1.5, "which SHL %", "u32 a, u32 b, result u32 r", "r = a << (b & 31);");
    }

    @Test
    void chainsThatDoNotFitACycleAreBrokenNotRefused() {
        String body = "u16 t = a + b; u16 v = (t ^ a) + b; r = (v & a) + t;";
        assertThat(at(1.7, "u16 a, u16 b, result u16 r", body).predictedCycles(1, 2).orElseThrow())
                .isGreaterThan(at(4.0, "u16 a, u16 b, result u16 r", body).predictedCycles(1, 2).orElseThrow());
    }

    @Test
    void fastOperatorsLeaveTheBoundToTheControl() {
        // A choice of the next state takes two levels; streams four; a counter a comparison of 32 bits (0.98) before two levels.
        leastIs(1.7, "which the choice of the next state needs", "u16 a, u16 b, result u16 r", "r = a ^ b;");
        leastIs(2.7, "which the enable that waits for streams needs", "in stream u16 x, out stream u16 y, u32 n",
                "vector for (i : n) { write(y, read(x) ^ 21); }");
        leastIs(0.7 + 1.98, "which the counter of pipelined loop LOOP_1 needs", "u32 n, result u16 r",
                "u16 s = 0; for (i : n) { s = ~s; } r = s;");
        leastIs(0.7 + 2.96, "which the counter of sequential loop LATCH_3 needs", "u32 n, result u16 r",
                "u16 s = 0;\n#pragma pipeline off\nfor (i : n) { s = ~s; } r = s;");
    }
}
