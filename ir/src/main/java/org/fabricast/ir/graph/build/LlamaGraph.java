package org.fabricast.ir.graph.build;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fabricast.ir.graph.ActivationFunction;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.ModelFacts;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.Value;

/**
 * The LLaMA family: RMS norm, rotary grouped attention, gated SiLU feed-forward, residual around each. Per layer, with
 * {@code L = layers.N}:
 *
 * <pre>
 *   L.attention.norm      RmsNorm    of the residual
 *   L.attention.q .k .v   Linear     of the norm
 *   L.attention.q.rotary, L.attention.k.rotary
 *   L.attention.heads     Attention
 *   L.attention.o         Linear
 *   L.attention.residual  Add        residual + o
 *   L.ffn.norm            RmsNorm
 *   L.ffn.gate, L.ffn.up  Linear     of the norm
 *   L.ffn.activation      SiLU       of the gate
 *   L.ffn.product         Multiply   activation · up
 *   L.ffn.down            Linear
 *   L.ffn.residual        Add        residual + down
 * </pre>
 *
 * <p>Before them stands {@code embedding}, after them {@code norm} and {@code logits}. A weight has its node's name and
 * {@code .weight}; the table is {@code embedding.table} and also the head's weight if tied, else that is
 * {@code logits.weight}. Where the source has {@code NODE.bias} of a {@code Linear}, it is added (Qwen2: q, k, v).
 */
public final class LlamaGraph {

    private final LlamaShape shape;
    private final WeightFetcher weights;
    private final GraphBuilder builder;

    private LlamaGraph(String name, LlamaShape shape, WeightSource source) {
        this.shape = shape;
        this.weights = new WeightFetcher(source);
        this.builder = new GraphBuilder(name, shape.vocab(), shape.context());
    }

    /**
     * Builds the graph.
     *
     * <p>Errors: all missing (F2112) and misshapen (F2103) weights at once.
     *
     * @param name    model name
     * @param shape   dimensions
     * @param bos     id of the beginning-of-sequence token, if there is one
     * @param eos     ids that end a text
     * @param weights tensors by the names above
     */
    public static Graph build(String name, LlamaShape shape, OptionalInt bos, List<Integer> eos, WeightSource weights) {
        return new LlamaGraph(name, shape, weights).build(new ModelFacts(bos, eos, shape.tied()));
    }

    private Graph build(ModelFacts facts) {
        Tensor table = weights.required("embedding.table", shape.vocab(), shape.dim());
        Value residual = builder.embedding("embedding", table);
        for (int layer = 0; layer < shape.layers(); layer++) {
            residual = attention("layers." + layer + ".attention", residual);
            residual = feedForward("layers." + layer + ".ffn", residual);
        }
        Value norm = norm("norm", residual);
        Value logits = shape.tied()
                ? builder.linear("logits", norm, table, Optional.empty())
                : linear("logits", norm, shape.vocab());
        weights.finish();
        return builder.build(facts, logits);
    }

    private Value attention(String prefix, Value residual) {
        Value norm = norm(prefix + ".norm", residual);
        Value q = linear(prefix + ".q", norm, shape.queryDim());
        Value k = linear(prefix + ".k", norm, shape.keyDim());
        Value v = linear(prefix + ".v", norm, shape.keyDim());
        Value turnedQ = builder.rotary(prefix + ".q.rotary", q, shape.rotary());
        Value turnedK = builder.rotary(prefix + ".k.rotary", k, shape.rotary());
        Value heads = builder.attention(prefix + ".heads", turnedQ, turnedK, v,
                shape.heads(), shape.kvHeads(), shape.headDim());
        Value o = linear(prefix + ".o", heads, shape.dim());
        return builder.add(prefix + ".residual", residual, o);
    }

    private Value feedForward(String prefix, Value residual) {
        Value norm = norm(prefix + ".norm", residual);
        Value gate = linear(prefix + ".gate", norm, shape.hidden());
        Value up = linear(prefix + ".up", norm, shape.hidden());
        Value activation = builder.activation(prefix + ".activation", gate, ActivationFunction.SILU);
        Value product = builder.multiply(prefix + ".product", activation, up);
        Value down = linear(prefix + ".down", product, shape.dim());
        return builder.add(prefix + ".residual", residual, down);
    }

    private Value norm(String name, Value input) {
        return builder.rmsNorm(name, input, weights.required(name + ".weight", shape.dim()), shape.eps());
    }

    private Value linear(String name, Value input, int out) {
        Tensor weight = weights.required(name + ".weight", out, input.type().dim(0));
        return builder.linear(name, input, weight, weights.optional(name + ".bias", out));
    }
}
