package org.fabricast.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fabricast.compiler.frontend.ImportOptions;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.frontend.npy.NpyMatrix;
import org.fabricast.compiler.quantise.group.GroupQuantiser;
import org.fabricast.diag.ExitStatus;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Tensor;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code quantize MATRIX.npy|MODEL --weights FORMAT}: one matrix, or the projections of a model as they are imported; per group
 * datatype and scale, levels, dequantised values, error, bits per weight.
 */
@CommandLine.Command(name = "quantize", description = "Quantises a matrix or a model and shows the result.")
final class QuantizeCommand extends Command {

    @Parameters(paramLabel = "MATRIX.npy|MODEL", description = "A two-dimensional .npy array, or a model.")
    private Path subject;

    @Option(names = "-o", paramLabel = "FILE.json", description = "Everything, as JSON.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--tokenizer", paramLabel = "FILE", description = "Tokenizer of a llama2.c checkpoint (not needed here).")
    private Optional<Path> tokenizer = Optional.empty();

    @Mixin
    private final GroupOptions options = new GroupOptions();

    @Override
    ExitStatus run(Console console) {
        GroupQuantiser quantiser = options.quantiser(console);
        output.ifPresent(JsonFile::checkWritable);
        if (NpyMatrix.named(subject)) {
            NpyMatrix matrix = NpyMatrix.read(subject);
            QuantizeReport report = QuantizeReport.of(quantiser, String.valueOf(subject.getFileName()), matrix.values(), matrix.rows(),
                    matrix.cols());
            report.print(console);
            emit(console, report::write, report::write);
        } else {
            model(console, quantiser);
        }
        return ExitStatus.OK;
    }

    private void emit(Console console, JsonFile.Content shown, JsonFile.Content whole) {
        output.ifPresent(file -> JsonFile.write(file, whole));
        if (console.options().json) {
            try {
                JsonFile.write(console.out(), shown);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void model(Console console, GroupQuantiser quantiser) {
        Graph graph = ModelLoader.load(subject, new ImportOptions(tokenizer, false)).graph();
        List<QuantizeReport> reports = new ArrayList<>();
        for (Tensor tensor : projections(graph)) {
            console.progress("%s", tensor.name());
            reports.add(QuantizeReport.of(quantiser, tensor.name(), tensor.data(), tensor.type().dim(0), tensor.type().dim(1)));
        }
        QuantizeSummary summary = new QuantizeSummary(graph.name(), reports);
        summary.print(console);
        emit(console, out -> summary.write(out, QuantizeReport::writeFacts), out -> summary.write(out, QuantizeReport::writeMembers));
    }

    /** The matrices that linear operators multiply by, each once, in the order of use. */
    private static List<Tensor> projections(Graph graph) {
        Map<String, Tensor> constants = graph.constantsByName();
        Map<String, Tensor> found = new LinkedHashMap<>();
        graph.nodes().forEach(node -> {
            if (node.op() instanceof Linear linear) {
                found.putIfAbsent(linear.weight().name(), constants.get(linear.weight().name()));
            }
        });
        return List.copyOf(found.values());
    }
}
