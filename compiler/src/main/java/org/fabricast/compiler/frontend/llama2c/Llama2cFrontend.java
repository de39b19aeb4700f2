package org.fabricast.compiler.frontend.llama2c;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.compiler.frontend.ImportOptions;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelFormat;
import org.fabricast.compiler.frontend.ModelFrontend;
import org.fabricast.compiler.frontend.ModelName;
import org.fabricast.compiler.frontend.ModelSummary;
import org.fabricast.compiler.frontend.Provenance;
import org.fabricast.compiler.frontend.WeightChecks;
import org.fabricast.compiler.frontend.WeightFile;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.build.LlamaGraph;
import org.fabricast.ir.graph.build.LlamaShape;
import org.fabricast.ir.graph.build.WeightSource;
import org.fabricast.ir.tokenizer.Llama2cTokenizer;
import org.fabricast.ir.tokenizer.Tokenizer;
import org.fabricast.ir.tokenizer.TokenizerLoader;

/**
 * Checkpoints of llama2.c. The tokenizer is the file the user names, else {@code tokenizer.bin} beside the checkpoint; it
 * must have exactly the model's number of tokens. BOS is 1, EOS is 2.
 *
 * <p>Errors: F2005 dimensions, F2006 truncated, F2007 too long, F2008 version, F2025 tokenizer, F2026 memory, F2106 weights
 * that are no numbers.
 */
public final class Llama2cFrontend implements ModelFrontend {

    private static final String EXTENSION = ".bin";
    private static final int BOS = 1;
    private static final int EOS = 2;

    @Override
    public boolean accepts(Path model) {
        return Files.isRegularFile(model) && model.toString().toLowerCase(Locale.ROOT).endsWith(EXTENSION);
    }

    @Override
    public ImportedModel load(Path model, ImportOptions options) {
        try (WeightFile file = WeightFile.open(model)) {
            Llama2cHeader header = Llama2cHeader.read(file);
            Llama2cLayout layout = new Llama2cLayout(header);
            Findings findings = new Findings();
            check(file, layout, findings);
            findings.throwIfAny();
            LlamaShape shape = header.shape();
            Optional<Tokenizer> tokenizer = tokenizer(model, options, shape.vocab());
            WeightSource weights;
            if (options.shapeOnly()) {
                weights = WeightSource.shapeOnly(DType.F32);
            } else {
                WeightChecks.fitsMemory(model.toString(), layout.parameters());
                weights = new Llama2cWeights(file, layout, findings);
            }
            boolean hasControls = shape.vocab() > EOS;
            Graph graph = LlamaGraph.build(ModelName.of(model, EXTENSION), shape,
                    hasControls ? OptionalInt.of(BOS) : OptionalInt.empty(), hasControls ? List.of(EOS) : List.of(), weights);
            findings.throwIfAny();
            return new ImportedModel(graph, Optional.of(shape), tokenizer,
                    new Provenance(ModelFormat.LLAMA2C, "version " + header.version(), List.of(model)));
        }
    }

    @Override
    public ModelSummary inspect(Path model) {
        try (WeightFile file = WeightFile.open(model)) {
            String name = ModelName.of(model, EXTENSION);
            Llama2cHeader header;
            try {
                header = Llama2cHeader.read(file);
            } catch (FabricastException e) {
                return new ModelSummary(name, ModelFormat.LLAMA2C, "llama2.c", Optional.empty(), "unknown", 0, file.size(),
                        e.diagnostics());
            }
            Findings findings = new Findings();
            Llama2cLayout layout = new Llama2cLayout(header);
            check(file, layout, findings);
            return new ModelSummary(name, ModelFormat.LLAMA2C, "llama2.c version " + header.version(),
                    Optional.of(header.shape()), header.version() == 2 ? "int8, groups of " + header.groupSize() : "f32",
                    layout.parameters(), file.size(), findings.list());
        }
    }

    /** Whether the groups fit the tensors and the file is exactly as long as its header says. */
    private static void check(WeightFile file, Llama2cLayout layout, Findings findings) {
        String subject = file.path().toString();
        layout.places().forEach((name, place) -> {
            if (place.group() != 0 && place.elements() % place.group() != 0) {
                findings.add(ErrorCode.F2008, subject + ", tensor " + name,
                        "elements in whole groups of " + place.group(), place.elements() + " elements");
            }
        });
        if (findings.isEmpty() && file.size() != layout.fileBytes()) {
            findings.add(file.size() < layout.fileBytes() ? ErrorCode.F2006 : ErrorCode.F2007, subject,
                    layout.fileBytes() + " bytes, as its header says", file.size() + " bytes");
        }
    }

    private static Optional<Tokenizer> tokenizer(Path model, ImportOptions options, int vocab) {
        Path beside = model.resolveSibling(Llama2cTokenizer.FILE);
        Optional<Path> path = options.tokenizer()
                .or(() -> Optional.of(beside).filter(Files::isRegularFile).filter(file -> !file.equals(model)));
        Optional<Tokenizer> tokenizer = path.map(TokenizerLoader::load);
        tokenizer.filter(t -> t.vocabSize() != vocab).ifPresent(t -> {
            throw new FabricastException(ErrorCode.F2025, path.orElseThrow().toString(),
                    vocab + " tokens, the model's vocabulary", t.vocabSize() + " tokens", "");
        });
        return tokenizer;
    }
}
