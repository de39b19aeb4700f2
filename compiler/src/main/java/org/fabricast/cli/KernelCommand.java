package org.fabricast.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.compiler.kernel.KernelOutcome;
import org.fabricast.compiler.kernel.KernelRequest;
import org.fabricast.compiler.kernel.KernelSource;
import org.fabricast.compiler.kernel.KernelWorkflow;
import org.fabricast.compiler.kernel.Part;
import org.fabricast.compiler.kernel.Simulation;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.ExitStatus;
import org.fabricast.diag.FabricastException;
import org.fabricast.hls.HlsOptions;
import org.fabricast.hls.report.Resources;
import org.fabricast.hls.report.StageSlack;
import org.fabricast.hls.testbench.VectorHints;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.library.KernelLibrary;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kernel FILE -o DIR}: HLS for one kernel: Verilog, a test bench that passed in two simulators, a report. */
@CommandLine.Command(name = "kernel", description = "HLS for one kernel: Verilog, schedule report, test bench.")
final class KernelCommand extends Command {

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "A kernel source (.fk).")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--library", paramLabel = "NAME", description = "A kernel of the library instead of FILE.")
    private Optional<String> library = Optional.empty();

    @Option(names = "--list", description = "List the kernels of the library.")
    private boolean list;

    @Option(names = {"-o", "--output"}, paramLabel = "DIR", description = "Directory for everything that is made.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--kernel", paramLabel = "NAME", description = "Which kernel, when FILE has several.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--lanes", paramLabel = "N", defaultValue = "1", description = "Elements per cycle: 1, 2, 4 or 8 (default: 1).")
    private int lanes;

    @Option(names = "--clock", paramLabel = "MHZ", description = "Clock in MHz (default: 250).")
    private Optional<Double> clock = Optional.empty();

    @Option(names = "--clock-ns", paramLabel = "NS", description = "Clock period in nanoseconds, instead of --clock.")
    private Optional<Double> clockNs = Optional.empty();

    @Option(names = "--part", paramLabel = "BOARD", defaultValue = Part.DEFAULT_BOARD,
            description = "Board whose part it is for (default: " + Part.DEFAULT_BOARD + ").")
    private String part = Part.DEFAULT_BOARD;

    @Option(names = "--vectors", paramLabel = "N", defaultValue = "" + KernelRequest.DEFAULT_VECTORS,
            description = "Runs of the test bench (default: " + KernelRequest.DEFAULT_VECTORS + ").")
    private int vectors;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of the test vectors, 0 or more (default: 0).")
    private long seed;

    @Option(names = "--arg", paramLabel = "NAME=VALUES", description = "What an argument is drawn from: n=1..64, m=8,16, k=n/2.")
    private List<String> args = List.of();

    @Option(names = "--stream", paramLabel = "NAME=VALUES", description = "What elements of an input are drawn from: x=-8..8.")
    private List<String> streams = List.of();

    @Option(names = "--no-simulate", description = "Write the test bench, but do not run it.")
    private boolean noSimulate;

    @Option(names = "--no-synthesis", description = "Do not ask Yosys what the kernel needs.")
    private boolean noSynthesis;

    @Override
    ExitStatus run(Console console) {
        if (list) {
            return list(console);
        }
        long began = System.nanoTime();
        Path directory = output.orElseThrow(() -> wrong("-o", "a directory: -o DIR", "neither -o DIR nor --list"));
        if (file.isPresent() == library.isPresent()) {
            throw wrong("FILE", "either FILE or --library NAME", file.isPresent() ? "both" : "neither");
        }
        HlsOptions options = options();
        if (vectors < 1 || vectors > KernelRequest.MOST_VECTORS) {
            throw wrong("--vectors", "1 to " + KernelRequest.MOST_VECTORS, "" + vectors);
        }
        if (seed < 0) {
            throw wrong("--seed", "0 or more", "" + seed);
        }
        Part made = Part.of(part);
        KernelWorkflow.requirePlace(directory);
        KernelSource source = file.map(f -> KernelSource.file(f, name)).orElseGet(() -> KernelSource.library(library.orElseThrow()));
        KernelRequest request = new KernelRequest(source, options, made, hints(source), vectors, seed, !noSimulate, !noSynthesis);
        KernelOutcome outcome = new KernelWorkflow(console.environment(),
                (step, steps, what) -> console.progress("[%d/%d] %s", step, steps, what)).run(request, directory);
        ObjectNode document = outcome.report();
        document.put("directory", outcome.directory().toString()).put("seconds", (System.nanoTime() - began) / 1e9);
        summary(console, request, outcome, document);
        console.json(document);
        return ExitStatus.OK;
    }

    private static FabricastException wrong(String option, String expected, String found) {
        return new FabricastException(ErrorCode.F1001, option, expected, found, "");
    }

    private HlsOptions options() {
        if (lanes < 1 || lanes > 8 || Integer.bitCount(lanes) != 1) {
            throw wrong("--lanes", "1, 2, 4 or 8", "" + lanes);
        }
        if (clock.isPresent() && clockNs.isPresent()) {
            throw wrong("--clock", "either --clock or --clock-ns", "both");
        }
        double ns = clockNs.orElse(HlsOptions.DEFAULT_CLOCK_NS);
        double mhz = clock.orElse(1e3 / ns);
        if (clock.isPresent() && !(mhz >= 1e3 / HlsOptions.LONGEST_CLOCK_NS && mhz <= 1e3 / HlsOptions.SHORTEST_CLOCK_NS)) {
            throw wrong("--clock", String.format(Locale.ROOT, "%.0f to %.0f MHz", 1e3 / HlsOptions.LONGEST_CLOCK_NS,
                    1e3 / HlsOptions.SHORTEST_CLOCK_NS), "" + mhz);
        }
        if (!(ns >= HlsOptions.SHORTEST_CLOCK_NS && ns <= HlsOptions.LONGEST_CLOCK_NS)) {
            throw wrong("--clock-ns", String.format(Locale.ROOT, "%.1f to %.0f ns", HlsOptions.SHORTEST_CLOCK_NS,
                    HlsOptions.LONGEST_CLOCK_NS), "" + ns);
        }
        if (clock.isPresent()) {
            ns = 1e3 / mhz;
        }
        return new HlsOptions(lanes, ns);
    }

    private VectorHints hints(KernelSource source) {
        VectorHints hints = source.hints();
        Kernel kernel = source.kernel();
        List<String> arguments = kernel.args().stream().map(Kernel.Scalar::name).toList();
        List<String> inputs = kernel.inputs().stream().map(Kernel.Stream::name).toList();
        for (String arg : args) {
            hints = hint(hints, "--arg", arg, arguments, kernel);
        }
        for (String stream : streams) {
            hints = hint(hints, "--stream", stream, inputs, kernel);
        }
        return hints;
    }

    private static VectorHints hint(VectorHints hints, String option, String text, List<String> names, Kernel kernel) {
        String subject = text.split("=", 2)[0].strip();
        if (!names.contains(subject)) {
            throw wrong(option, "NAME=VALUES with a name of kernel " + kernel.name() + ": " + String.join(", ", names), text);
        }
        try {
            return hints.with(text, kernel);
        } catch (IllegalArgumentException e) {
            throw wrong(option, "NAME=VALUES, such as n=1..64 or m=8,16", e.getMessage());
        }
    }

    private static ExitStatus list(Console console) {
        ObjectNode document = Console.object();
        ArrayNode all = document.putArray("kernels");
        for (Kernel kernel : KernelLibrary.all()) {
            String signature = signature(kernel);
            console.line("%-20s %s", kernel.name(), signature);
            all.addObject().put("name", kernel.name()).put("signature", signature);
        }
        console.json(document);
        return ExitStatus.OK;
    }

    private static String signature(Kernel kernel) {
        List<String> parts = new ArrayList<>();
        kernel.inputs().forEach(s -> parts.add("in " + s.type() + " " + s.name()));
        kernel.outputs().forEach(s -> parts.add("out " + s.type() + " " + s.name()));
        kernel.results().forEach(r -> parts.add("result " + r.type() + " " + r.name()));
        kernel.args().forEach(a -> parts.add(a.type() + " " + a.name()));
        return String.join(", ", parts);
    }

    private static void summary(Console console, KernelRequest request, KernelOutcome outcome, ObjectNode report) {
        var figures = outcome.figures();
        console.line("kernel     %s, %s, %.1f MHz on %s", figures.hardware().kernel().name(), request.options().lanesText(),
                1e3 / request.options().clockNs(), request.part().name());
        console.line("latency    %d cycles with loops of unknown trip count once, initiation interval %d", figures.latencyCycles(),
                figures.initiationInterval());
        figures.loops().forEach(b -> {
            console.line("loop       %-10s interval %d, %d per word, depth %d", b.name(), b.interval(), b.lanes(), b.depthCycles());
            b.reason().filter(r -> r.interval() > 1).ifPresent(r -> console.line("           interval %d: %s", r.interval(), r.text()));
        });
        console.line("slack      %.2f ns at least, by the delay model", StageSlack.least(figures.hardware().blocks(),
                request.options().clockNs()));
        if (request.options().lanes() > 1 && !vectorised(request.source().kernel().body())) {
            console.line("note       --lanes has no effect: the kernel has no vector loop");
        }
        resources(console, "estimate", figures.estimate().total());
        figures.synthesised().ifPresent(r -> resources(console, "Yosys", r));
        for (Simulation s : outcome.simulations()) {
            console.line("checked    %d runs, %,d values with %s: all equal", report.get("checked_vectors").asInt(),
                    report.get("checked_values").asLong(), s.simulator());
        }
        if (!report.get("bench").asBoolean()) {
            console.line("bench      none: no arguments were found that the interpreter can run");
        }
        console.line("directory  %s (report/schedule.html shows the schedule)", outcome.directory());
        console.line("time       %.2f s", report.get("seconds").asDouble());
    }

    private static boolean vectorised(List<Node> nodes) {
        return nodes.stream().anyMatch(node -> node instanceof Node.Loop loop && (loop.vector() || vectorised(loop.body())));
    }

    private static void resources(Console console, String what, Resources r) {
        console.line("%-10s %,d LUT, %,d FF, %d DSP, %d BRAM18, %d URAM", what, r.lut(), r.ff(), r.dsp(), r.bram18(), r.uram());
    }
}
