package org.fabricast.compiler.fuse;

import java.util.List;
import java.util.Optional;
import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.Rotary;

/**
 * One decoder layer in fused groups: norm with Q, K, V; rotary with Q and K; QKᵀ with softmax; output projection with the
 * residual; norm with gate and up; gate with SiLU and multiply; down projection with the residual. Without a gate: up with ReLU; a bias
 * goes with what follows its projection.
 *
 * <p>Shapes: q [heads·d, dim], k and v [kvHeads·d, dim], o [dim, heads·d], gate and up [hidden, dim], down [dim, hidden].
 *
 * <p>Source: FlightLLM, section 3 (fused layers of the decode step).
 *
 * @param rotary of q and k, if positions are in them
 * @param inner  gate and up, or up alone
 */
public record FusedLayer(int layer, Norm attentionNorm, ConstantRef q, ConstantRef k, ConstantRef v, ConstantRef o,
                         Optional<Rotary> rotary, float scale, Norm feedForwardNorm, List<ConstantRef> inner,
                         ConstantRef down, Biases biases) {

    public FusedLayer {
        inner = List.copyOf(inner);
        if (inner.isEmpty() || inner.size() > 2) {
            throw new IllegalArgumentException("gate and up, or up alone, not " + inner);
        }
    }
}
