package org.fabricast.compiler.fuse;

import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.Rotary;

/**
 * One decoder layer in fused groups: norm with Q, K, V; rotary with Q and K; QKᵀ with softmax; output projection with the
 * residual; norm with gate and up; gate with SiLU and multiply; down projection with the residual.
 *
 * <p>Shapes: q [heads·d, dim], k and v [kvHeads·d, dim], o [dim, heads·d], gate and up [hidden, dim], down [dim, hidden].
 *
 * <p>Source: FlightLLM, section 3 (fused layers of the decode step).
 */
public record FusedLayer(int layer, Norm attentionNorm, ConstantRef q, ConstantRef k, ConstantRef v, ConstantRef o,
                         Rotary rotary, float scale, Norm feedForwardNorm, ConstantRef gate, ConstantRef up,
                         ConstantRef down) { }
