package org.fabricast.hls.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

class RangeAnalysisTest {

    private static Interval result(Kernel kernel) {
        Node.SetResult last = (Node.SetResult) kernel.body().getLast();
        return RangeAnalysis.of(kernel).range(last.value());
    }

    @ParameterizedTest
    @CsvSource({
        "i32(a) + i32(b), -128, 382", "i32(a) - i32(b), -127, 383", "i32(a) * i32(b), -32640, 32385",
        "d + 1, -2147483648, 2147483647", "i32(a) & 15, 0, 15", "d & 15, 0, 15", "i32(a) | 256, 0, 511",
        "i32(a) ^ i32(b), -2147483648, 2147483647", "i32(a) << 2, 0, 1020", "i32(b) >> 3, -16, 15", "d >> 30, -2, 1",
        "d < 3 ? i32(a) : -4, -4, 255", "t[u2(a)], -5, 9", "i32(i4(b)), -8, 7"})
    void operatorsComputeWithIntervals(String expression, long low, long high) {
        assertThat(result(Operators.scalar("i32", "table i32 t[4] = { 9, -5, 0, 1 };\nr = i32(" + expression + ");")))
                .isEqualTo(new Interval(low, high));
    }

    @ParameterizedTest
    @CsvSource({"i32(a) < 256, 1, 1", "i32(a) < 0, 0, 0", "i32(a) == -1, 0, 0", "i32(a) != -1, 1, 1", "i32(a) <= 254, 0, 1"})
    void comparisonsAreDecidedWhereRangesAreApart(String expression, long low, long high) {
        assertThat(result(Operators.scalar("bool", "r = " + expression + ";"))).isEqualTo(new Interval(low, high));
    }

    @Test
    void iterationNumbersStayBelowTheBoundAndCarriedValuesAreAnything() {
        Kernel kernel = KernelCompiler.compile("kernel k(result u8 r, out stream u32 y) { u8 v = 0;\n"
                + "for (i : 10) { write(y, i); v = v + 1; } r = v; }", "k.fk").getFirst();
        Node.Loop loop = (Node.Loop) kernel.body().stream().filter(Node.Loop.class::isInstance).findFirst().orElseThrow();
        assertThat(RangeAnalysis.of(kernel).range(loop.induction())).isEqualTo(new Interval(0, 9));
        assertThat(RangeAnalysis.of(kernel).range(loop.carried().getFirst().phi())).isEqualTo(new Interval(0, 255));
    }
}
