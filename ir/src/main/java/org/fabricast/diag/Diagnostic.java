package org.fabricast.diag;

import java.util.Objects;

/**
 * One finding: {@code error[F2103] subject: expected …, found …. Hint: …}.
 *
 * @param code     kind of error
 * @param subject  the place: file, tensor, node, option, line and column
 * @param expected what would have been accepted
 * @param found    what is there instead; a blank one is said as an empty text
 * @param hint     what to do; may be empty
 */
public record Diagnostic(ErrorCode code, String subject, String expected, String found, String hint) {

    public Diagnostic {
        Objects.requireNonNull(code);
        Objects.requireNonNull(subject);
        Objects.requireNonNull(expected);
        Objects.requireNonNull(found);
        Objects.requireNonNull(hint);
        // What is found is often a user's own text, and that may be nothing.
        found = found.isBlank() ? "an empty text" : found;
        if (subject.isBlank() || expected.isBlank()) {
            throw new IllegalArgumentException("subject and expected must be said");
        }
    }

    /** The one line a user reads. */
    public String text() {
        String line = "error[" + code + "] " + subject + ": expected " + expected + ", found " + found + ".";
        return hint.isEmpty() ? line : line + " Hint: " + hint;
    }

    @Override
    public String toString() {
        return text();
    }
}
