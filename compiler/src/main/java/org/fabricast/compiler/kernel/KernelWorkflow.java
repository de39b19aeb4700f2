package org.fabricast.compiler.kernel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.hls.KernelHardware;
import org.fabricast.hls.KernelHls;
import org.fabricast.hls.report.KernelFigures;
import org.fabricast.hls.report.ResourceEstimate;
import org.fabricast.hls.report.Resources;
import org.fabricast.hls.report.ScheduleHtml;
import org.fabricast.hls.report.ScheduleText;
import org.fabricast.hls.testbench.KernelVectors;
import org.fabricast.hls.testbench.RunScript;
import org.fabricast.hls.testbench.TestBench;
import org.fabricast.hls.testbench.VectorMaker;
import org.fabricast.ir.image.ArtefactFile;
import org.fabricast.ir.image.ArtefactWriter;
import org.fabricast.ir.kernel.KernelPrinter;
import org.fabricast.rtl.CellLibrary;

/**
 * From a kernel to a directory with its Verilog, a test bench that passed in two simulators, and a report:
 * {@code rtl/*.v}, {@code tb/} with {@code run.sh} and {@code vectors/}, {@code report/schedule.txt}, {@code schedule.html},
 * {@code kernel.ssa} and {@code report.json}, {@code source/}, and {@code kernel.json} with a hash of every file.
 *
 * <p>Errors: those of {@link KernelHls}, {@link VectorMaker}, {@link Synthesis}; F5004 the test bench fails; F7001, F7501, F7502, F7503,
 * F7504 a tool is missing or fails; F3113 larger than the part; F1003 the place cannot be written. Then nothing is left there.
 */
public final class KernelWorkflow {

    /** File that tells a kernel's directory. */
    public static final String MARKER = "kernel.json";

    private final Map<String, String> environment;
    private final KernelListener listener;

    /** A workflow with the tools that an environment names. */
    public KernelWorkflow(Map<String, String> environment, KernelListener listener) {
        this.environment = Map.copyOf(environment);
        this.listener = listener;
    }

