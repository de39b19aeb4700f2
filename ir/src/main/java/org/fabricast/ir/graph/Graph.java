package org.fabricast.ir.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A transformer: one step that reads a token id at a position and gives the logits of the next token. State between
 * steps is only in the KV caches of the {@link Attention} operators.
 *
 * <p>The constructor copies; whether names, types and order are right is for {@link GraphVerifier} to say, so that it can
 * say everything at once.
 *
 * @param name      model name
 * @param vocab     number of token ids, and of logits
 * @param context   number of positions
 * @param facts     what the model says beside the computation
 * @param constants weights and tables
 * @param nodes     operators; each only reads what stands before it
 * @param output    the logits
 */
public record Graph(String name, int vocab, int context, ModelFacts facts, List<Tensor> constants, List<Node> nodes,
        Value output) {

    public Graph {
        Objects.requireNonNull(name);
        Objects.requireNonNull(facts);
        Objects.requireNonNull(output);
        constants = List.copyOf(constants);
        nodes = List.copyOf(nodes);
        if (vocab < 1 || context < 1) {
            throw new IllegalArgumentException("vocab " + vocab + " and context " + context + " must be at least 1");
        }
        if (name.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
            throw new IllegalArgumentException("graph name with quote, backslash or control character");
        }
    }

    /** Constants by name, in order; of equal names (which the verifier refuses) the first. */
    public Map<String, Tensor> constantsByName() {
        Map<String, Tensor> byName = new LinkedHashMap<>();
        constants.forEach(tensor -> byName.putIfAbsent(tensor.name(), tensor));
        return byName;
    }

    /** Nodes by name, in order; of equal names (which the verifier refuses) the first. */
    public Map<String, Node> nodesByName() {
        Map<String, Node> byName = new LinkedHashMap<>();
        nodes.forEach(node -> byName.putIfAbsent(node.name(), node));
        return byName;
    }

    /** Number of attention layers. */
    public int layers() {
        return (int) nodes.stream().filter(node -> node.op() instanceof Attention).count();
    }

    /** Number of elements of all constants, a shared one counted once. */
    public long parameters() {
        return constants.stream().mapToLong(tensor -> tensor.type().elements()).sum();
    }

    /** Whether every constant has its elements. */
    public boolean hasData() {
        return constants.stream().allMatch(Tensor::hasData);
    }
}
