package org.fabricast.compiler.doctor;

import java.util.Optional;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;

/**
 * What was found of one thing.
 *
 * @param name     what it is
 * @param state    how it was found
 * @param version  version or place; says what is wrong where it is not {@link ToolState#FOUND}
 * @param needed   what is needed, and for what
 * @param mend     the one line that mends it
 * @param required whether nothing works without it
 */
public record ToolFinding(String name, ToolState state, String version, String needed, String mend, boolean required) {

    public ToolFinding {
        if (name.isBlank() || version.isBlank() || needed.isBlank() || mend.isBlank()) {
            throw new IllegalArgumentException("a finding on " + name + " that does not say everything");
        }
    }

    /** Whether the thing is there, or can be done without. */
    public boolean ok() {
        return state == ToolState.FOUND || !required;
    }

    /** As an error (F7001 missing or unusable, F7002 too old), unless {@link #ok}. */
    public Optional<Diagnostic> diagnostic() {
        ErrorCode code = state == ToolState.TOO_OLD ? ErrorCode.F7002 : ErrorCode.F7001;
        return ok() ? Optional.empty() : Optional.of(new Diagnostic(code, name, needed, version, mend));
    }
}
