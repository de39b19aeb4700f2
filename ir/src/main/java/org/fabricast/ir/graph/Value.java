package org.fabricast.ir.graph;

import java.util.Objects;

/**
 * A result of a node, as its users see it. A value has the name of the node that defines it.
 *
 * @param name unique in the graph
 * @param type what the user believes its type to be; the verifier compares it with the definition
 */
public record Value(String name, TensorType type) {

    public Value {
        Names.checked(name);
        Objects.requireNonNull(type);
    }

    @Override
    public String toString() {
        return "%" + name + ": " + type;
    }
}
