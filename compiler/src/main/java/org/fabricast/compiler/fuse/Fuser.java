package org.fabricast.compiler.fuse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Activation;
import org.fabricast.ir.graph.ActivationFunction;
import org.fabricast.ir.graph.Add;
import org.fabricast.ir.graph.Attention;
import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.Embedding;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.LayerNorm;
import org.fabricast.ir.graph.LearnedPosition;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Multiply;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.Op;
import org.fabricast.ir.graph.RmsNorm;
import org.fabricast.ir.graph.Rotary;
import org.fabricast.ir.graph.Value;

/**
 * Pass: groups the operators of a pre-norm gated decoder (LLaMA family) by walking from the logits back to the embedding.
 *
 * <p>Requires: a graph without findings. Establishes: every node belongs to exactly one fused group; layers differ in their
 * weights alone, since one loop of the program serves all of them.
 *
 * <p>Errors: F2301 for each operator the machine has no kernel for (all of them, by name), F2302 where the structure is
 * another one.
 */
public final class Fuser {

    private static final String SUPPORTED =
            "RMSNorm, Linear without bias, whole-head Rotary, Attention, SiLU-gated feed-forward, residual Add";

    private final Graph graph;
    private final Map<String, Node> definitions = new LinkedHashMap<>();
    private final Set<String> used = new TreeSet<>();
    /** What one program for all layers takes for granted, as first met. */
    private final Map<String, Object> shared = new HashMap<>();

    private Fuser(Graph graph) {
        this.graph = graph;
        graph.nodes().forEach(node -> definitions.put(node.name(), node));
    }

    /** Groups the operators of {@code graph}. */
    public static FusedModel fuse(Graph graph) {
        List<Diagnostic> unsupported = new ArrayList<>();
        for (Node node : graph.nodes()) {
            String what = unsupported(node.op());
            if (!what.isEmpty()) {
                unsupported.add(new Diagnostic(ErrorCode.F2301, "operator " + node.name(), SUPPORTED, what,
                        "This model runs on --device reference only."));
            }
        }
        if (!unsupported.isEmpty()) {
            throw new FabricastException(unsupported);
        }
        return new Fuser(graph).model();
    }

    private static String unsupported(Op op) {
        return switch (op) {
            case LayerNorm norm -> "LayerNorm";
            case LearnedPosition position -> "learned positions";
            case Activation activation ->
                    activation.function() == ActivationFunction.SILU ? "" : "activation " + activation.function();
            case Linear linear -> linear.bias().isPresent() ? "Linear with a bias" : "";
            case Rotary rotary -> rotary.rotaryDim() == rotary.headDim() ? ""
                    : "rotary over " + rotary.rotaryDim() + " of " + rotary.headDim() + " elements";
            case Embedding embedding -> "";
            case RmsNorm norm -> "";
            case Attention attention -> "";
            case Multiply multiply -> "";
            case Add add -> "";
        };
    }

    private FusedModel model() {
        Linear classifier = expect(Linear.class, graph.output(), "the classifier");
        RmsNorm finalNorm = expect(RmsNorm.class, classifier.input(), "the final norm");
        List<FusedLayer> layers = new ArrayList<>();
        Value x = finalNorm.input();
        Optional<Attention> foundAttention = Optional.empty();
        while (!(definition(x) instanceof Embedding)) {
            Found found = layer(x);
            layers.addFirst(found.layer());
            foundAttention = Optional.of(found.attention());
            x = found.input();
        }
        Embedding embedding = expect(Embedding.class, x, "the embedding");
        Attention attention = foundAttention.orElseThrow(
                () -> structure(graph.output().name(), "at least one decoder layer", "none"));
        for (Node node : graph.nodes()) {
            if (!used.contains(node.name())) {
                throw structure(node.name(), "a node of a decoder layer", "an operator outside of all layers");
            }
        }
        return new FusedModel(graph, attention.heads(), attention.kvHeads(), attention.headDim(), embedding.table(),
                layers, norm(finalNorm), classifier.weight());
    }

    private record Found(FusedLayer layer, Attention attention, Value input) { }

