package org.fabricast.compiler.fuse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fabricast.ir.graph.Activation;
import org.fabricast.ir.graph.Add;
import org.fabricast.ir.graph.Attention;
import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.Embedding;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Multiply;
import org.fabricast.ir.graph.RmsNorm;
import org.fabricast.ir.graph.Rotary;
import org.fabricast.ir.graph.Value;

/** Groups of a pre-norm gated decoder (LLaMA family). Errors: F2302. */
final class RotaryGatedFuser {

    private final Walk walk;

    private RotaryGatedFuser(Graph graph) {
        this.walk = new Walk(graph, "gated decoders of the LLaMA family and decoders of the OPT family");
    }

    static FusedModel fuse(Graph graph) {
        return new RotaryGatedFuser(graph).model();
    }

    private FusedModel model() {
        Linear classifier = walk.expect(Linear.class, walk.graph().output(), "the classifier");
        RmsNorm finalNorm = walk.expect(RmsNorm.class, classifier.input(), "the final norm");
        List<FusedLayer> layers = new ArrayList<>();
        Value x = finalNorm.input();
        Optional<Attention> foundAttention = Optional.empty();
        while (!(walk.definition(x) instanceof Embedding)) {
            Found found = layer(x);
            layers.addFirst(found.layer());
            foundAttention = Optional.of(found.attention());
            x = found.input();
        }
        Embedding embedding = walk.expect(Embedding.class, x, "the embedding");
        Attention attention = foundAttention.orElseThrow(
                () -> walk.structure(walk.graph().output().name(), "at least one decoder layer", "none"));
        walk.finish();
        return new FusedModel(walk.graph(), attention.heads(), attention.kvHeads(), attention.headDim(), embedding.table(),
                Optional.empty(), layers, norm(finalNorm), classifier.weight());
    }

    private record Found(FusedLayer layer, Attention attention, Value input) { }

    /** The layer whose result is {@code x}: x = mid + down(silu(gate n) · up n), mid = input + o(attention). */
    private Found layer(Value x) {
        Add second = walk.expect(Add.class, x, "the residual after the feed-forward part");
        boolean downFirst = isFeedForward(second.left());
        Linear down = walk.expect(Linear.class, downFirst ? second.left() : second.right(), "the down projection");
        Value middle = downFirst ? second.right() : second.left();
        Multiply gated = walk.expect(Multiply.class, down.input(), "gate times up");
        boolean gateFirst = walk.definition(gated.left()) instanceof Activation;
        Activation silu = walk.expect(Activation.class, gateFirst ? gated.left() : gated.right(), "SiLU of the gate");
        Linear up = walk.expect(Linear.class, gateFirst ? gated.right() : gated.left(), "the up projection");
        Linear gate = walk.expect(Linear.class, silu.input(), "the gate projection");
        walk.same(gate.input(), up.input(), "gate and up projections");
        RmsNorm feedForwardNorm = walk.expect(RmsNorm.class, gate.input(), "the norm before the feed-forward part");
        walk.same(feedForwardNorm.input(), middle, "feed-forward norm and residual");

        Add first = walk.expect(Add.class, middle, "the residual after attention");
        boolean outFirst = isAttentionOutput(first.left());
        Linear o = walk.expect(Linear.class, outFirst ? first.left() : first.right(), "the output projection");
        Value input = outFirst ? first.right() : first.left();
        Attention attention = walk.expect(Attention.class, o.input(), "attention");
        Rotary rotaryQ = walk.expect(Rotary.class, attention.q(), "rotary of q");
        Rotary rotaryK = walk.expect(Rotary.class, attention.k(), "rotary of k");
        Linear q = walk.expect(Linear.class, rotaryQ.input(), "the q projection");
        Linear k = walk.expect(Linear.class, rotaryK.input(), "the k projection");
        Linear v = walk.expect(Linear.class, attention.v(), "the v projection");
        walk.same(q.input(), k.input(), "q and k projections");
        walk.same(q.input(), v.input(), "q and v projections");
        RmsNorm attentionNorm = walk.expect(RmsNorm.class, q.input(), "the norm before attention");
        walk.same(attentionNorm.input(), input, "attention norm and residual");
        walk.alike(down.input(), "feed-forward width", gate.weight().type().dim(0));
        walk.alike(gate.input(), "epsilon of the norm before the feed-forward part", feedForwardNorm.eps());
        walk.alike(o.input(), "heads", List.of(attention.heads(), attention.kvHeads(), attention.headDim()));
        walk.alike(o.input(), "scale of scores", attention.scale());
        walk.alike(attention.q(), "rotary embedding", turn(rotaryQ));
        walk.alike(attention.k(), "rotary embedding", turn(rotaryK));
        if (rotaryQ.headDim() != attention.headDim()) {
            throw walk.structure(attention.q().name(), "rotary of heads of " + attention.headDim(),
                    "heads of " + rotaryQ.headDim());
        }
        walk.alike(q.input(), "epsilon of the norm before attention", attentionNorm.eps());
        FusedLayer layer = new FusedLayer(attention.layer(), norm(attentionNorm), q.weight(), k.weight(), v.weight(),
                o.weight(), Optional.of(rotaryQ), attention.scale(), norm(feedForwardNorm),
                List.of(gate.weight(), up.weight()), down.weight(), Biases.NONE);
        return new Found(layer, attention, input);
    }

    private boolean isFeedForward(Value value) {
        return walk.definition(value) instanceof Linear linear && walk.definition(linear.input()) instanceof Multiply;
    }

    private boolean isAttentionOutput(Value value) {
        return walk.definition(value) instanceof Linear linear && walk.definition(linear.input()) instanceof Attention;
    }

    private static Norm norm(RmsNorm norm) {
        ConstantRef weight = norm.weight();
        return new Norm(weight, norm.eps());
    }

    private static List<Object> turn(Rotary rotary) {
        return List.of(rotary.style(), rotary.headDim(), rotary.theta(), rotary.scaling());
    }
}
