package org.fabricast.compiler.verify;

import java.util.List;
import java.util.Optional;
import org.fabricast.diag.Diagnostic;

/**
 * How a step ended. There is no third way beside passed and failed: a step that could not be done has failed.
 *
 * @param name     which step
 * @param checked  things compared or looked at: files, instructions, Verilog files, tokens and logits
 * @param findings what is wrong; none if the step passed
 */
public record StepResult(StepName name, long checked, List<Diagnostic> findings) {

    public StepResult {
        findings = List.copyOf(findings);
        if (checked < 0 || checked == 0 && findings.isEmpty()) {
            throw new IllegalArgumentException(name.text() + " cannot pass with " + checked + " things checked");
        }
    }

    /** Whether nothing is wrong. */
    public boolean passed() {
        return findings.isEmpty();
    }

    /** {@code passed} or {@code failed}. */
    public String status() {
        return passed() ? "passed" : "failed";
    }

    /** The first thing that is wrong. */
    public Optional<String> firstMismatch() {
        return findings.stream().findFirst().map(f -> f.subject() + ": expected " + f.expected() + ", found " + f.found());
    }
}
