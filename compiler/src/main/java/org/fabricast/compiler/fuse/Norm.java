package org.fabricast.compiler.fuse;

import java.util.Optional;
import org.fabricast.ir.graph.ConstantRef;

/**
 * A norm whose weight is folded into the columns of the projections that follow.
 *
 * @param weight gain of each element
 * @param bias   of a LayerNorm, folded into the biases of what follows; an RMSNorm has none
 * @param eps    beside the variance, or the mean square
 */
public record Norm(ConstantRef weight, Optional<ConstantRef> bias, float eps) {

    /** An RMSNorm. */
    public Norm(ConstantRef weight, float eps) {
        this(weight, Optional.empty(), eps);
    }
}
