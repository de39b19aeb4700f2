package org.fabricast.compiler.fuse;

import java.util.Optional;
import org.fabricast.ir.graph.ConstantRef;

/** Biases of a layer's projections, as far as there are any. */
public record Biases(Optional<ConstantRef> q, Optional<ConstantRef> k, Optional<ConstantRef> v, Optional<ConstantRef> o,
                     Optional<ConstantRef> up, Optional<ConstantRef> down) {

    /** None. */
    public static final Biases NONE = new Biases(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty());
}
