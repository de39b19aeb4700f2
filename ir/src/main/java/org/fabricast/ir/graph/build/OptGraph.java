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
 * The OPT family with norms before their parts: LayerNorm, attention, feed-forward with ReLU, biases, residual around each. Per
 * layer, with {@code L = layers.N}:
 *
 * <pre>
 *   L.attention.norm      LayerNorm  of the residual
 *   L.attention.q .k .v   Linear     of the norm
 *   L.attention.heads     Attention
 *   L.attention.o         Linear
 *   L.attention.residual  Add        residual + o
 *   L.ffn.norm            LayerNorm
 *   L.ffn.up              Linear     of the norm
 *   L.ffn.activation      ReLU
 *   L.ffn.down            Linear
 *   L.ffn.residual        Add        residual + down
 * </pre>
 *
 * <p>Before them stand {@code embedding}, {@code position} and their sum {@code input}, after them {@code norm} and {@code logits}. A
 * weight has its node's name and {@code .weight}, a bias {@code .bias}; the tables are {@code embedding.table}, which is also the
 * head's weight if tied, and {@code position.table}, whose row 0 is that of the first position. Norms must have a bias, a {@code Linear} has one where the
 * source does.
 *
 * <p>Source: Zhang et al., OPT: Open Pre-trained Transformer Language Models, 2022.
 */
public final class OptGraph {

    private final OptShape shape;
    private final WeightFetcher weights;
    private final GraphBuilder builder;

    private OptGraph(String name, OptShape shape, WeightSource source) {
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
    public static Graph build(String name, OptShape shape, OptionalInt bos, List<Integer> eos, WeightSource weights) {
        return new OptGraph(name, shape, weights).build(new ModelFacts(bos, eos, shape.tied()));
    }

    private Graph build(ModelFacts facts) {
        Tensor table = weights.required("embedding.table", shape.vocab(), shape.dim());
        Value token = builder.embedding("embedding", table);
        Value position = builder.learnedPosition("position",
                weights.required("position.table", shape.context(), shape.dim()));
        Value residual = builder.add("input", token, position);
        for (int layer = 0; layer < shape.layers(); layer++) {
            residual = attention("layers." + layer + ".attention", residual);
            residual = feedForward("layers." + layer + ".ffn", residual);
        }
        Value norm = norm("norm", residual);
        Tensor head = shape.tied() ? table : weights.required("logits.weight", shape.vocab(), shape.dim());
        Value logits = builder.linear("logits", norm, head, Optional.empty());
        weights.finish();
        return builder.build(facts, logits);
    }

    private Value attention(String prefix, Value residual) {
        Value norm = norm(prefix + ".norm", residual);
        Value q = linear(prefix + ".q", norm, shape.dim());
        Value k = linear(prefix + ".k", norm, shape.dim());
        Value v = linear(prefix + ".v", norm, shape.dim());
        Value heads = builder.attention(prefix + ".heads", q, k, v, shape.heads(), shape.heads(), shape.headDim());
        Value o = linear(prefix + ".o", heads, shape.dim());
        return builder.add(prefix + ".residual", residual, o);
    }

    private Value feedForward(String prefix, Value residual) {
        Value norm = norm(prefix + ".norm", residual);
        Value up = linear(prefix + ".up", norm, shape.hidden());
        Value activation = builder.activation(prefix + ".activation", up, ActivationFunction.RELU);
        Value down = linear(prefix + ".down", activation, shape.dim());
        return builder.add(prefix + ".residual", residual, down);
    }

    private Value norm(String name, Value input) {
        return builder.layerNorm(name, input, weights.required(name + ".weight", shape.dim()),
                weights.required(name + ".bias", shape.dim()), shape.eps());
    }

    private Value linear(String name, Value input, int out) {
        Tensor weight = weights.required(name + ".weight", out, input.type().dim(0));
        return builder.linear(name, input, weight, weights.optional(name + ".bias", out));
    }
}