    /** Whether a kernel can be put at {@code directory}. Errors: F1003. */
    public static void requirePlace(Path directory) {
        ArtefactWriter.requirePlace(directory, MARKER);
        Path above = directory.toAbsolutePath().normalize().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above == null || !Files.isDirectory(above) || !Files.isWritable(above)) {
            throw new FabricastException(ErrorCode.F1003, directory.toString(), "a place that can be written",
                    above + (above != null && Files.isDirectory(above) ? ", not writable" : ", not a directory"), "");
        }
    }

    /** Makes a kernel at {@code directory}; a kernel that stands there is replaced when the new one is complete. */
    public KernelOutcome run(KernelRequest request, Path directory) {
        requirePlace(directory);
        KernelHardware hardware = KernelHls.generate(request.source().kernel(), request.options());
        return finish(request, hardware, directory);
    }

    /** The same with hardware that is there already. */
    KernelOutcome finish(KernelRequest request, KernelHardware hardware, Path directory) {
        int steps = 3 + (request.simulate() ? 2 : 0) + (request.synthesise() ? 1 : 0);
        int step = 1;
        listener.begins(step++, steps, "schedule " + hardware.module() + ", " + request.options().lanesText());
        Map<String, String> rtl = rtl(hardware);
        listener.begins(step++, steps, "make " + request.vectors() + " test vectors with the interpreter");
        Optional<KernelVectors> vectors = vectors(request, hardware);
        Map<String, String> bench = new LinkedHashMap<>();
        vectors.ifPresent(made -> {
            bench.putAll(TestBench.files(hardware, made));
            bench.put(RunScript.FILE, RunScript.text(hardware));
        });
        List<Simulation> simulations = new ArrayList<>();
        Optional<Synthesis> synthesis = Optional.empty();
        try {
            Path scratch = Files.createTempDirectory("fabricast-kernel");
            try {
                write(scratch.resolve("rtl"), rtl);
                write(scratch.resolve("tb"), bench);
                if (request.simulate()) {
                    Simulator simulator = new Simulator(scratch, TestBench.module(hardware), sources(rtl, bench), environment);
                    listener.begins(step++, steps, "simulate with Verilator");
                    simulations.add(simulator.verilator());
                    listener.begins(step++, steps, "simulate with Icarus");
                    simulations.add(simulator.icarus());
                }
                if (request.synthesise()) {
                    listener.begins(step++, steps, "synthesise with Yosys for " + request.part().name());
                    synthesis = Optional.of(Synthesis.of(scratch.resolve("rtl"), List.copyOf(rtl.keySet()), hardware.module(),
                            request.part().family(), environment));
                }
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep files for the tools", e);
        }
        KernelFigures figures = new KernelFigures(hardware, request.part().name(), request.part().available(),
                ResourceEstimate.of(hardware, request.part().family()), synthesis.map(Synthesis::resources));
        requireFit(figures);
        ObjectNode report = KernelReport.of(request, figures, vectors, simulations,
                synthesis.map(s -> List.of(s.version())).orElse(List.of()));
        listener.begins(step, steps, "write " + directory);
        Path place = place(request, figures, rtl, bench, report, directory);
        return new KernelOutcome(place, figures, simulations, report);
    }

    /** The runs of the bench; none where no arguments can be found and none is to be run. */
    private static Optional<KernelVectors> vectors(KernelRequest request, KernelHardware hardware) {
        try {
            return Optional.of(VectorMaker.make(request.source().kernel(), hardware, request.hints(), request.vectors(), request.seed()));
        } catch (FabricastException e) {
            if (request.simulate() || e.diagnostics().stream().anyMatch(d -> d.code() != ErrorCode.F3111)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static Map<String, String> rtl(KernelHardware hardware) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(hardware.module() + ".v", hardware.verilog());
        hardware.cells().forEach(cell -> files.put(CellLibrary.fileName(cell), CellLibrary.verilog(cell)));
        return files;
    }

    private static List<String> sources(Map<String, String> rtl, Map<String, String> bench) {
        List<String> sources = new ArrayList<>();
        bench.keySet().stream().filter(name -> name.endsWith(".v")).forEach(sources::add);
        rtl.keySet().forEach(name -> sources.add("../rtl/" + name));
        return sources;
    }

    private static void requireFit(KernelFigures figures) {
        Resources need = figures.synthesised().orElse(figures.estimate().total());
        Resources has = figures.available();
        List<String> over = new ArrayList<>();
        over(over, "LUT", need.lut(), has.lut());
        over(over, "FF", need.ff(), has.ff());
        over(over, "DSP", need.dsp(), has.dsp());
        over(over, "BRAM18", need.bram18(), has.bram18());
        over(over, "URAM", need.uram(), has.uram());
        if (!over.isEmpty()) {
            throw new FabricastException(ErrorCode.F3113, "kernel " + figures.hardware().kernel().name() + " on " + figures.part(),
                    "no more than the part has", String.join(", ", over), "");
        }
    }

    private static void over(List<String> over, String what, int need, int has) {
        if (has > 0 && need > has) {
            over.add(need + " of " + has + " " + what);
        }
    }

    private static Path place(KernelRequest request, KernelFigures figures, Map<String, String> rtl, Map<String, String> bench,
            ObjectNode report, Path directory) {
        try (ArtefactWriter writer = ArtefactWriter.begin(directory, MARKER)) {
            rtl.forEach((name, text) -> writer.text("rtl/" + name, text));
            bench.forEach((name, text) -> writer.text("tb/" + name, text));
            writer.text("report/schedule.txt", ScheduleText.of(figures));
            writer.text("report/schedule.html", ScheduleHtml.of(figures));
            writer.text("report/kernel.ssa", KernelPrinter.print(figures.hardware().optimised()));
            writer.text("report/report.json", report.toPrettyString() + "\n");
            writer.text("source/" + request.source().kernel().name() + ".fk", request.source().text());
            return writer.finishWith(files -> marker(report, files));
        }
    }

    private static String marker(ObjectNode report, List<ArtefactFile> files) {
        ObjectNode out = report.objectNode();
        for (String key : List.of("kernel", "module", "source", "part", "board", "lanes", "clock_ns", "latency", "initiation_interval",
                "resources", "checked_vectors", "checked_values", "seed", "tools")) {
            out.set(key, report.get(key));
        }
        ArrayNode list = out.putArray("files");
        files.forEach(f -> list.addObject().put("path", f.path()).put("bytes", f.bytes()).put("sha256", f.sha256()));
        return out.toPrettyString() + "\n";
    }

    private static void write(Path directory, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
