package org.fabricast.ir.graph.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.antlr.v4.runtime.Token;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.GraphVerifier;
import org.fabricast.ir.graph.IllTypedOp;
import org.fabricast.ir.graph.ModelFacts;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.Op;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.TensorType;
import org.fabricast.ir.graph.Value;

/**
 * Makes a graph of a syntax tree, finding everything that is wrong. A node that is refused still defines its value, with
 * the type that is written there, so one mistake is not reported again wherever its result is read.
 */
final class GraphReader {

    private final Findings findings;
    private final Numbers numbers;
    private final ConstantReader constantReader;
    private final OpReader opReader;
    private final List<Tensor> constants = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, TensorType> types = new HashMap<>();
    private final Map<String, Token> places = new HashMap<>();

    GraphReader(Findings findings, Optional<Path> directory) {
        this.findings = findings;
        this.numbers = new Numbers(findings);
        this.constantReader = new ConstantReader(findings, directory);
        this.opReader = new OpReader(findings);
    }

    /** The verified graph. Errors: all findings. */
    Graph read(FirParser.GraphContext tree) {
        Token header = tree.STRING().getSymbol();
        Attributes facts = new Attributes(header, findings);
        tree.fact().forEach(fact -> {
            facts.add(fact.WORD().getSymbol(), fact.value());
            places.put(fact.WORD().getText(), fact.WORD().getSymbol());
        });
        int vocab = atLeast("vocab", 1, facts.integer("vocab"));
        int context = atLeast("context", 1, facts.integer("context"));
        OptionalInt bos = facts.has("bos")
                ? OptionalInt.of(atLeast("bos", 0, facts.integer("bos")))
                : OptionalInt.empty();
        List<Integer> eos = facts.integers("eos").stream().map(id -> atLeast("eos", 0, id)).toList();
        boolean tied = facts.truth("tied");
        facts.finish("the graph");
        tree.constant().forEach(this::constant);
        tree.node().forEach(this::node);
        Token output = tree.output().VALUE().getSymbol();
        places.put("output", output);
        TensorType outputType = types.getOrDefault(output.getText(), TensorType.vector(vocab));
        boolean complete = findings.count() == 0;
        Graph graph = new Graph(unquoted(header), vocab, context, new ModelFacts(bos, eos, tied), constants, nodes,
                new Value(name(output), outputType));
        GraphVerifier.verify(graph).stream()
                .filter(finding -> complete || concernsOneConstant(finding))
                .forEach(finding -> place(finding, header));
        findings.throwIfAny();
        return graph;
    }

    /** Whether a finding of the verifier stands by itself even if refused nodes are missing from the graph. */
    private static boolean concernsOneConstant(Diagnostic finding) {
        return finding.code() == ErrorCode.F2106 || finding.code() == ErrorCode.F2110;
    }

    private void place(Diagnostic finding, Token header) {
        String subject = finding.subject();
        Token at = places.getOrDefault(subject.split(" ")[0], header);
        findings.report(finding.code(), at, subject, finding.expected(), finding.found());
    }

    private int atLeast(String fact, int least, int number) {
        if (number < least) {
            findings.report(ErrorCode.F2204, places.get(fact), fact + " at least " + least, String.valueOf(number));
            return least;
        }
        return number;
    }

    private void constant(FirParser.ConstantContext tree) {
        Token name = tree.CONSTANT().getSymbol();
        Optional<TensorType> type = type(tree.type());
        if (type.isPresent() && define(name, type.get())) {
            constants.add(constantReader.read(name(name), type.get(), tree.contents()));
        } else if (type.isEmpty()) {
            places.putIfAbsent(name.getText(), name);
        }
    }

    private void node(FirParser.NodeContext tree) {
        Token name = tree.VALUE().getSymbol();
        Optional<TensorType> type = type(tree.type());
        Optional<Op> op = op(tree);
        if (type.isEmpty()) {
            places.putIfAbsent(name.getText(), name);
            return;
        }
        op.ifPresent(o -> {
            if (!o.resultType().equals(type.get())) {
                findings.report(ErrorCode.F2103, tree.type().getStart(), name.getText(),
                        o.resultType() + ", the result of the operator", type.get().toString());
            }
        });
        if (define(name, type.get())) {
            op.ifPresent(o -> nodes.add(new Node(name(name), o)));
        }
    }

