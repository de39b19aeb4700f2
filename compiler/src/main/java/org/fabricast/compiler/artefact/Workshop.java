package org.fabricast.compiler.artefact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.ArtefactReader;
import org.fabricast.ir.image.Manifest;

/**
 * From an imported model to an artefact: compile, generate Verilog, assemble.
 *
 * <p>Errors: those of {@link ModelCompiler} and {@link ArtefactAssembler}.
 */
public final class Workshop {

    private Workshop() {
    }

    /** Compiles {@code model} into the artefact directory {@code directory}. */
    public static Artefact make(ImportedModel model, CompileOptions options, Path directory) {
        CompiledModel compiled = ModelCompiler.compile(model.graph(), options);
        return ArtefactAssembler.write(model, compiled, AcceleratorGenerator.generate(options.config()), directory);
    }

    /**
     * The artefact of {@code model} in the user's cache, made if it is not there. Its place is named by everything that
     * decides its contents.
     */
    public static Artefact cached(ImportedModel model, CompileOptions options, Map<String, String> environment) {
        CompiledModel compiled = ModelCompiler.compile(model.graph(), options);
        GeneratedRtl rtl = AcceleratorGenerator.generate(options.config());
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
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(compiled.program().bytes());
            digest.update(compiled.image().bytes());
            digest.update(compiled.options().toString().getBytes(StandardCharsets.UTF_8));
            rtl.files().forEach((name, text) -> digest.update((name + text).getBytes(StandardCharsets.UTF_8)));
            model.tokenizer().ifPresent(t -> t.files().values().forEach(digest::update));
            return model.graph().name() + "-" + HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
