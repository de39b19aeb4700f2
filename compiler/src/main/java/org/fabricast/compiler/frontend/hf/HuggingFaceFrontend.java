package org.fabricast.compiler.frontend.hf;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.compiler.frontend.ImportOptions;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelFormat;
import org.fabricast.compiler.frontend.ModelFrontend;
import org.fabricast.compiler.frontend.ModelName;
import org.fabricast.compiler.frontend.ModelSummary;
import org.fabricast.compiler.frontend.Provenance;
import org.fabricast.compiler.frontend.WeightChecks;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.build.WeightSource;
import org.fabricast.ir.json.StrictJson;
import org.fabricast.ir.tokenizer.Tokenizer;

/**
 * Hugging Face directories, or a configuration file alone where no weights are needed.
 *
 * <p>Errors: those of configuration, tensor files, tensors and tokenizer; F2026 memory, F2106 weights that are no numbers.
 */
public final class HuggingFaceFrontend implements ModelFrontend {

    private static final String CONFIG = "config.json";
    private static final String EXTENSION = ".json";
    private static final long LONGEST_CONFIG = 16L << 20;

    @Override
    public boolean accepts(Path model) {
        return Files.isDirectory(model)
                ? Files.exists(model.resolve(CONFIG))
                : Files.isRegularFile(model) && model.toString().toLowerCase(Locale.ROOT).endsWith(EXTENSION);
    }

    @Override
    public ImportedModel load(Path model, ImportOptions options) {
        Path directory = directory(model);
        Findings findings = new Findings();
        Optional<HfModel> read = HfModel.read(root(model), configFile(model).toString(), findings);
        Optional<TensorFiles> files = options.shapeOnly() ? Optional.empty() : openFiles(directory, findings);
        try {
            read.ifPresent(config -> files.ifPresent(
                    open -> config.tensors().check(open, directory.toString(), findings)));
            Optional<Tokenizer> tokenizer = read.flatMap(config -> tokenizer(model, options, config, findings));
            findings.throwIfAny();
            HfModel config = read.orElseThrow();
            HfTensors tensors = config.tensors();
            if (files.isPresent()) {
                WeightChecks.fitsMemory(model.toString(), tensors.parameters());
            }
            WeightSource weights = files.<WeightSource>map(open -> new HfWeights(tensors, open, findings))
                    .orElseGet(() -> HfWeights.shapeOnly(tensors, config.dtype()));
            Graph graph = config.graph(name(model), weights);
            findings.throwIfAny();
            return new ImportedModel(graph, config.llamaShape(), tokenizer, provenance(model, config, files));
        } finally {
            files.ifPresent(TensorFiles::close);
        }
    }

    @Override
    public ModelSummary inspect(Path model) {
        Path directory = directory(model);
        JsonNode root = root(model);
        Findings findings = new Findings();
        Optional<HfModel> config = HfModel.read(root, configFile(model).toString(), findings);
        Optional<HfTensors> tensors = config.map(HfModel::tensors);
        long bytes = 0;
        if (Files.isDirectory(model) && TensorFiles.exist(directory)) {
            Optional<TensorFiles> files = openFiles(directory, findings);
            files.ifPresent(open -> tensors.ifPresent(t -> t.check(open, directory.toString(), findings)));
            bytes = files.map(TensorFiles::bytes).orElse(0L);
            files.ifPresent(TensorFiles::close);
        }
        config.ifPresent(c -> tokenizer(model, ImportOptions.DEFAULT, c, findings));
        return new ModelSummary(name(model), ModelFormat.HUGGING_FACE, HfConfig.architectureName(root),
                config.map(HfModel::shape), config.map(c -> c.dtype().text()).orElse("unknown"),
                tensors.map(HfTensors::parameters).orElse(0L), bytes, findings.list());
    }

    private static Optional<TensorFiles> openFiles(Path directory, Findings findings) {
        try {
            return Optional.of(TensorFiles.open(directory));
        } catch (FabricastException e) {
            findings.addAll(e.diagnostics());
            return Optional.empty();
        }
    }

    private static Optional<Tokenizer> tokenizer(Path model, ImportOptions options, HfModel config, Findings findings) {
        try {
            return HfTokenizer.load(Optional.of(model).filter(Files::isDirectory), options.tokenizer(), config);
        } catch (FabricastException e) {
            findings.addAll(e.diagnostics());
            return Optional.empty();
        }
    }

    private static Path configFile(Path model) {
        return Files.isDirectory(model) ? model.resolve(CONFIG) : model;
    }

    private static Path directory(Path model) {
        return Files.isDirectory(model) ? model : model.resolveSibling("");
    }

    private static String name(Path model) {
        return ModelName.of(model, Files.isDirectory(model) ? "" : EXTENSION);
    }

    private static JsonNode root(Path model) {
        return StrictJson.read(configFile(model), LONGEST_CONFIG);
    }

    private static Provenance provenance(Path model, HfModel config, Optional<TensorFiles> files) {
        List<Path> paths = new ArrayList<>(List.of(configFile(model)));
        files.ifPresent(open -> paths.addAll(open.paths()));
        return new Provenance(ModelFormat.HUGGING_FACE, config.architectureText(), paths);
    }
}
