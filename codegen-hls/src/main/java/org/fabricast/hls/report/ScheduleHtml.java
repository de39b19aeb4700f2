package org.fabricast.hls.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.fabricast.hls.IntervalReason;
import org.fabricast.hls.ScheduledBlock;
import org.fabricast.hls.ScheduledOperation;

/** The report as one HTML file without anything from outside: figures, resources, a Gantt chart per block. */
public final class ScheduleHtml {

    private static final int LABEL = 190;
    private static final int ROW = 18;
    private static final int HEAD = 22;
    private static final int MOST_WIDTH = 1100;
    private static final int MOST_CYCLE = 40;
    private static final int LEAST_CYCLE = 8;

    private final KernelFigures figures;
    private final StringBuilder html = new StringBuilder();

    private ScheduleHtml(KernelFigures figures) {
        this.figures = figures;
    }

    /** The document. */
    public static String of(KernelFigures figures) {
        ScheduleHtml page = new ScheduleHtml(figures);
        page.head();
        page.summary();
        page.resources();
        figures.hardware().blocks().forEach(page::block);
        page.html.append("</body>\n</html>\n");
        return page.html.toString();
    }

    private void add(String format, Object... arguments) {
        html.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String colour(ScheduledOperation.Kind kind) {
        return switch (kind) {
            case CELL -> "#3b6fb6";
            case MULTIPLIER -> "#8a4fa3";
            case LOGIC -> "#3f8f5f";
            case WIRING -> "#b5b5b5";
            case MEMORY -> "#c98a1b";
            case PORT -> "#b8473d";
        };
    }

    private static String words(ScheduledOperation.Kind kind) {
        return switch (kind) {
            case CELL -> "floating-point cell";
            case MULTIPLIER -> "integer multiplier";
            case LOGIC -> "gates";
            case WIRING -> "wires";
            case MEMORY -> "memory";
            case PORT -> "stream or result";
        };
    }

    private void head() {
        String name = escape(figures.hardware().kernel().name());
        add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Kernel %s</title>\n<style>", name);
        html.append("""
                body { font: 14px/1.4 sans-serif; margin: 2em; color: #222; background: #fff; }
                table { border-collapse: collapse; margin: 0.5em 0 1.5em; }
                th, td { padding: 2px 10px; border-bottom: 1px solid #ddd; text-align: right; }
                th:first-child, td:first-child { text-align: left; }
                tr.sum td { font-weight: bold; }
                svg text { font: 11px monospace; fill: #222; }
                .legend span { display: inline-block; width: 12px; height: 12px; margin: 0 4px 0 14px; }
                </style>
                </head>
                <body>
                """);
        add("<h1>Kernel %s</h1>", name);
    }

    private void summary() {
        double clock = figures.hardware().options().clockNs();
        add("<table>");
        pair("part", figures.part());
        pair("clock", String.format(Locale.ROOT, "%.3f ns (%.1f MHz)", clock, 1e3 / clock));
        pair("least slack by the delay model", String.format(Locale.ROOT, "%.2f ns",
                StageSlack.least(figures.hardware().blocks(), clock)));
        pair("lanes", "" + figures.hardware().options().lanes());
        pair("latency, loops of unknown trip count once", figures.latencyCycles() + " cycles");
        pair("initiation interval", "" + figures.initiationInterval());
        pair("registers outside the cells", figures.hardware().registerBits() + " bits");
        add("</table>");
        add("<h2>Loops</h2>\n<table><tr><th>loop</th><th>interval</th><th>elements per word</th><th>depth</th><th>words rounded to</th>"
                + "<th>what sets the interval</th></tr>");
        figures.loops().forEach(b -> add("<tr><td>%s</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%s</td></tr>", b.name(), b.interval(),
                b.lanes(), b.depthCycles(), b.roundWords(), escape(b.reason().map(IntervalReason::text).orElse(""))));
        add("</table>");
    }

    private void pair(String what, String value) {
        add("<tr><td>%s</td><td>%s</td></tr>", escape(what), escape(value));
    }

    private void resources() {
        add("<h2>Resources</h2>\n<table><tr><th></th><th>LUT</th><th>FF</th><th>DSP</th><th>BRAM18</th><th>URAM</th></tr>");
        figures.estimate().lines().forEach(l -> row("", l.what() + " (" + l.count() + ")", l.all()));
        Resources e = figures.estimate().total();
        row("sum", "estimate", e);
        figures.synthesised().ifPresent(made -> {
            row("sum", "Yosys", made);
            add("<tr><td>estimate against Yosys</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>",
                    ScheduleText.difference(e.lut(), made.lut()), ScheduleText.difference(e.ff(), made.ff()),
                    ScheduleText.difference(e.dsp(), made.dsp()), ScheduleText.difference(e.bram18(), made.bram18()),
                    ScheduleText.difference(e.uram(), made.uram()));
        });
        row("", "part has", figures.available());
        add("</table>\n<p>Cells: %s. The rest: formulas.</p>", escape(CellResources.source()));
        add("<h2>Schedule</h2>\n<p class=\"legend\">%s</p>", List.of(ScheduledOperation.Kind.values()).stream()
                .map(k -> "<span style=\"background:" + colour(k) + "\"></span>" + words(k)).collect(Collectors.joining()));
    }

    private void row(String style, String what, Resources r) {
        add("<tr%s><td>%s</td><td>%,d</td><td>%,d</td><td>%,d</td><td>%,d</td><td>%,d</td></tr>",
                style.isEmpty() ? "" : " class=\"" + style + "\"", escape(what), r.lut(), r.ff(), r.dsp(), r.bram18(), r.uram());
    }

    private void block(ScheduledBlock b) {
        add("<h3>%s: %s%s</h3>", b.name(), b.form().text(),
                b.form() == ScheduledBlock.Form.PIPELINE ? ", interval " + b.interval() : "");
        if (b.operations().isEmpty()) {
            return;
        }
        int cycles = b.depthCycles() + 1;
        int wide = Math.max(LEAST_CYCLE, Math.min(MOST_CYCLE, (MOST_WIDTH - LABEL) / cycles));
        int height = HEAD + ROW * b.operations().size() + 4;
        add("<svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"Schedule of %s\">", LABEL + cycles * wide + 10, height, b.name());
        int every = wide >= 20 ? 1 : 5;
        for (StageSlack s : StageSlack.of(b, figures.hardware().options().clockNs())) {
            add("<rect x=\"%d\" y=\"0\" width=\"%d\" height=\"%d\" fill=\"#f3f3f3\"><title>cycle %d: stable after %.2f ns (%s), slack %.2f ns</title></rect>",
                    LABEL + s.cycle() * wide, wide, height, s.cycle(), s.longestNs(), escape(s.last()), s.slackNs());
        }
        for (int c = 0; c <= b.depthCycles(); c += every) {
            add("<text x=\"%d\" y=\"14\">%d</text>", LABEL + c * wide + 2, c);
        }
        int y = HEAD;
        for (ScheduledOperation o : b.operations()) {
            bar(o, y, wide);
            y += ROW;
        }
        add("</svg>");
    }

    private void bar(ScheduledOperation o, int y, int wide) {
        int x = LABEL + o.cycle() * wide;
        int cycles = Math.max(1, o.latencyCycles());
        add("<text x=\"0\" y=\"%d\">%s</text>", y + 13, escape(o.name()));
        if (o.heldCycles() > 0) {
            int from = LABEL + (o.cycle() + o.latencyCycles()) * wide;
            add("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#999\"/>", from, y + ROW / 2, from + o.heldCycles() * wide, y + ROW / 2);
        }
        add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\" fill=\"%s\"><title>%s: %s%s, cycle %d, ready in cycle %d, stable at %.2f ns, %d bits, held %d</title></rect>",
                x, y + 2, cycles * wide - 1, ROW - 4, colour(o.kind()), escape(o.name()), words(o.kind()),
                o.units().isEmpty() ? "" : " " + String.join(", ", o.units()), o.cycle(), o.cycle() + o.latencyCycles(), o.settlesNs(),
                o.resultBits(), o.heldCycles());
    }
}