    private boolean define(Token name, TensorType type) {
        places.putIfAbsent(name.getText(), name);
        if (types.putIfAbsent(name.getText(), type) != null) {
            findings.report(ErrorCode.F2102, name, name.getText() + " defined once",
                    "a definition at line " + places.get(name.getText()).getLine() + " already");
            return false;
        }
        return true;
    }

    private Optional<Op> op(FirParser.NodeContext tree) {
        Token word = tree.WORD().getSymbol();
        Optional<OpKind> kind = OpKind.find(word.getText());
        if (kind.isEmpty()) {
            findings.report(ErrorCode.F2202, word, "one of " + OpKind.all(), word.getText());
            return Optional.empty();
        }
        List<Value> values = new ArrayList<>();
        List<ConstantRef> refs = new ArrayList<>();
        if (!operands(tree, kind.get(), values, refs)) {
            return Optional.empty();
        }
        return build(tree, kind.get(), values, refs);
    }

    private Optional<Op> build(FirParser.NodeContext tree, OpKind kind, List<Value> values, List<ConstantRef> refs) {
        Token word = tree.WORD().getSymbol();
        int before = findings.count();
        Attributes attributes = new Attributes(word, findings);
        attributes.addAll(tree.attributes());
        Optional<Op> result = Optional.empty();
        try {
            result = Optional.of(opReader.read(kind, values, refs, attributes));
        } catch (IllTypedOp refused) {
            // With a bad attribute, that one is the mistake; the operator only saw what stands in for it.
            if (findings.count() == before) {
                refused.findings().forEach(finding -> findings.report(finding.code(), word,
                        tree.VALUE().getText(), finding.expected(), finding.found()));
            }
        }
        attributes.finish(kind.text());
        return findings.count() == before ? result : Optional.empty();
    }

    private boolean operands(FirParser.NodeContext tree, OpKind kind, List<Value> values, List<ConstantRef> refs) {
        boolean defined = true;
        boolean ordered = true;
        int constantCount = 0;
        for (FirParser.OperandContext operand : tree.operand()) {
            Token token = operand.getStart();
            boolean isConstant = operand.CONSTANT() != null;
            ordered &= isConstant || constantCount == 0;
            constantCount += isConstant ? 1 : 0;
            TensorType type = types.get(token.getText());
            if (type == null) {
                defined = false;
                // A name whose own type is unreadable has been reported there.
                if (!places.containsKey(token.getText())) {
                    findings.report(ErrorCode.F2101, token, token.getText() + " to be defined before", "no definition");
                }
            } else if (isConstant) {
                refs.add(new ConstantRef(name(token), type));
            } else {
                values.add(new Value(name(token), type));
            }
        }
        int valueCount = tree.operand().size() - constantCount;
        if (!ordered || !kind.takes(valueCount, constantCount)) {
            findings.report(ErrorCode.F2203, tree.WORD().getSymbol(), kind.operands() + " for " + kind.text(),
                    valueCount + " values and " + constantCount + " constants" + (ordered ? "" : " in another order"));
            return false;
        }
        return defined;
    }

    private Optional<TensorType> type(FirParser.TypeContext tree) {
        Optional<DType> dtype = Optional.empty();
        for (DType candidate : DType.values()) {
            if (candidate.text().equals(tree.WORD().getText())) {
                dtype = Optional.of(candidate);
            }
        }
        if (dtype.isEmpty()) {
            findings.report(ErrorCode.F2202, tree.getStart(), "one of " + List.of(DType.values()), tree.WORD().getText());
        }
        List<Integer> shape = numbers.integers(tree.numbers().NUMBER());
        try {
            TensorType type = new TensorType(dtype.orElse(DType.F32), shape);
            return dtype.map(known -> type);
        } catch (IllegalArgumentException | ArithmeticException refused) {
            findings.report(ErrorCode.F2204, tree.getStart(), "extents of at least 1 and fewer than 2^63 elements",
                    shape.toString());
            return Optional.empty();
        }
    }

    private static String name(Token token) {
        return token.getText().substring(1);
    }

    private static String unquoted(Token string) {
        return string.getText().substring(1, string.getText().length() - 1);
    }
}
