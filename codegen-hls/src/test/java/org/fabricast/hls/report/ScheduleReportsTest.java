package org.fabricast.hls.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.regex.Pattern;
import org.fabricast.hls.HlsOptions;
import org.fabricast.hls.KernelHardware;
import org.fabricast.hls.KernelHls;
import org.fabricast.hls.ScheduledBlock;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

class ScheduleReportsTest {

    private static final Resources HAS = new Resources(1000, 2000, 30, 40, 5);

    private static KernelFigures figures(KernelHardware hardware, Resources made) {
        return new KernelFigures(hardware, "xc<part>", HAS, ResourceEstimate.of(hardware, PartFamily.XCUP), Optional.of(made));
    }

    private static KernelFigures softmax() {
        return figures(KernelHls.generate(KernelLibrary.get("softmax"), HlsOptions.lanes(2)), new Resources(4000, 2, 3, 4, 5));
    }

    private static int count(String text, String pattern) {
        return (int) Pattern.compile(pattern).matcher(text).results().count();
    }

    private static int operations(KernelFigures figures) {
        return figures.hardware().blocks().stream().mapToInt(b -> b.operations().size()).sum();
    }

    @Test
    void thePageHasABarForEveryOperationAndNeedsNothingFromOutside() {
        KernelFigures figures = softmax();
        String page = ScheduleHtml.of(figures);
        assertThat(count(page, "rx=\"2\"")).isEqualTo(operations(figures)).isGreaterThan(50);
        assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n").contains("xc&lt;part&gt;", "fp32_mul_0", "<title>cycle 0: stable")
                .doesNotContain("http", "src=", "<script", "<link");
        for (String tag : new String[] {"svg", "table", "tr", "td", "rect", "text", "title", "h3"}) {
            assertThat(count(page, "<" + tag + "[ >]")).as(tag).isEqualTo(count(page, "</" + tag + ">"));
        }
    }

    @Test
    void theTextHasALineForEveryOperationAndTheDifferenceToYosys() {
        KernelFigures figures = softmax();
        String text = ScheduleText.of(figures);
        assertThat(count(text, "ready in cycle")).isEqualTo(operations(figures));
        assertThat(text).contains("kernel softmax", "LOOP_1", "initiation interval  1", "estimate against Yosys", "Yosys 0.23");
        assertThat(ScheduleText.difference(150, 100)).isEqualTo("+50 %");
        assertThat(ScheduleText.difference(0, 0)).isEqualTo("0 %");
        assertThat(ScheduleText.difference(3, 0)).isEqualTo("+3");
    }

    /** A sum of 32 bits: out of the register 0.5 ns, a level 0.5, 32 carries of 15 ps; 0.2 ns of 4.0 are set-up. */
    @Test
    void slackIsWhatThePathLeavesOfThePeriod() {
        KernelHardware hardware = KernelHls.generate(KernelCompiler.compile("kernel k(in stream u32 x, out stream u32 y, u32 n, u32 a) {"
                + " vector for (i : n) { write(y, read(x) + a); } }", "k.fk").getFirst(), HlsOptions.lanes(1));
        ScheduledBlock loop = hardware.blocks().getFirst();
        StageSlack stage = StageSlack.of(loop, 4.0).getFirst();
        // The result goes through the choice at the output queue in the same cycle: half a nanosecond more.
        assertThat(stage.longestNs()).isCloseTo(0.5 + 0.5 + 32 * 0.015 + 0.5, within(1e-9));
        assertThat(stage.slackNs()).isCloseTo(4.0 - 0.2 - 1.98, within(1e-9));
        assertThat(StageSlack.least(hardware.blocks(), 4.0)).isCloseTo(1.82, within(1e-9));
    }

    @Test
    void aTableThatTheShortestRunWouldLeaveDoesNotMatter() {
        KernelHardware hardware = KernelHls.generate(KernelCompiler.compile("kernel k(result u32 r, out stream u32 y, u32 n) {"
                + " table u32 t[2] = { 3, 5 }; u32 size = t[n - 7]; for (i : size) { write(y, i); } r = size; }", "k.fk").getFirst(),
                HlsOptions.lanes(1));
        assertThat(hardware.predictedCycles(1)).isEmpty();
        assertThat(hardware.predictedCycles(8)).isPresent();
        assertThat(figures(hardware, Resources.NONE).latencyCycles()).isPositive();
    }

    @Test
    void figuresNameTheIntervalOfLoopsAndThoseThatRunOneAfterAnother() {
        KernelHardware nest = KernelHls.generate(KernelLibrary.get("quantise"), HlsOptions.lanes(2));
        KernelFigures figures = figures(nest, Resources.NONE);
        assertThat(figures.initiationInterval()).isEqualTo(1);
        assertThat(figures.sequentialLoops()).isPositive();
        assertThat(figures.loops()).allMatch(b -> b.form() == ScheduledBlock.Form.PIPELINE);
    }

    @Test
    void textAndPageSayWhatSetsTheIntervalOfEveryLoop() {
        KernelFigures figures = figures(KernelHls.generate(KernelCompiler.compile("kernel k(in stream f32 x, in stream f32 z, out stream f32 y, "
                + "out stream f32 w, u32 n) {\nf32 t = 0.0;\nfor (i : n) { t = t + read(x); write(y, t); }\n"
                + "vector for (i : n) { write(w, read(z)); }\n}", "k.fk").getFirst(), HlsOptions.lanes(1)), Resources.NONE);
        // The adder has 4 stages.
        assertThat(ScheduleText.of(figures)).containsPattern("(?m)^    interval 4: the recurrence FADD %(\\d+) -> FADD %\\1 needs 4$")
                .containsPattern("(?m)^    interval 1: nothing needs more than 1$");
        assertThat(ScheduleHtml.of(figures)).containsPattern("<td>the recurrence FADD %(\\d+) -&gt; FADD %\\1 needs 4</td></tr>")
                .contains("<td>nothing needs more than 1</td></tr>");
    }
}
