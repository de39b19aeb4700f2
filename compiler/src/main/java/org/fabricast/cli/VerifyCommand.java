package org.fabricast.cli;

import java.nio.file.Path;

import org.fabricast.compiler.verify.ArtefactVerification;
import org.fabricast.compiler.verify.StepName;
import org.fabricast.compiler.verify.StepResult;
import org.fabricast.compiler.verify.VerificationListener;
import org.fabricast.compiler.verify.VerificationResult;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ExitStatus;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code verify DIR}: checks an artefact step by step; names the first differing element. */
@CommandLine.Command(name = "verify", description = "Checks an artefact: files, program, lint, Verilog against the emulator.")
final class VerifyCommand extends Command {

    @Parameters(paramLabel = "DIR", description = "An artefact directory.")
    private Path directory;

    @Override
    ExitStatus run(Console console) {
        VerificationResult result = new ArtefactVerification(console.environment(), new Steps(console),
                (step, steps, what, since) -> console.progress("      [%d/%d] %s (%.1f s)", step, steps, what,
                        since.toMillis() / 1e3), new Heartbeat(console)).verify(directory);
        console.line(result.passed() ? "passed" : "FAILED");
        console.json(result.json());
        return result.exit();
    }

    /** A line per step as soon as it has ended; findings as errors. */
    private record Steps(Console console) implements VerificationListener {

        @Override
        public void begins(StepName step, int number, int steps) {
            console.note("[%d/%d] %s …", number, steps, step.text());
        }

        @Override
        public void ends(StepResult result) {
            console.line("%-21s %-6s %,10d checked", result.name().text(), result.status(), result.checked());
            for (Diagnostic finding : result.findings()) {
                console.err().println(finding.text());
            }
        }
    }
}
