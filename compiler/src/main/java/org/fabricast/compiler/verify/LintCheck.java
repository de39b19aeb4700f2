package org.fabricast.compiler.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.driver.verilator.ToolRun;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.Manifest;

/**
 * Verilog under a tool that must be silent: no output, exit status 0. Works on a copy, so that a tool cannot leave anything in the
 * artefact.
 *
 * <p>Errors: F7001 the tool is missing, F5002 it is not silent.
 */
final class LintCheck {

    private final Artefact artefact;
    private final LintTools tools;
    private final List<String> files;

    LintCheck(Artefact artefact, LintTools tools) {
        this.artefact = artefact;
        this.tools = tools;
        this.files = artefact.rtl().stream()
                .map(path -> artefact.directory().resolve(Manifest.RTL).relativize(path).toString()).toList();
    }

    /** Verilator. Checked are files. */
    StepResult verilator() {
        return silent(StepName.LINT_VERILATOR, command(tools.verilator(), "--lint-only", "-Wall", "--top-module", top()));
    }

    /** Icarus Verilog. Checked are files. */
    StepResult icarus() {
        return silent(StepName.LINT_ICARUS, command(tools.iverilog(), "-g2005", "-Wall", "-t", "null", "-s", top()));
    }

    /** Yosys up to its own checks, which end the run when they find something. Checked are files. */
    StepResult synthesis() {
        // Files are arguments, read before the script: a name cannot become a command.
        return silent(StepName.SYNTHESIS_CHECK, command(tools.yosys(), "-q", "-p",
                "hierarchy -check -top " + top() + "; proc; check -assert"));
    }

    private String top() {
        return artefact.manifest().top();
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(words));
        files.forEach(file -> command.add("./" + file));
        return command;
    }

    private StepResult silent(StepName step, List<String> command) {
        if (files.isEmpty()) {
            return new StepResult(step, 0, List.of(new Diagnostic(ErrorCode.F5002, Manifest.RTL, "Verilog", "none", "")));
        }
        ToolRun run = inCopy(command);
        List<Diagnostic> findings = run.status() == 0 && run.output().isBlank() ? List.of()
                : List.of(new Diagnostic(ErrorCode.F5002, command.getFirst() + " on " + Manifest.RTL,
                        "silence and exit status 0", "exit status " + run.status() + ": " + run.firstError(), ""));
        return new StepResult(step, files.size(), findings);
    }

    private ToolRun inCopy(List<String> command) {
        try {
            Path scratch = Files.createTempDirectory("fabricast-lint");
            try {
                for (String file : files) {
                    Path copy = scratch.resolve(file);
                    Files.createDirectories(copy.getParent());
                    Files.copy(artefact.directory().resolve(Manifest.RTL).resolve(file), copy);
                }
                return ToolRun.of(scratch, command);
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the Verilog for " + command.getFirst(), e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
