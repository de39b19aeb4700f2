package org.fabricast.compiler.fuse;

import java.util.List;

import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.Graph;

/**
 * A model in fused groups.
 *
 * @param graph      the graph it came from; owner of the constants
 * @param embedding  table [vocab, dim]
 * @param layers     all of one shape
 * @param finalNorm  norm before the classifier
 * @param classifier [vocab, dim]; may be the embedding table
 */
public record FusedModel(Graph graph, int heads, int kvHeads, int headDim, ConstantRef embedding,
                         List<FusedLayer> layers, Norm finalNorm, ConstantRef classifier) {

    public FusedModel {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a model has at least one layer");
        }
    }

    /** Width of the residual stream. */
    public int dim() {
        return embedding.type().dim(1);
    }

    /** Token ids, and logits. */
    public int vocab() {
        return classifier.type().dim(0);
    }

    /** Width of the feed-forward part. */
    public int hidden() {
        return layers.getFirst().gate().type().dim(0);
    }

    /** Positions. */
    public int context() {
        return graph.context();
    }

    /** Query heads that share one K and V head. */
    public int headsPerKv() {
        return heads / kvHeads;
    }
}
