package org.fabricast.ir.graph;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.fabricast.diag.ErrorCode;

/**
 * Refusal of an ill-typed operator by its constructor, with every finding. For a caller in Java it is an ordinary
 * {@link IllegalArgumentException}; readers of user files catch it and report each finding at its place.
 */
public final class IllTypedOp extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /**
     * One thing that is wrong with an operator.
     *
     * @param code     kind of error
     * @param expected what the operator needs
     * @param found    what it was given
     */
    public record Finding(ErrorCode code, String expected, String found) {

        public Finding {
            Objects.requireNonNull(code);
            Objects.requireNonNull(expected);
            Objects.requireNonNull(found);
        }
    }

    IllTypedOp(String op, List<Finding> findings) {
        super(findings.stream()
                .map(finding -> op + ": expected " + finding.expected() + ", found " + finding.found())
                .collect(Collectors.joining("; ")));
        this.findings = List.copyOf(findings);
    }

    /** All findings, at least one. */
    public List<Finding> findings() {
        return findings;
    }
}
