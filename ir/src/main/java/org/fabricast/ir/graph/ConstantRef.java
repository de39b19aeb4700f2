package org.fabricast.ir.graph;

import java.util.Objects;

/**
 * A node's reference to a {@link Tensor} of the graph's constants. Several nodes may refer to one constant; that is how
 * a tied output head is said.
 *
 * @param name name of the tensor
 * @param type its type; the verifier compares it with the tensor
 */
public record ConstantRef(String name, TensorType type) {

    public ConstantRef {
        Names.checked(name);
        Objects.requireNonNull(type);
    }

    @Override
    public String toString() {
        return "$" + name + ": " + type;
    }
}
