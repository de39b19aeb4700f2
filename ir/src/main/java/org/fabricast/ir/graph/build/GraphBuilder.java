package org.fabricast.ir.graph.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.fabricast.ir.graph.ModelFacts;
import org.fabricast.ir.graph.Multiply;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.Op;
import org.fabricast.ir.graph.RmsNorm;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.Value;

/**
 * Builds a graph node by node. Each method adds one operator and returns its result, so a frontend reads like the
 * model's formula. Giving the same tensor twice makes it shared, as for a tied head.
 *
 * <p>Errors: ill-typed operands and a second use of a name are {@link IllegalArgumentException}.
 */
public final class GraphBuilder {

    private final String name;
    private final int vocab;
    private final int context;
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private int attentions;

    /**
     * @param name    model name
     * @param vocab   number of token ids
     * @param context number of positions
     */
    public GraphBuilder(String name, int vocab, int context) {
        this.name = name;
        this.vocab = vocab;
        this.context = context;
    }

    /** Adds any operator under a new name. Constants it reads must have been added by {@link #constant}. */
    public Value node(String nodeName, Op op) {
        for (ConstantRef ref : op.constants()) {
            Tensor tensor = constants.get(ref.name());
            if (tensor == null || !tensor.type().equals(ref.type())) {
                throw new IllegalArgumentException(nodeName + " reads " + ref + ", which is not a constant of the graph");
            }
        }
        Node node = new Node(nodeName, op);
        if (nodes.putIfAbsent(nodeName, node) != null) {
            throw new IllegalArgumentException("a second node named " + nodeName);
        }
        return node.result();
    }

    /** Adds a constant; the very same tensor may be added again, another one of that name may not. */
    public ConstantRef constant(Tensor tensor) {
        Tensor known = constants.putIfAbsent(tensor.name(), tensor);
        if (known != null && known != tensor && !known.equals(tensor)) {
            throw new IllegalArgumentException("a second constant named " + tensor.name());
        }
        return tensor.ref();
    }

    /** Row of the token in {@code table [vocab, dim]}. */
    public Value embedding(String nodeName, Tensor table) {
        return node(nodeName, new Embedding(constant(table)));
    }

    /** Row of the position in {@code table [context, dim]}. */
    public Value learnedPosition(String nodeName, Tensor table) {
        return node(nodeName, new LearnedPosition(constant(table)));
    }

    /** Root mean square normalisation. */
    public Value rmsNorm(String nodeName, Value input, Tensor weight, float eps) {
        return node(nodeName, new RmsNorm(input, constant(weight), eps));
    }

    /** Layer normalisation. */
    public Value layerNorm(String nodeName, Value input, Tensor weight, Tensor bias, float eps) {
        return node(nodeName, new LayerNorm(input, constant(weight), constant(bias), eps));
    }

    /** Matrix {@code [out, in]} times vector, plus bias if there is one. */
    public Value linear(String nodeName, Value input, Tensor weight, Optional<Tensor> bias) {
        return node(nodeName, new Linear(input, constant(weight), bias.map(this::constant)));
    }

    /** Rotary embedding; {@code rotary} fixes all but the input. */
    public Value rotary(String nodeName, Value input, RotaryShape rotary) {
        return node(nodeName, rotary.on(input));
    }

    /** Attention with the next layer's KV cache, the usual scale and the graph's context. */
    public Value attention(String nodeName, Value q, Value k, Value v, int heads, int kvHeads, int headDim) {
        Value result = node(nodeName, new Attention(q, k, v, attentions, heads, kvHeads, headDim, context,
                Attention.defaultScale(headDim)));
        attentions++;
        return result;
    }

    /** Function of each element. */
    public Value activation(String nodeName, Value input, ActivationFunction function) {
        return node(nodeName, new Activation(input, function));
    }

    /** Product element by element. */
    public Value multiply(String nodeName, Value left, Value right) {
        return node(nodeName, new Multiply(left, right));
    }

    /** Sum element by element. */
    public Value add(String nodeName, Value left, Value right) {
        return node(nodeName, new Add(left, right));
    }

    /** The graph so far, giving {@code output}. */
    public Graph build(ModelFacts facts, Value output) {
        return new Graph(name, vocab, context, facts, new ArrayList<>(constants.values()), List.copyOf(nodes.values()),
                output);
    }
}
