package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

class IntervalSearchTest {

    private static KernelHardware hardware(String loops) {
        return KernelHls.generate(KernelCompiler.compile("kernel k(in stream f32 x, out stream f32 y, in stream u32 c, u32 n) {\n"
                + "mem u32 m[16];\n" + loops + "}\n", "test.fk").getFirst(), HlsOptions.lanes(1));
    }

    private static List<Integer> intervals(KernelHardware h) {
        return h.blocks().stream().filter(b -> b.form() == ScheduledBlock.Form.PIPELINE).map(ScheduledBlock::interval).toList();
    }

    @Test
    void everyIntervalThatCannotBeMetIsNamedWithItsRecurrenceAndWhatCouldBeMet() {
        // The adder has 4 stages; a load takes a cycle, and a load may follow a store by one.
        assertThatThrownBy(() -> hardware("""
                f32 t = 0.0;
                #pragma pipeline II=3
                for (i : n) { t = t + read(x); write(y, t); }
                #pragma pipeline II=1
                for (i : n) { u4 k = u4(read(c)); m[k] = m[k] + 1; }
                """)).isInstanceOf(FabricastException.class)
                .hasMessageContainingAll("error[F3103] kernel k", "at least 4 cycles", "the recurrence FADD", "Ask for II=4",
                        "at least 2 cycles", "load m", "store m", "Ask for II=2");
    }

    @Test
    void anIntervalThatIsLongerThanNeededIsKept() {
        assertThat(intervals(hardware("""
                f32 t = 0.0;
                #pragma pipeline II=7
                for (i : n) { t = t + read(x); write(y, t); }
                """))).containsExactly(7);
    }

    @Test
    void aLoopThatIsToldSoRunsItsIterationsOneAfterAnother() {
        assertThat(intervals(hardware("""
                f32 t = 0.0;
                #pragma pipeline off
                for (i : n) { t = t + read(x); write(y, t); }
                """))).isEmpty();
    }

    @Test
    void aSumNeedsIntervalOne() {
        assertThatThrownBy(() -> hardware("#pragma pipeline II=2\n"
                + "vector for (i : n) reduce(sum, 8) f32 s { s <- read(x); }\nwrite(y, s);\n")).isInstanceOf(FabricastException.class)
                .hasMessageContainingAll("F3102", "a sum in a loop with II=2");
    }
}
