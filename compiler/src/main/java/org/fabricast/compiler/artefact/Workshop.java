package org.fabricast.compiler.artefact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.ModelCompiler;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.CacheDirectory;
import org.fabricast.gen.AcceleratorGenerator;
import org.fabricast.gen.GeneratedRtl;
import org.fabricast.ir.hash.Sha256;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.ArtefactReader;
import org.fabricast.ir.image.Manifest;

/**
 * From an imported model to an artefact: compile, generate Verilog, assemble.
 *
 * <p>Errors: those of {@link ModelCompiler} and {@link ArtefactAssembler}.
 */
public final class Workshop {

    private static final int KEY_DIGITS = 16;

    private Workshop() {
    }

    /** Compiles {@code model} into the artefact directory {@code directory}. */
    public static Artefact make(ImportedModel model, CompileOptions options, Path directory) {
        CompiledModel compiled = ModelCompiler.compile(model.graph(), options);
        return ArtefactAssembler.write(model, compiled, AcceleratorGenerator.generate(compiled.options().config()), directory);
    }

    /**
     * The artefact of {@code model} in the user's cache, made if it is not there. Its place is named by everything that
     * decides its contents.
     */
    public static Artefact cached(ImportedModel model, CompileOptions options, Map<String, String> environment) {
        CompiledModel compiled = ModelCompiler.compile(model.graph(), options);
        GeneratedRtl rtl = AcceleratorGenerator.generate(compiled.options().config());
        Path place = CacheDirectory.of(environment).resolve("artefacts").resolve(key(model, compiled, rtl));
        if (Files.isRegularFile(place.resolve(Manifest.FILE))) {
            try {
                return ArtefactReader.open(place);
            } catch (FabricastException damaged) {
                // Made again below.
                return ArtefactAssembler.write(model, compiled, rtl, place);
            }
        }
        try {
            Files.createDirectories(place.getParent());
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F1003, place.getParent().toString(), "a writable cache directory",
                    e.toString(), "Name another directory in " + CacheDirectory.VARIABLE + ".");
        }
        return ArtefactAssembler.write(model, compiled, rtl, place);
    }

    private static String key(ImportedModel model, CompiledModel compiled, GeneratedRtl rtl) {
        Sha256 hash = new Sha256().add("program", compiled.program().bytes()).add("weights", compiled.image().bytes())
                .add("options", compiled.options().toString());
        rtl.files().forEach(hash::add);
        model.tokenizer().ifPresent(tokenizer -> tokenizer.files().forEach(hash::add));
        return model.graph().name() + "-" + hash.hex().substring(0, KEY_DIGITS);
    }
}
