package org.fabricast.diag;

import java.util.List;
import java.util.stream.Collectors;

/** Ends an operation with one or more findings for the user. Never thrown for a bug of ours. */
public final class FabricastException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    /**
     * @param diagnostics all findings, at least one
     */
    public FabricastException(List<Diagnostic> diagnostics) {
        super(join(diagnostics));
        if (diagnostics.isEmpty()) {
            throw new IllegalArgumentException("an error without a finding");
        }
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** One finding, said in place. */
    public FabricastException(ErrorCode code, String subject, String expected, String found, String hint) {
        this(List.of(new Diagnostic(code, subject, expected, found, hint)));
    }

    private static String join(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(Diagnostic::text).collect(Collectors.joining(System.lineSeparator()));
    }

    /** All findings, in the order they were made. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** Exit status of the first finding. */
    public ExitStatus exit() {
        return diagnostics.getFirst().code().exit();
    }
}
