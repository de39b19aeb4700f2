package org.fabricast.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.fabricast.compiler.assign.CalibrationSequences;
import org.fabricast.compiler.calibrate.CalibrationText;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.tokenizer.Tokenizer;
import picocli.CommandLine.Option;

/** The text that decides what a model can do without: a file, or what the model writes itself. */
final class CalibrationOptions {

    private static final int TOKENS = 4096;

    @Option(names = "--calibration", paramLabel = "FILE", description = "Calibration text (default: what the model writes itself).")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--calibration-tokens", paramLabel = "N", description = "Tokens the model writes (default: 4096).")
    private Optional<Integer> tokens = Optional.empty();

    private long seed;

    /** Names of the options that were given. */
    List<String> given() {
        List<String> names = new ArrayList<>();
        file.ifPresent(f -> names.add("--calibration"));
        tokens.ifPresent(n -> names.add("--calibration-tokens"));
        return names;
    }

    /** Values that cannot be used. */
    void check(List<Diagnostic> findings) {
        tokens.filter(n -> n < 1).ifPresent(n ->
                findings.add(new Diagnostic(ErrorCode.F1001, "--calibration-tokens", "1 or more", String.valueOf(n), "")));
        if (tokens.isPresent() && file.isPresent()) {
            findings.add(new Diagnostic(ErrorCode.F1001, "--calibration-tokens", "no --calibration beside it", "both",
                    "A file is run to its end."));
        }
    }

    /** Whether a file was given. */
    boolean hasFile() {
        return file.isPresent();
    }

    /** Another seed of what the model writes. */
    void seeded(long other) {
        seed = other;
    }

    /** The sequences. Errors: F1002 no such file, F1010 nothing in it. */
    CalibrationSequences text(ImportedModel model) {
        return file.map(f -> CalibrationSequences.of(String.valueOf(f.getFileName()), fromFile(model, f)))
                .orElseGet(() -> CalibrationSequences.selfGenerated(model.graph(), tokens.orElse(TOKENS), seed));
    }

    /** The sequences if these options say which; otherwise whoever needs some takes its own. */
    Optional<CalibrationSequences> sequences(ImportedModel model) {
        return given().isEmpty() && seed == 0 ? Optional.empty() : Optional.of(text(model));
    }

    private static List<int[]> fromFile(ImportedModel model, Path file) {
        String place = "--calibration " + file;
        if (!Files.isRegularFile(file)) {
            throw new FabricastException(ErrorCode.F1002, place, "a file", "none", "");
        }
        Tokenizer tokenizer = model.requireTokenizer();
        try {
            return CalibrationText.of(Files.readString(file, StandardCharsets.UTF_8), place, tokenizer, tokenizer.prependsBos(),
                    model.graph().context());
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F1002, place, "readable UTF-8 text", e.toString(), "");
        }
    }
}
