package org.fabricast.compiler.frontend.fir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.compiler.frontend.ImportOptions;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelFormat;
import org.fabricast.compiler.frontend.ModelFrontend;
import org.fabricast.compiler.frontend.ModelName;
import org.fabricast.compiler.frontend.ModelSummary;
import org.fabricast.compiler.frontend.Provenance;
import org.fabricast.compiler.frontend.TokenizerFit;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.text.FirReader;
import org.fabricast.ir.tokenizer.Tokenizer;

/**
 * Graphs in our own textual form. The tokenizer is the file the user names; BOS is prepended if the graph has one and the
 * tokenizer's template does not decide otherwise.
 *
 * <p>Errors: those of the reader; F2025 tokenizer, F2114 weights needed and not there.
 */
public final class FirFrontend implements ModelFrontend {

    private static final String EXTENSION = ".fir";

    @Override
    public boolean accepts(Path model) {
        return Files.isRegularFile(model) && model.toString().toLowerCase(Locale.ROOT).endsWith(EXTENSION);
    }

    @Override
    public ImportedModel load(Path model, ImportOptions options) {
        Graph graph = FirReader.read(model);
        if (!options.shapeOnly() && !graph.hasData()) {
            throw new FabricastException(ErrorCode.F2114, model.toString(), "weights", "shapes only", "");
        }
        Optional<Tokenizer> tokenizer = options.tokenizer().map(path -> TokenizerFit.load(path, graph.vocab(),
                graph.facts().bos(), graph.facts().eos(), graph.facts().bos().isPresent()));
        return new ImportedModel(options.shapeOnly() ? shapes(graph) : graph, Optional.empty(), tokenizer,
                new Provenance(ModelFormat.FIR, "graph", List.of(model)));
    }

    @Override
    public ModelSummary inspect(Path model) {
        Findings findings = new Findings();
        Optional<Graph> graph = Optional.empty();
        try {
            graph = Optional.of(FirReader.read(model));
        } catch (FabricastException e) {
            findings.addAll(e.diagnostics());
        }
        String types = graph.stream().flatMap(g -> g.constants().stream()).map(t -> t.type().dtype().text()).distinct()
                .collect(Collectors.joining(", "));
        return new ModelSummary(ModelName.of(model, EXTENSION), ModelFormat.FIR, "graph", Optional.empty(),
                types.isEmpty() ? "unknown" : types, graph.map(Graph::parameters).orElse(0L), 0, findings.list());
    }

    private static Graph shapes(Graph graph) {
        return new Graph(graph.name(), graph.vocab(), graph.context(), graph.facts(),
                graph.constants().stream().map(t -> Tensor.shapeOnly(t.name(), t.type())).toList(), graph.nodes(),
                graph.output());
    }
}
