package org.fabricast.ir.graph;

import java.util.List;
import org.fabricast.diag.ErrorCode;

/**
 * Causal attention of one new token over itself and all earlier ones. The operator owns a KV cache, identified by
 * {@code layer}: it stores {@code k} and {@code v} at the step's position {@code p}, then for each head {@code h}, whose
 * KV head is {@code g = h / (heads / kvHeads)}:
 *
 * <pre>
 *   s[t] = scale · Σ_d q[h, d] · K[t, g, d]                t = 0 … p
 *   y[h, d] = Σ_t softmax(s)[t] · V[t, g, d]
 * </pre>
 *
 * <p>Shapes: q {@code f32[heads · headDim]}, k and v {@code f32[kvHeads · headDim]} → {@code f32[heads · headDim]}.
 * Source: Vaswani et al., Attention Is All You Need, eq. 1; grouped heads: Ainslie et al., GQA. Cost:
 * {@code 2 · heads · headDim · (p + 1)} multiply-accumulates, {@code 2 · kvHeads · headDim · (p + 1)} elements read.
 *
 * @param q       queries
 * @param k       new keys
 * @param v       new values
 * @param layer   which cache; counts from 0
 * @param heads   query heads
 * @param kvHeads key and value heads; divides {@code heads}
 * @param headDim elements of a head
 * @param context positions the cache holds
 * @param scale   factor on the scores, usually {@code 1/√headDim}
 */
public record Attention(Value q, Value k, Value v, int layer, int heads, int kvHeads, int headDim, int context,
        float scale) implements Op {

    public Attention {
        OpCheck check = new OpCheck("attention")
                .require(ErrorCode.F2109, layer >= 0, "layer at least 0", String.valueOf(layer))
                .atLeastOne("heads", heads)
                .atLeastOne("kvHeads", kvHeads)
                .atLeastOne("headDim", headDim)
                .atLeastOne("context", context)
                .positive("scale", scale);
        if (check.clean()) {
            check.require(ErrorCode.F2104, heads % kvHeads == 0,
                    "heads a multiple of kvHeads", heads + " heads and " + kvHeads + " kvHeads");
            check.vector("q", q.type(), (long) heads * headDim);
            check.vector("k", k.type(), (long) kvHeads * headDim);
            check.vector("v", v.type(), (long) kvHeads * headDim);
        }
        check.done();
    }

    /** {@code 1/√headDim} in binary32, the usual scale. */
    public static float defaultScale(int headDim) {
        return (float) (1 / Math.sqrt(headDim));
    }

    /** Query heads that share one KV head. */
    public int groupSize() {
        return heads / kvHeads;
    }

    @Override
    public List<Value> inputs() {
        return List.of(q, k, v);
    }

    @Override
    public List<ConstantRef> constants() {
        return List.of();
    }

    @Override
    public TensorType resultType() {
        return q.type();
    }
}
