package org.fabricast.cli;

import java.util.List;
import java.util.Optional;
import org.fabricast.compiler.assign.CalibrationSequences;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.plan.BitAllocation;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import picocli.CommandLine.Option;

/** How weights are stored. */
final class WeightOptions {

    private static final String INT8 = "int8";
    private static final String MIXED = "mixed";
    private static final double DEFAULT_BITS = 3.5;
    private static final List<String> FORMATS = List.of("int3", "int4", "int5", "int6", INT8, MIXED);

    @Option(names = "--weights", paramLabel = "FORMAT",
            description = "Weight format: int8 (default), int6, int5, int4, int3, or mixed: bits per matrix by measurement.")
    private Optional<String> weights = Optional.empty();

    @Option(names = "--bits", paramLabel = "AVG", description = "Most bits per weight on average of mixed (default: 3.5).")
    private Optional<Double> bits = Optional.empty();

    private String format() {
        return weights.orElse(INT8);
    }

    /** What cannot be, whatever the model. */
    void check(List<Diagnostic> findings) {
        if (!FORMATS.contains(format())) {
            findings.add(new Diagnostic(ErrorCode.F1006, "--weights", String.join(", ", FORMATS), format(), ""));
            return;
        }
        if (mixed()) {
            bits.ifPresent(BitAllocation::requireReachable);
            return;
        }
        bits.ifPresent(b -> findings.add(new Diagnostic(ErrorCode.F1001, "--bits", "--weights mixed beside it", format(), "")));
    }

    /** Whether bits are chosen per matrix. */
    boolean mixed() {
        return format().equals(MIXED);
    }

    /** The first of these options that was given. */
    Optional<String> given() {
        return weights.map(w -> "--weights").or(() -> bits.map(b -> "--bits"));
    }

    /** The choice but for a calibration text. */
    WeightChoice choice() {
        return choice(Optional.empty());
    }

    /** The choice; mixed weights are judged by {@code text}, or by what the model generates. */
    WeightChoice choice(Optional<CalibrationSequences> text) {
        return mixed() ? new WeightChoice.Mixed(bits.orElse(DEFAULT_BITS), text)
                : new WeightChoice.Uniform(WeightPlan.CHOICES.stream().filter(b -> format().equals("int" + b)).findFirst()
                        .orElseThrow());
    }
}
