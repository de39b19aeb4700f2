package org.fabricast.compiler.fuse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fabricast.ir.graph.Activation;
import org.fabricast.ir.graph.Add;
import org.fabricast.ir.graph.Attention;
import org.fabricast.ir.graph.Embedding;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.LayerNorm;
import org.fabricast.ir.graph.LearnedPosition;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Value;

/** Groups of a pre-norm decoder with LayerNorm, learned positions, ReLU and biases (OPT family). Errors: F2302. */
final class BiasedReluFuser {

    private final Walk walk;

    private BiasedReluFuser(Graph graph) {
        this.walk = new Walk(graph, "gated decoders of the LLaMA family and decoders of the OPT family");
    }

    static FusedModel fuse(Graph graph) {
        return new BiasedReluFuser(graph).model();
    }

    private FusedModel model() {
        Linear classifier = walk.expect(Linear.class, walk.graph().output(), "the classifier");
        if (classifier.bias().isPresent()) {
            throw walk.structure(walk.graph().output().name(), "a classifier without a bias", "one with a bias");
        }
        LayerNorm finalNorm = walk.expect(LayerNorm.class, classifier.input(), "the final norm");
        List<FusedLayer> layers = new ArrayList<>();
        Value x = finalNorm.input();
        Optional<Attention> foundAttention = Optional.empty();
        while (!isInput(x)) {
            Found found = layer(x);
            layers.addFirst(found.layer());
            foundAttention = Optional.of(found.attention());
            x = found.input();
        }
        Attention attention = foundAttention.orElseThrow(
                () -> walk.structure(walk.graph().output().name(), "at least one decoder layer", "none"));
        Add sum = walk.expect(Add.class, x, "embedding and position");
        boolean tokenFirst = walk.definition(sum.left()) instanceof Embedding;
        Embedding embedding = walk.expect(Embedding.class, tokenFirst ? sum.left() : sum.right(), "the embedding");
        LearnedPosition position = walk.expect(LearnedPosition.class, tokenFirst ? sum.right() : sum.left(), "the position");
        walk.finish();
        return new FusedModel(walk.graph(), attention.heads(), attention.kvHeads(), attention.headDim(), embedding.table(),
                Optional.of(position.table()), layers, norm(finalNorm), classifier.weight());
    }

    private record Found(FusedLayer layer, Attention attention, Value input) { }

    /** The layer whose result is {@code x}: x = mid + down(relu(up n)), mid = input + o(attention). */
    private Found layer(Value x) {
        Add second = walk.expect(Add.class, x, "the residual after the feed-forward part");
        boolean downFirst = isFeedForward(second.left());
        Linear down = walk.expect(Linear.class, downFirst ? second.left() : second.right(), "the down projection");
        Value middle = downFirst ? second.right() : second.left();
        Activation relu = walk.expect(Activation.class, down.input(), "ReLU");
        Linear up = walk.expect(Linear.class, relu.input(), "the up projection");
        LayerNorm feedForwardNorm = walk.expect(LayerNorm.class, up.input(), "the norm before the feed-forward part");
        walk.same(feedForwardNorm.input(), middle, "feed-forward norm and residual");

        Add first = walk.expect(Add.class, middle, "the residual after attention");
        boolean outFirst = isAttentionOutput(first.left());
        Linear o = walk.expect(Linear.class, outFirst ? first.left() : first.right(), "the output projection");
        Value input = outFirst ? first.right() : first.left();
        Attention attention = walk.expect(Attention.class, o.input(), "attention");
        Linear q = walk.expect(Linear.class, attention.q(), "the q projection");
        Linear k = walk.expect(Linear.class, attention.k(), "the k projection");
        Linear v = walk.expect(Linear.class, attention.v(), "the v projection");
        walk.same(q.input(), k.input(), "q and k projections");
        walk.same(q.input(), v.input(), "q and v projections");
        LayerNorm attentionNorm = walk.expect(LayerNorm.class, q.input(), "the norm before attention");
        walk.same(attentionNorm.input(), input, "attention norm and residual");
        walk.alike(down.input(), "feed-forward width", up.weight().type().dim(0));
        walk.alike(up.input(), "epsilon of the norm before the feed-forward part", feedForwardNorm.eps());
        walk.alike(o.input(), "heads", List.of(attention.heads(), attention.kvHeads(), attention.headDim()));
        walk.alike(o.input(), "scale of scores", attention.scale());
        walk.alike(q.input(), "epsilon of the norm before attention", attentionNorm.eps());
        FusedLayer layer = new FusedLayer(attention.layer(), norm(attentionNorm), q.weight(), k.weight(), v.weight(),
                o.weight(), Optional.empty(), attention.scale(), norm(feedForwardNorm), List.of(up.weight()), down.weight(),
                new Biases(q.bias(), k.bias(), v.bias(), o.bias(), up.bias(), down.bias()));
        return new Found(layer, attention, input);
    }

    /** Where the layers end: the sum that an embedding is an operand of. */
    private boolean isInput(Value value) {
        return walk.definition(value) instanceof Add add && (walk.definition(add.left()) instanceof Embedding
                || walk.definition(add.right()) instanceof Embedding);
    }

    private boolean isFeedForward(Value value) {
        return walk.definition(value) instanceof Linear linear && walk.definition(linear.input()) instanceof Activation;
    }

    private boolean isAttentionOutput(Value value) {
        return walk.definition(value) instanceof Linear linear && walk.definition(linear.input()) instanceof Attention;
    }

    private static Norm norm(LayerNorm norm) {
        return new Norm(norm.weight(), Optional.of(norm.bias()), norm.eps());
    }
}
