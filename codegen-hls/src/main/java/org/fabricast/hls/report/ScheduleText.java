package org.fabricast.hls.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fabricast.hls.ScheduledBlock;
import org.fabricast.hls.ScheduledOperation;

/** The report as text: figures, resources, then what runs in which cycle on which unit. */
public final class ScheduleText {

    private final KernelFigures figures;
    private final StringBuilder text = new StringBuilder();

    private ScheduleText(KernelFigures figures) {
        this.figures = figures;
    }

    /** The text. */
    public static String of(KernelFigures figures) {
        ScheduleText report = new ScheduleText(figures);
        report.summary();
        report.resources();
        figures.hardware().blocks().forEach(report::block);
        return report.text.toString();
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments).stripTrailing()).append('\n');
    }

    private void summary() {
        double clock = figures.hardware().options().clockNs();
        line("kernel %s", figures.hardware().kernel().name());
        line("  part                 %s", figures.part());
        line("  clock                %.3f ns (%.1f MHz), least slack %.2f ns by the delay model", clock, 1e3 / clock,
                StageSlack.least(figures.hardware().blocks(), clock));
        line("  lanes                %d", figures.hardware().options().lanes());
        line("  latency              %d cycles, loops of unknown trip count once", figures.latencyCycles());
        line("  initiation interval  %d", figures.initiationInterval());
        line("  registers            %,d bits of data outside the cells", figures.hardware().registerBits());
        line("  floating point       %s", figures.hardware().units().isEmpty() ? "none"
                : new TreeMap<>(figures.hardware().units()).entrySet().stream().map(e -> e.getValue() + " " + e.getKey().module())
                        .collect(Collectors.joining(", ")));
        line("");
        line("loops");
        for (ScheduledBlock b : figures.loops()) {
            line("  %-12s interval %d, %d element%s per word, depth %d, words rounded up to a multiple of %d", b.name(), b.interval(),
                    b.lanes(), b.lanes() == 1 ? "" : "s", b.depthCycles(), b.roundWords());
            b.reason().ifPresent(r -> line("    interval %d: %s", r.interval(), r.text()));
        }
        if (figures.sequentialLoops() > 0) {
            line("  %d loop%s run their iterations one after another", figures.sequentialLoops(),
                    figures.sequentialLoops() == 1 ? "" : "s");
        }
    }

    private void resources() {
        line("");
        line("resources                  %9s %9s %6s %7s %5s", "LUT", "FF", "DSP", "BRAM18", "URAM");
        for (ResourceLine l : figures.estimate().lines()) {
            row(String.format(Locale.ROOT, "  %s (%,d)", l.what(), l.count()), l.all());
        }
        row("estimate", figures.estimate().total());
        figures.synthesised().ifPresent(made -> {
            row("Yosys", made);
            Resources e = figures.estimate().total();
            line("%-26s %9s %9s %6s %7s %5s", "estimate against Yosys", difference(e.lut(), made.lut()), difference(e.ff(), made.ff()),
                    difference(e.dsp(), made.dsp()), difference(e.bram18(), made.bram18()), difference(e.uram(), made.uram()));
        });
        row("part has", figures.available());
        line("Cells: %s. The rest: formulas of docs/kernel-command.md.", CellResources.source());
    }

    private void row(String what, Resources r) {
        line("%-26s %,9d %,9d %,6d %,7d %,5d", what, r.lut(), r.ff(), r.dsp(), r.bram18(), r.uram());
    }

    /** How far an estimate is off. */
    static String difference(int estimate, int made) {
        if (made == 0) {
            return estimate == 0 ? "0 %" : "+" + estimate;
        }
        return String.format(Locale.ROOT, "%+.0f %%", 100.0 * (estimate - made) / made);
    }

    private void block(ScheduledBlock b) {
        line("");
        line("%s: %s%s", b.name(), b.form().text(), b.operations().isEmpty() ? "" : ", last event in cycle " + b.depthCycles());
        if (b.operations().isEmpty()) {
            return;
        }
        List<StageSlack> stages = StageSlack.of(b, figures.hardware().options().clockNs());
        Map<Integer, StageSlack> byCycle = stages.stream().collect(Collectors.toMap(StageSlack::cycle, s -> s));
        int before = -1;
        for (ScheduledOperation o : b.operations()) {
            if (o.cycle() != before) {
                line("  cycle %d, stable after %.2f ns, slack %.2f ns", o.cycle(), byCycle.get(o.cycle()).longestNs(),
                        byCycle.get(o.cycle()).slackNs());
                before = o.cycle();
            }
            line("    %-20s ready in cycle %3d, stable at %.2f ns%s%s", o.name(), o.cycle() + o.latencyCycles(), o.settlesNs(),
                    o.units().isEmpty() ? "" : " on " + String.join(", ", o.units()),
                    o.heldCycles() > 0 ? ", held " + o.heldCycles() + " cycles" : "");
        }
    }
}
