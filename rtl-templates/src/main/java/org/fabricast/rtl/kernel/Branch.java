package org.fabricast.rtl.kernel;

import java.util.List;

/**
 * What happens in one state.
 *
 * @param state      name of the state
 * @param statements lines of the branch, at least one
 */
public record Branch(String state, List<String> statements) {
    public Branch {
        statements = List.copyOf(statements);
        if (statements.isEmpty()) {
            throw new IllegalArgumentException("a branch without a statement: " + state);
        }
    }
}
