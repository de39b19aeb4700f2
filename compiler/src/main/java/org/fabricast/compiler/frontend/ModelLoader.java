package org.fabricast.compiler.frontend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fabricast.compiler.frontend.fir.FirFrontend;
import org.fabricast.compiler.frontend.hf.HuggingFaceFrontend;
import org.fabricast.compiler.frontend.llama2c.Llama2cFrontend;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/** Reads a model of any kind this program knows. */
public final class ModelLoader {

    private static final List<ModelFrontend> FRONTENDS = 
            List.of(new HuggingFaceFrontend(), new Llama2cFrontend(), new FirFrontend());

    private ModelLoader() {
    }

    /**
     * Reads a model with its weights.
     *
     * @param tokenizer tokenizer file; without it, the one beside the model if there is one
     */
    public static ImportedModel load(Path model, Optional<Path> tokenizer) {
        return load(model, new ImportOptions(tokenizer, false));
    }

    /** Reads a model. Errors: F2001 no such path, F2004 no known format, and those of the format. */
    public static ImportedModel load(Path model, ImportOptions options) {
        return frontend(model).load(model, options);
    }

    /** Describes a model without reading its weights. */
    public static ModelSummary inspect(Path model) {
        return frontend(model).inspect(model);
    }

    private static ModelFrontend frontend(Path model) {
        if (!Files.exists(model)) {
            throw new FabricastException(ErrorCode.F2001, model.toString(), "a model file or directory", "nothing", "");
        }
        return FRONTENDS.stream().filter(f -> f.accepts(model)).findFirst()
                .orElseThrow(() -> new FabricastException(ErrorCode.F2004, model.toString(),
                        "a llama2.c checkpoint (.bin), a directory with config.json, a configuration (.json), or a graph (.fir)",
                        Files.isDirectory(model) ? "a directory without config.json" : "another file", ""));
    }
}
