package org.fabricast.compiler.fuse;

import java.util.List;
import java.util.Optional;

import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.Graph;

/**
 * A model in fused groups.
 *
 * @param graph      the graph it came from; owner of the constants
 * @param embedding  table [vocab, dim]
 * @param positions  table [≥ context, dim] whose row of the position is added to the embedding, if positions are learned
 * @param layers     all of one shape
 * @param finalNorm  norm before the classifier
 * @param classifier [vocab, dim]; may be the embedding table
 */
public record FusedModel(Graph graph, int heads, int kvHeads, int headDim, ConstantRef embedding,
                         Optional<ConstantRef> positions, List<FusedLayer> layers, Norm finalNorm, ConstantRef classifier) {

    public FusedModel {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a model has at least one layer");
        }
    }

    /** What its layers are made of. */
    public Family family() {
        return layers.getFirst().rotary().isPresent() ? Family.ROTARY_GATED : Family.BIASED_RELU;
    }

    /** Rows of the joined projections into the feed-forward part: gate and up, or up alone. */
    public int innerRows() {
        return layers.getFirst().inner().size() * hidden();
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
        return layers.getFirst().inner().getFirst().type().dim(0);
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
