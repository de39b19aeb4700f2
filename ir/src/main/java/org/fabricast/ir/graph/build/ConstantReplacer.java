package org.fabricast.ir.graph.build;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.fabricast.ir.graph.Activation;
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
import org.fabricast.ir.graph.Tensor;

/**
 * The same computation with other constants: what a quantiser needs to show its weights to the interpreter. Name and shape of
 * a constant stay, its elements and element type may change.
 */
public final class ConstantReplacer {

    private final Map<String, ConstantRef> refs = new HashMap<>();

    private ConstantReplacer() {
    }

    /**
     * {@code graph} with every constant replaced by what {@code change} makes of it; it may return its argument. A shared
     * constant is asked for once and stays shared.
     */
    public static Graph replace(Graph graph, UnaryOperator<Tensor> change) {
        ConstantReplacer replacer = new ConstantReplacer();
        List<Tensor> constants = graph.constants().stream().map(tensor -> replacer.changed(tensor, change)).toList();
        List<Node> nodes = graph.nodes().stream()
                .map(node -> new Node(node.name(), replacer.rebuilt(node.op())))
                .toList();
        return new Graph(graph.name(), graph.vocab(), graph.context(), graph.facts(), constants, nodes, graph.output());
    }

    private Tensor changed(Tensor tensor, UnaryOperator<Tensor> change) {
        Tensor result = change.apply(tensor);
        if (!result.name().equals(tensor.name()) || !result.type().shape().equals(tensor.type().shape())) {
            throw new IllegalArgumentException(tensor + " cannot be replaced by " + result);
        }
        refs.put(tensor.name(), result.ref());
        return result;
    }

    private Op rebuilt(Op op) {
        return switch (op) {
            case Embedding o -> new Embedding(ref(o.table()));
            case LearnedPosition o -> new LearnedPosition(ref(o.table()));
            case RmsNorm o -> new RmsNorm(o.input(), ref(o.weight()), o.eps());
            case LayerNorm o -> new LayerNorm(o.input(), ref(o.weight()), ref(o.bias()), o.eps());
            case Linear o -> new Linear(o.input(), ref(o.weight()), o.bias().map(this::ref));
            case Rotary o -> o;
            case Attention o -> o;
            case Activation o -> o;
            case Multiply o -> o;
            case Add o -> o;
        };
    }

    private ConstantRef ref(ConstantRef old) {
        return refs.getOrDefault(old.name(), old);
    }
}
