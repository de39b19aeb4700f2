package org.fabricast.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.ModelCompiler;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.artefact.ArtefactAssembler;
import org.fabricast.compiler.artefact.CompileReport;
import org.fabricast.compiler.artefact.LengthReport;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.ExitStatus;
import org.fabricast.diag.FabricastException;
import org.fabricast.gen.AcceleratorGenerator;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.ArtefactWriter;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compile MODEL -o DIR}: writes an artefact; {@code --shape-only} says what it would be, without weights. */
@CommandLine.Command(name = "compile", description = "Compiles a model into an artefact: Verilog, program, weights.")
final class CompileCommand extends Command {

    @Parameters(paramLabel = "MODEL", description = "A llama2.c checkpoint, a Hugging Face directory or a .fir graph.")
    private Path model;

    @Option(names = {"-o", "--output"}, paramLabel = "DIR", description = "Artefact directory.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--shape-only", description = "Sizes, program and memory map only; needs no weights, writes nothing.")
    private boolean shapeOnly;

    @Option(names = "--length-report", paramLabel = "N",
            description = "Compares the bytes of instructions for all lengths 1 to N: per length, bucketed, parametric.")
    private Optional<Integer> lengthReport = Optional.empty();

    @Mixin
    private final ModelOptions modelOptions = new ModelOptions();

    @Override
    ExitStatus run(Console console) {
        long began = System.nanoTime();
        if (output.isPresent() == shapeOnly) {
            throw new FabricastException(ErrorCode.F1001, "--output", "either -o DIR or --shape-only",
                    shapeOnly ? "both" : "neither", "");
        }
        output.ifPresent(ArtefactWriter::requirePlace);
        if (shapeOnly) {
            modelOptions.shapesSuffice();
        }
        lengthReport.ifPresent(longest -> modelOptions.lengths().compare());
        CompileOptions options = modelOptions.compileOptions();
        console.progress("[1/4] import %s", model);
        ImportedModel imported = ModelLoader.load(model, modelOptions.importOptions(shapeOnly));
        console.progress("[2/4] compile for %s", options.config().name());
        CompiledModel compiled = ModelCompiler.compile(imported.graph(), modelOptions.compileOptions(imported));
        ObjectNode report = CompileReport.of(compiled);
        output.ifPresent(directory -> {
            console.progress("[3/4] generate Verilog");
            var rtl = AcceleratorGenerator.generate(compiled.options().config());
            console.progress("[4/4] write %s", directory);
            Artefact artefact = ArtefactAssembler.write(imported, compiled, rtl, directory);
            report.put("artefact", artefact.directory().toString());
            report.put("verilog_files", artefact.rtl().size());
        });
        lengthReport.ifPresent(longest -> report.set("instruction_bytes",
                LengthReport.json(LengthReport.of(compiled, modelOptions.lengths().buckets(), longest))));
        report.put("seconds", (System.nanoTime() - began) / 1e9);
        summary(console, report);
        console.json(report);
        return ExitStatus.OK;
    }

    private static void summary(Console console, ObjectNode report) {
        console.line("model      %s: %,d parameters, %d layers, context %d", report.at("/model/name").asText(),
                report.at("/model/parameters").asLong(), report.at("/model/layers").asInt(),
                report.at("/model/context").asInt());
        console.line("machine    %s: %d MAC/cycle, %,d bytes on chip", report.get("configuration").asText(),
                report.at("/resources/macs_per_cycle").asInt(), report.at("/resources/on_chip_bytes").asInt());
        console.line("weights    %,d bytes with tables; matrices %.3f bits per weight with scales and padding",
                report.get("weight_bytes").asLong(), report.get("bits_per_weight").asDouble());
        console.line("program    %d instructions, %,d bytes for every position and length%s",
                report.get("instructions").asInt(), report.get("program_bytes").asLong(), report.get("cores").asInt() == 1
                        ? "" : " on " + report.get("cores").asInt() + " cores");
        if (report.has("calibration")) {
            console.line("plan       %.4f bits per weight on average, measured on %,d tokens (%s)",
                    report.get("average_bits").asDouble(), report.at("/calibration/tokens").asInt(),
                    report.at("/calibration/text").asText());
        }
        if (report.has("sparsity")) {
            sparsity(console, report.get("sparsity"));
        }
        if (!report.get("weights").asText().equals(WeightChoice.INT8.text()) || report.has("sparsity")) {
            matrices(console, report);
        }
        report.get("buffers").forEach(b -> console.line("buffer     %-18s %,6d of %,6d %s", b.get("buffer").asText(),
                b.get("used").asInt(), b.get("capacity").asInt(), b.get("unit").asText()));
        report.get("memory_map").forEach(r -> console.line("memory     %-8s at 0x%08x, %,d bytes", r.get("name").asText(),
                r.get("base").asLong(), r.get("bytes").asLong()));
        if (report.has("instruction_bytes")) {
            lengths(console, report.get("instruction_bytes"));
        }
        if (report.has("artefact")) {
            console.line("artefact   %s (%d Verilog files)", report.get("artefact").asText(),
                    report.get("verilog_files").asInt());
        }
        console.line("time       %.2f s", report.get("seconds").asDouble());
    }

    private static void lengths(Console console, JsonNode lengths) {
        console.line("lengths    1 to %d, %d cores with %d memory channels each", lengths.get("longest").asInt(),
                lengths.get("cores").asInt(), lengths.get("channels_per_core").asInt());
        for (String way : List.of("naive", "bucketed", "parametric")) {
            JsonNode files = lengths.get(way);
            console.line("lengths    %-10s %,19d bytes in %,6d files or streams", way, files.get("bytes").asLong(),
                    files.get("files").asLong());
        }
    }

    /** Asked for, obtained, and what it saves by count. */
    private static void sparsity(Console console, JsonNode s) {
        console.line("sparsity   %s asked for; %.4f of %,d weights of the layers stored (%s%s)", s.get("asked").asText(),
                s.get("density").asDouble(), s.get("weights").asLong(), s.get("criterion").asText(),
                s.get("refit").asBoolean() ? ", refitted" : "");
        double weights = s.get("weights").asDouble() / 8;
        console.line("sparsity   %.4f bits per weight: values %.4f, positions %.4f, descriptors %.4f, scales %.4f; dense %.4f",
                s.get("bits_per_weight").asDouble(), s.get("value_bytes").asLong() / weights, s.get("index_bytes").asLong() / weights,
                s.get("descriptor_bytes").asLong() / weights, s.get("scale_bytes").asLong() / weights,
                s.get("bytes_dense").asLong() / weights);
        JsonNode cycles = s.get("cycles");
        console.line("sparsity   by count, one vector: %,d cycles of %,d dense; two vectors: %,d of %,d; memory alone %,d of %,d",
                cycles.get("mv").asLong(), cycles.get("mv_dense").asLong(), cycles.get("mm_pair").asLong(),
                cycles.get("mm_pair_dense").asLong(), cycles.get("memory").asLong(), cycles.get("memory_dense").asLong());
    }

    private static void matrices(Console console, ObjectNode report) {
        report.get("matrices").forEach(m -> console.line("matrix     %-18s %d bits, %-9s %,9d bytes%s",
                m.get("name").asText(), m.get("bits").asInt(), m.get("pattern").asText() + ",", m.get("bytes").asLong(), m.has("relative_error")
                        ? String.format(Locale.ROOT, ", relative error %.4f", m.get("relative_error").asDouble()) : ""));
    }
}
