package org.fabricast.compiler.fuse;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.Op;
import org.fabricast.ir.graph.Value;

/**
 * A walk over a graph from its output back: what is met must be what is expected (F2302), and in the end everything must have been
 * met.
 */
final class Walk {

    private final Graph graph;
    private final String family;
    private final Map<String, Node> definitions = new LinkedHashMap<>();
    private final Set<String> used = new TreeSet<>();
    /** What one program for all layers takes for granted, as first met. */
    private final Map<String, Object> shared = new HashMap<>();

    /**
     * Begins.
     *
     * @param family of decoders that is looked for, as a message names it
     */
    Walk(Graph graph, String family) {
        this.graph = graph;
        this.family = family;
        graph.nodes().forEach(node -> definitions.put(node.name(), node));
    }

    Graph graph() {
        return graph;
    }

    /** The operator that gives a value. */
    Op definition(Value value) {
        return definitions.get(value.name()).op();
    }

    /** The operator that gives {@code value}, which must be of a type. */
    <T extends Op> T expect(Class<T> type, Value value, String role) {
        Op op = definition(value);
        if (!type.isInstance(op)) {
            throw structure(value.name(), role + " (" + type.getSimpleName() + ")", op.getClass().getSimpleName());
        }
        used.add(value.name());
        return type.cast(op);
    }

    void same(Value left, Value right, String role) {
        if (!left.name().equals(right.name())) {
            throw structure(left.name(), role + " reading one value", left.name() + " and " + right.name());
        }
    }

    /** What all layers must have alike. */
    void alike(Value place, String what, Object value) {
        Object first = shared.putIfAbsent(what, value);
        if (first != null && !first.equals(value)) {
            throw structure(place.name(), "one " + what + " in all layers, " + first, String.valueOf(value));
        }
    }

    /** Every node belongs to something that was expected. */
    void finish() {
        for (Node node : graph.nodes()) {
            if (!used.contains(node.name())) {
                throw structure(node.name(), "a node of a decoder layer", "an operator outside of all layers");
            }
        }
    }

    FabricastException structure(String place, String expected, String found) {
        return new FabricastException(ErrorCode.F2302, "operator " + place, expected, found,
                "Only pre-norm " + family + " compile so far.");
    }
}
