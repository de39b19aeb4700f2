package org.fabricast.ir.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * Says everything that is wrong with a graph: names, order, types between definition and use, contents of constants,
 * things unused, output, caches, model facts. What is wrong inside one operator cannot get here: its constructor refuses
 * it ({@link IllTypedOp}: F2103, F2104, F2105, F2109).
 */
public final class GraphVerifier {

    private final Graph graph;
    private final List<Diagnostic> findings = new ArrayList<>();
    private final Map<String, Tensor> constants;
    private final Map<String, TensorType> defined = new HashMap<>();
    private final Set<String> readValues = new HashSet<>();
    private final Set<String> readConstants = new HashSet<>();
    private int caches;

    private GraphVerifier(Graph graph) {
        this.graph = graph;
        this.constants = graph.constantsByName();
    }

    /** All findings, in the order of the graph; empty if it is well-formed. */
    public static List<Diagnostic> verify(Graph graph) {
        return new GraphVerifier(graph).run();
    }

    /** Returns {@code graph} if it is well-formed. Errors: all findings. */
    public static Graph requireValid(Graph graph) {
        List<Diagnostic> findings = verify(graph);
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
        return graph;
    }

    private List<Diagnostic> run() {
        Set<String> names = new HashSet<>();
        for (Tensor tensor : graph.constants()) {
            if (!names.add(tensor.name())) {
                report(ErrorCode.F2102, "$" + tensor.name(), "one constant of this name", "another one");
            }
            ConstantContents.check(tensor, findings);
        }
        for (Node node : graph.nodes()) {
            checkOperands(node);
            checkAgainstGraph(node);
            if (defined.putIfAbsent(node.name(), node.op().resultType()) != null) {
                report(ErrorCode.F2102, "%" + node.name(), "one node of this name", "another one");
            }
        }
        checkOutput();
        checkUnused();
        checkFacts();
        return List.copyOf(findings);
    }

    private void checkOperands(Node node) {
        String subject = "%" + node.name();
        for (Value input : node.op().inputs()) {
            readValues.add(input.name());
            checkUse(subject, "%" + input.name(), input.type(), defined.get(input.name()));
        }
        for (ConstantRef ref : node.op().constants()) {
            readConstants.add(ref.name());
            Tensor tensor = constants.get(ref.name());
            checkUse(subject, "$" + ref.name(), ref.type(), tensor == null ? null : tensor.type());
        }
    }

    private void checkUse(String subject, String operand, TensorType used, TensorType definition) {
        if (definition == null) {
            report(ErrorCode.F2101, subject, operand + " to be defined before", "no definition");
        } else if (!used.equals(definition)) {
            report(ErrorCode.F2103, subject, operand + " of type " + used, definition.toString());
        }
    }

    private void checkAgainstGraph(Node node) {
        String subject = "%" + node.name();
        switch (node.op()) {
            case Embedding op -> {
                if (op.vocab() != graph.vocab()) {
                    report(ErrorCode.F2113, subject, "a table of " + graph.vocab() + " rows, the vocabulary",
                            op.vocab() + " rows");
                }
            }
            case LearnedPosition op -> {
                if (op.context() < graph.context()) {
                    report(ErrorCode.F2113, subject, "a table of at least " + graph.context() + " rows, the context",
                            op.context() + " rows");
                }
            }
            case Attention op -> {
                if (op.context() != graph.context()) {
                    report(ErrorCode.F2113, subject, "a cache of " + graph.context() + " positions, the context",
                            op.context() + " positions");
                }
                if (op.layer() != caches) {
                    report(ErrorCode.F2111, subject, "layer " + caches, "layer " + op.layer());
                }
                caches++;
            }
            case RmsNorm op -> { }
            case LayerNorm op -> { }
            case Linear op -> { }
            case Rotary op -> { }
            case Activation op -> { }
            case Multiply op -> { }
            case Add op -> { }
        }
    }

    private void checkOutput() {
        Value output = graph.output();
        readValues.add(output.name());
        TensorType definition = defined.get(output.name());
        TensorType logits = TensorType.vector(graph.vocab());
        if (definition == null) {
            report(ErrorCode.F2108, "output", "a value that a node defines", "%" + output.name());
        } else if (!definition.equals(logits) || !output.type().equals(logits)) {
            report(ErrorCode.F2108, "output %" + output.name(), "type " + logits + ", the logits",
                    (definition.equals(logits) ? output.type() : definition).toString());
        }
    }

    private void checkUnused() {
        for (Tensor tensor : graph.constants()) {
            if (readConstants.add(tensor.name())) {
                report(ErrorCode.F2107, "$" + tensor.name(), "a node that reads it", "none");
            }
        }
        for (Node node : graph.nodes()) {
            if (readValues.add(node.name())) {
                report(ErrorCode.F2107, "%" + node.name(), "a node that reads it", "none");
            }
        }
    }

    private void checkFacts() {
        graph.facts().bos().ifPresent(id -> checkToken("bos", id));
        graph.facts().eos().forEach(id -> checkToken("eos", id));
        Set<String> tables = new HashSet<>();
        boolean shared = false;
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Embedding op) {
                tables.add(op.table().name());
            } else if (node.op() instanceof Linear op && node.name().equals(graph.output().name())) {
                shared = tables.contains(op.weight().name());
            }
        }
        if (shared != graph.facts().tied()) {
            report(ErrorCode.F2113, "tied", String.valueOf(shared) + ", as the output's weight "
                    + (shared ? "is" : "is not") + " the embedding table", String.valueOf(graph.facts().tied()));
        }
    }

    private void checkToken(String fact, int id) {
        if (id >= graph.vocab()) {
            report(ErrorCode.F2113, fact, "a token id below " + graph.vocab(), String.valueOf(id));
        }
    }

    private void report(ErrorCode code, String subject, String expected, String found) {
        findings.add(new Diagnostic(code, subject, expected, found, ""));
    }
}
