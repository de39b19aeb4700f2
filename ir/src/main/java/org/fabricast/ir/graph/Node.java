package org.fabricast.ir.graph;

import java.util.Objects;

/**
 * An operator under a name. The name is also that of its result.
 *
 * @param name unique in the graph, dotted from model to part: {@code layers.0.attention.q}
 * @param op   what is computed
 */
public record Node(String name, Op op) {

    public Node {
        Names.checked(name);
        Objects.requireNonNull(op);
    }

    /** What this node defines. */
    public Value result() {
        return new Value(name, op.resultType());
    }
}
