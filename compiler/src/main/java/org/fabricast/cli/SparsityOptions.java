package org.fabricast.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.fabricast.compiler.assign.SparsityChoice;
import org.fabricast.compiler.sparse.Criterion;
import org.fabricast.compiler.sparse.IndexSharing;
import org.fabricast.compiler.sparse.SparsityTarget;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which weights are left out, and on what text that is decided; the same options on every command. */
final class SparsityOptions {

    private static final String NONE = "none";

    @Option(names = "--sparsity", paramLabel = "N:M|DENSITY", defaultValue = NONE,
            description = "Weight sparsity: none, a pattern such as 8:16, or a density such as 0.5 (N of 16 per block).")
    private String sparsity = NONE;

    @Option(names = "--sparsity-scope", paramLabel = "S",
            description = "Where a density is met: layer, model, or measured: model, by what each layer matters (default: layer).")
    private Optional<String> scope = Optional.empty();

    @Option(names = "--index-sets", paramLabel = "S",
            description = "Rows with positions of their own, or pairs with the same: row or pair (default: row).")
    private Optional<String> sharing = Optional.empty();

    @Option(names = "--refit", negatable = true,
            description = "Refit the weights that stay to the calibration text, or do not (default: as --calibrate has one).")
    private Optional<Boolean> refit = Optional.empty();

    @Option(names = "--force-sparsity", description = "Make layers sparse even where that costs more bytes.")
    private boolean force;

    @Option(names = "--calibrate", paramLabel = "M",
            description = "What chooses: none (magnitude) or wanda (default with --sparsity: wanda).")
    private Optional<String> calibrate = Optional.empty();

    @Mixin
    private final CalibrationOptions calibration = new CalibrationOptions();

    /** The text that decides. */
    CalibrationOptions calibration() {
        return calibration;
    }

    /** Whether weights are to be left out. */
    boolean given() {
        return !sparsity.equals(NONE);
    }

    /** A calibration text needs something that is decided by it. */
    void checkCalibration(List<Diagnostic> findings, boolean decides) {
        if (decides) {
            calibration.check(findings);
        } else {
            calibration.given().forEach(option -> findings.add(alone(option)));
        }
    }

    /** Options that say something about sparsity need it; calibration may serve something else. */
    void requireSparsity(List<Diagnostic> findings) {
        calibrate.filter(Predicate.not(List.of(NONE, "wanda")::contains)).ifPresent(value ->
                findings.add(new Diagnostic(ErrorCode.F1006, "--calibrate", "none or wanda", value, "")));
        Stream.of(of("--calibrate", calibrate.filter("wanda"::equals)), of("--sparsity-scope", scope), of("--index-sets", sharing),
                        of("--refit", refit),
                        of("--force-sparsity", force ? Optional.of("") : Optional.empty()))
                .flatMap(Optional::stream).forEach(option -> findings.add(alone(option)));
    }

    /** An option without what it belongs to. */
    static Diagnostic alone(String option) {
        return new Diagnostic(ErrorCode.F1001, option, "--sparsity beside it", "none",
                "Name a pattern or density, such as --sparsity 8:16.");
    }

    private static Optional<String> of(String name, Optional<?> value) {
        return value.map(v -> name);
    }

    /** What is asked for, but for a calibration text; empty beside findings. */
    Optional<SparsityChoice> choice(List<Diagnostic> findings) {
        int before = findings.size();
        SparsityTarget.Scope where = choice(findings, "--sparsity-scope", scope.orElse("layer"), SparsityTarget.Scope.values());
        IndexSharing sets = choice(findings, "--index-sets", sharing.orElse("row"), IndexSharing.values());
        boolean magnitude = calibrate.orElse("wanda").equals(NONE);
        calibrate.filter(Predicate.not(List.of(NONE, "wanda")::contains)).ifPresent(value ->
                findings.add(new Diagnostic(ErrorCode.F1006, "--calibrate", "none or wanda", value, "")));
        calibration.check(findings);
        Optional<SparsityTarget> target = Optional.empty();
        try {
            target = Optional.of(SparsityTarget.parse(sparsity, where, "--sparsity"));
            if (target.get() instanceof SparsityTarget.Fixed && scope.isPresent()) {
                findings.add(new Diagnostic(ErrorCode.F1001, "--sparsity-scope", "a density", "the pattern " + sparsity,
                        "A pattern is the same in every block."));
            }
        } catch (FabricastException e) {
            findings.addAll(e.diagnostics());
        }
        if (findings.size() > before) {
            return Optional.empty();
        }
        return target.map(t -> new SparsityChoice(t, magnitude ? Criterion.MAGNITUDE : Criterion.WANDA, sets,
                refit.orElse(!magnitude), force, Optional.empty()));
    }

    private static <E extends Enum<E>> E choice(List<Diagnostic> findings, String option, String value, E[] values) {
        List<String> names = Stream.of(values).map(v -> v.name().toLowerCase(Locale.ROOT)).toList();
        if (!names.contains(value)) {
            findings.add(new Diagnostic(ErrorCode.F1001, option, String.join(" or ", names), value, ""));
            return values[0];
        }
        return values[names.indexOf(value)];
    }
}
