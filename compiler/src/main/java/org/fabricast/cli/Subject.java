package org.fabricast.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.fabricast.compiler.artefact.Workshop;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.run.DeviceKind;
import org.fabricast.compiler.run.DeviceOpener;
import org.fabricast.compiler.run.ReferenceModel;
import org.fabricast.compiler.run.TokenModel;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.ArtefactReader;
import org.fabricast.ir.image.Manifest;
import org.fabricast.ir.image.Tiling;
import org.fabricast.ir.image.WeightFormat;
import org.fabricast.ir.image.WeightTensor;
import org.fabricast.ir.tokenizer.Tokenizer;
import org.fabricast.ir.tokenizer.TokenizerLoader;

/**
 * What {@code run} and {@code evaluate} work on: an artefact, or a model that is compiled when a device needs it.
 *
 * @param path     as given
 * @param artefact the artefact, if the path is one
 * @param model    the imported model otherwise
 */
record Subject(Path path, Optional<Artefact> artefact, Optional<ImportedModel> model) {

    /** Opens {@code path}. */
    static Subject open(Path path, ModelOptions options) {
        if (Files.isRegularFile(path.resolve(Manifest.FILE))) {
            Artefact artefact = ArtefactReader.open(path);
            options.requireFitting(artefact.manifest());
            return new Subject(path, Optional.of(artefact), Optional.empty());
        }
        return new Subject(path, Optional.empty(), Optional.of(ModelLoader.load(path, options.importOptions(false))));
    }

    /** The artefact; a model is compiled into the cache. */
    Artefact artefact(ModelOptions options, Console console) {
        return artefact.orElseGet(() -> {
            console.progress("compile %s", path);
            return Workshop.cached(model.orElseThrow(), options.compileOptions(model.orElseThrow()),
                    console.environment());
        });
    }

    /** Name of the weight format of the machine: an artefact has its own. */
    String weights(ModelOptions options) {
        List<WeightFormat> formats = artefact.map(a -> a.manifest().weights().tensors().stream()
                .filter(t -> t.tiling() == Tiling.STREAM).map(WeightTensor::format).distinct().toList()).orElse(List.of());
        if (formats.isEmpty()) {
            return options.weightsText();
        }
        return formats.size() == 1 ? "int" + formats.getFirst().bits() : "mixed";
    }

    /** The tokenizer. */
    Tokenizer tokenizer() {
        if (model.isPresent()) {
            return model.get().requireTokenizer();
        }
        Artefact opened = artefact.orElseThrow();
        String file = opened.manifest().program().tokenizerFile();
        if (file.isEmpty()) {
            throw new FabricastException(ErrorCode.F2021, path.toString(), "a tokenizer", "none",
                    "Compile the model with --tokenizer.");
        }
        return TokenizerLoader.load(opened.path(file));
    }

    /** Something that continues sequences on a device of {@code kind}. */
    TokenModel on(DeviceKind kind, ModelOptions options, DeviceOpener opener, Console console) {
        if (kind == DeviceKind.REFERENCE && model.isPresent()) {
            List<Integer> ends = tokenizer().specials().ends();
            return new ReferenceModel(model.get().graph(), ends, () -> opener.tick().accept(0));
        }
        return opener.open(artefact(options, console), kind);
    }
}
