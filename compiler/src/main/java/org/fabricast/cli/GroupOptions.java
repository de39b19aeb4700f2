package org.fabricast.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.quantise.group.GroupFormat;
import org.fabricast.compiler.quantise.group.GroupQuantiser;
import org.fabricast.compiler.quantise.group.ScaleStorage;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import picocli.CommandLine.Option;

/** How weights are quantised in groups, whatever machine there is for them. */
final class GroupOptions {

    @Option(names = "--weights", paramLabel = "FORMAT", required = true, description = "Weight format, such as bitmod4, int4 or mxfp4.")
    private String weights = "";

    @Option(names = "--group", paramLabel = "N", description = "Inputs per group (default: 64; MX formats have 32).")
    private Optional<Integer> group = Optional.empty();

    @Option(names = "--scales", paramLabel = "S", defaultValue = "float", description = "Scales of groups: float (default), int8.")
    private String scales = "float";

    /** The format. Errors: F1015. */
    GroupFormat format() {
        return GroupFormat.find(weights).orElseThrow(() -> unknown(weights));
    }

    private static FabricastException unknown(String weights) {
        return new FabricastException(ErrorCode.F1015, "--weights",
                GroupFormat.named().stream().map(GroupFormat::text).collect(Collectors.joining(", ")), weights, "");
    }

    /** How scales are kept. Errors: F1001. */
    ScaleStorage storage() {
        return Arrays.stream(ScaleStorage.values()).filter(s -> s.text().equals(scales)).findFirst().orElseThrow(() ->
                new FabricastException(ErrorCode.F1001, "--scales", "float or int8", scales, ""));
    }

    /** The quantiser; all that is wrong with the options at once. */
    GroupQuantiser quantiser(Console console) {
        List<Diagnostic> findings = new ArrayList<>();
        collect(findings, this::format);
        collect(findings, this::storage);
        int asked = group.orElse(CompileOptions.DEFAULT_GROUP);
        collect(findings, () -> GroupQuantiser.requireGroup(asked));
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
        if (group.isPresent() && format().group(asked) != asked) {
            console.note("%s has groups of %d", weights, format().group(asked));
        }
        return new GroupQuantiser(format(), asked, storage());
    }

    private static void collect(List<Diagnostic> findings, Runnable check) {
        try {
            check.run();
        } catch (FabricastException e) {
            findings.addAll(e.diagnostics());
        }
    }
}