    /** The layer whose result is {@code x}: x = mid + down(silu(gate n) · up n), mid = input + o(attention). */
    private Found layer(Value x) {
        Add second = expect(Add.class, x, "the residual after the feed-forward part");
        boolean downFirst = isFeedForward(second.left());
        Linear down = expect(Linear.class, downFirst ? second.left() : second.right(), "the down projection");
        Value middle = downFirst ? second.right() : second.left();
        Multiply gated = expect(Multiply.class, down.input(), "gate times up");
        boolean gateFirst = definition(gated.left()) instanceof Activation;
        Activation silu = expect(Activation.class, gateFirst ? gated.left() : gated.right(), "SiLU of the gate");
        Linear up = expect(Linear.class, gateFirst ? gated.right() : gated.left(), "the up projection");
        Linear gate = expect(Linear.class, silu.input(), "the gate projection");
        same(gate.input(), up.input(), "gate and up projections");
        RmsNorm feedForwardNorm = expect(RmsNorm.class, gate.input(), "the norm before the feed-forward part");
        same(feedForwardNorm.input(), middle, "feed-forward norm and residual");

        Add first = expect(Add.class, middle, "the residual after attention");
        boolean outFirst = isAttentionOutput(first.left());
        Linear o = expect(Linear.class, outFirst ? first.left() : first.right(), "the output projection");
        Value input = outFirst ? first.right() : first.left();
        Attention attention = expect(Attention.class, o.input(), "attention");
        Rotary rotaryQ = expect(Rotary.class, attention.q(), "rotary of q");
        Rotary rotaryK = expect(Rotary.class, attention.k(), "rotary of k");
        Linear q = expect(Linear.class, rotaryQ.input(), "the q projection");
        Linear k = expect(Linear.class, rotaryK.input(), "the k projection");
        Linear v = expect(Linear.class, attention.v(), "the v projection");
        same(q.input(), k.input(), "q and k projections");
        same(q.input(), v.input(), "q and v projections");
        RmsNorm attentionNorm = expect(RmsNorm.class, q.input(), "the norm before attention");
        same(attentionNorm.input(), input, "attention norm and residual");
        alike(down.input(), "feed-forward width", gate.weight().type().dim(0));
        alike(gate.input(), "epsilon of the norm before the feed-forward part", feedForwardNorm.eps());
        alike(o.input(), "heads", List.of(attention.heads(), attention.kvHeads(), attention.headDim()));
        alike(o.input(), "scale of scores", attention.scale());
        alike(attention.q(), "rotary embedding", turn(rotaryQ));
        alike(attention.k(), "rotary embedding", turn(rotaryK));
        if (rotaryQ.headDim() != attention.headDim()) {
            throw structure(attention.q().name(), "rotary of heads of " + attention.headDim(),
                    "heads of " + rotaryQ.headDim());
        }
        alike(q.input(), "epsilon of the norm before attention", attentionNorm.eps());
        FusedLayer layer = new FusedLayer(attention.layer(), norm(attentionNorm), q.weight(), k.weight(), v.weight(),
                o.weight(), rotaryQ, attention.scale(), norm(feedForwardNorm), gate.weight(), up.weight(),
                down.weight());
        return new Found(layer, attention, input);
    }

    private boolean isFeedForward(Value value) {
        return definition(value) instanceof Linear linear && definition(linear.input()) instanceof Multiply;
    }

    private boolean isAttentionOutput(Value value) {
        return definition(value) instanceof Linear linear && definition(linear.input()) instanceof Attention;
    }

    private static Norm norm(RmsNorm norm) {
        ConstantRef weight = norm.weight();
        return new Norm(weight, norm.eps());
    }

    private Op definition(Value value) {
        return definitions.get(value.name()).op();
    }

    private <T extends Op> T expect(Class<T> type, Value value, String role) {
        Op op = definition(value);
        if (!type.isInstance(op)) {
            throw structure(value.name(), role + " (" + type.getSimpleName() + ")", op.getClass().getSimpleName());
        }
        used.add(value.name());
        return type.cast(op);
    }

    private void same(Value left, Value right, String role) {
        if (!left.name().equals(right.name())) {
            throw structure(left.name(), role + " reading one value", left.name() + " and " + right.name());
        }
    }

    private static List<Object> turn(Rotary rotary) {
        return List.of(rotary.style(), rotary.headDim(), rotary.theta(), rotary.scaling());
    }

    private void alike(Value place, String what, Object value) {
        Object first = shared.putIfAbsent(what, value);
        if (first != null && !first.equals(value)) {
            throw structure(place.name(), "one " + what + " in all layers, " + first, String.valueOf(value));
        }
    }

    private static FabricastException structure(String place, String expected, String found) {
        return new FabricastException(ErrorCode.F2302, "operator " + place, expected, found,
                "Only pre-norm gated decoders of the LLaMA family compile so far.");
    }
}
