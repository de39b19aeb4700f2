package org.fabricast.compiler.kernel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.fabricast.hls.KernelHardware;
import org.fabricast.hls.ScheduledBlock;
import org.fabricast.hls.report.CellResources;
import org.fabricast.hls.report.KernelFigures;
import org.fabricast.hls.report.Resources;
import org.fabricast.hls.report.StageSlack;
import org.fabricast.hls.testbench.KernelRun;
import org.fabricast.hls.testbench.KernelVectors;

/**
 * What is said about a kernel, as JSON: {@code kernel --json} prints it, the directory keeps it. Holds no time and no place.
 *
 * <p>Units: cycles and nanoseconds as the keys say; block RAMs are of 18 kbit.
 */
final class KernelReport {

    private final KernelRequest request;
    private final KernelFigures figures;

    private KernelReport(KernelRequest request, KernelFigures figures) {
        this.request = request;
        this.figures = figures;
    }

    static ObjectNode of(KernelRequest request, KernelFigures figures, Optional<KernelVectors> vectors, List<Simulation> simulations,
            List<String> synthesis) {
        KernelReport report = new KernelReport(request, figures);
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        KernelHardware hardware = figures.hardware();
        out.put("kernel", hardware.kernel().name()).put("module", hardware.module()).put("source", request.source().fileName())
                .put("part", request.part().name()).put("board", request.part().board())
                .put("lanes", request.options().lanes()).put("clock_ns", request.options().clockNs())
                .put("latency", figures.latencyCycles()).put("initiation_interval", figures.initiationInterval())
                .put("sequential_loops", figures.sequentialLoops());
        report.loops(out.putArray("loops"));
        report.resources(out.putObject("resources"));
        out.put("register_bits", hardware.registerBits());
        ObjectNode units = out.putObject("units");
        new TreeMap<>(hardware.units()).forEach((cell, count) -> units.put(cell.module(), count));
        report.stages(out);
        out.put("bench", vectors.isPresent())
                .put("checked_vectors", simulations.isEmpty() ? 0 : vectors.orElseThrow().runs().size())
                .put("checked_values", simulations.isEmpty() ? 0 : vectors.orElseThrow().compared()).put("seed", request.seed());
        ArrayNode runs = out.putArray("runs");
        vectors.ifPresent(made -> report.runs(runs, made, simulations));
        ArrayNode tools = out.putArray("tools");
        simulations.forEach(s -> tools.add(s.version()));
        synthesis.forEach(tools::add);
        return out;
    }

    private void loops(ArrayNode out) {
        for (ScheduledBlock b : figures.loops()) {
            ObjectNode loop = out.addObject().put("name", b.name()).put("initiation_interval", b.interval())
                    .put("elements_per_word", b.lanes()).put("depth", b.depthCycles()).put("words_multiple_of", b.roundWords());
            b.reason().ifPresent(r -> loop.put("interval_asked", r.asked()).put("interval_bound", r.bound())
                    .put("interval_proved_least", r.least()).put("interval_cause", r.cause()).put("interval_reason", r.text()));
        }
    }

    private static ObjectNode resources(ObjectNode out, Resources r) {
        return out.put("lut", r.lut()).put("ff", r.ff()).put("dsp", r.dsp()).put("bram18", r.bram18()).put("uram", r.uram());
    }

    private void resources(ObjectNode out) {
        Resources best = figures.synthesised().orElse(figures.estimate().total());
        resources(out, best).put("origin", figures.synthesised().isPresent() ? "synthesised" : "estimate");
        resources(out.putObject("estimate"), figures.estimate().total());
        figures.synthesised().ifPresent(made -> resources(out.putObject("synthesised"), made));
        resources(out.putObject("part"), figures.available());
        ArrayNode lines = out.putArray("estimate_lines");
        figures.estimate().lines().forEach(l -> resources(lines.addObject().put("what", l.what()).put("count", l.count()), l.all()));
        out.put("estimate_source", CellResources.source());
    }

    private void stages(ObjectNode out) {
        double clock = request.options().clockNs();
        out.put("least_slack_ns", rounded(StageSlack.least(figures.hardware().blocks(), clock)));
        ArrayNode stages = out.putArray("stages");
        for (ScheduledBlock b : figures.hardware().blocks()) {
            for (StageSlack s : StageSlack.of(b, clock)) {
                stages.addObject().put("block", b.name()).put("cycle", s.cycle()).put("longest_ns", rounded(s.longestNs()))
                        .put("slack_ns", rounded(s.slackNs())).put("last", s.last());
            }
        }
    }

    private static double rounded(double ns) {
        return Math.round(ns * 1e3) / 1e3;
    }

    private void runs(ArrayNode out, KernelVectors vectors, List<Simulation> simulations) {
        for (int i = 0; i < vectors.runs().size(); i++) {
            KernelRun run = vectors.runs().get(i);
            ObjectNode node = out.addObject();
            ObjectNode args = node.putObject("arguments");
            for (int a = 0; a < run.args().size(); a++) {
                args.put(figures.hardware().kernel().args().get(a).name(), String.format(Locale.ROOT, "0x%x", run.args().get(a)));
            }
            node.put("idle", run.idle()).put("back_pressure", run.blocked()).put("compared", run.compared());
            run.cycles().ifPresent(c -> node.put("predicted_cycles", c));
            for (Simulation s : simulations) {
                node.put(s.simulator() + "_cycles", s.cycles().get(i));
            }
        }
    }
}
