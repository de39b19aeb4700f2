package org.fabricast.ir.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GraphVerifierTest {

    private static final Tensor TABLE = Tensor.f32("table", new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    private static final Tensor GAIN = new Tensor("gain", TensorType.of(DType.F16, 2), new float[] {1, 0.5f});
    private static final Value X = new Value("x", TensorType.vector(2));
    private static final Value N = new Value("n", TensorType.vector(2));
    private static final Value A = new Value("a", TensorType.vector(2));
    private static final Value Y = new Value("y", TensorType.vector(3));
    private static final Node EMBEDDING = new Node("x", new Embedding(TABLE.ref()));
    private static final Node NORM = new Node("n", new RmsNorm(X, GAIN.ref(), 1e-5f));
    private static final Node ATTENTION = new Node("a", new Attention(N, N, N, 0, 1, 1, 2, 4, 1f));
    private static final Node HEAD = new Node("y", new Linear(A, TABLE.ref()));
    private static final ModelFacts FACTS = new ModelFacts(OptionalInt.of(1), List.of(2), true);
    private static final List<Tensor> CONSTANTS = List.of(TABLE, GAIN);
    private static final List<Node> NODES = List.of(EMBEDDING, NORM, ATTENTION, HEAD);

    private static Graph graph(List<Tensor> constants, List<Node> nodes) {
        return new Graph("small", 3, 4, FACTS, constants, nodes, Y);
    }

    private static Graph untied(List<Tensor> constants, List<Node> nodes, Value output) {
        return new Graph("small", 3, 4, new ModelFacts(OptionalInt.of(1), List.of(2), false), constants, nodes, output);
    }

    private static <T> List<T> with(List<T> list, UnaryOperator<List<T>> change) {
        return change.apply(new ArrayList<>(list));
    }

    private static <T> List<T> replaced(List<T> list, int index, T element) {
        return with(list, copy -> {
            copy.set(index, element);
            return copy;
        });
    }

    private static <T> List<T> added(List<T> list, int index, T element) {
        return with(list, copy -> {
            copy.add(index, element);
            return copy;
        });
    }

    private static Arguments finds(String what, Graph graph, String... texts) {
        return Arguments.of(what, graph, texts);
    }

    static Stream<Arguments> table() {
        return Stream.of(
                finds("undefined value",
                        graph(CONSTANTS, replaced(NODES, 3, new Node("y", new Linear(new Value("z", A.type()), TABLE.ref())))),
                        "error[F2101] %y: expected %z to be defined before, found no definition.",
                        "error[F2107] %a: expected a node that reads it, found none."),
                finds("use before definition", graph(CONSTANTS, List.of(NORM, EMBEDDING, ATTENTION, HEAD)),
                        "error[F2101] %n: expected %x to be defined before, found no definition."),
                finds("undefined constant", graph(List.of(TABLE), NODES),
                        "error[F2101] %n: expected $gain to be defined before, found no definition."),
                finds("two nodes of one name", graph(CONSTANTS, added(NODES, 1, EMBEDDING)),
                        "error[F2102] %x: expected one node of this name, found another one."),
                finds("two constants of one name", graph(added(CONSTANTS, 1, GAIN), NODES),
                        "error[F2102] $gain: expected one constant of this name, found another one."),
                finds("use of another type than the definition",
                        graph(CONSTANTS, replaced(NODES, 2, new Node("a", new Attention(new Value("n", TensorType.vector(4)),
                                N, N, 0, 2, 1, 2, 4, 1f)))),
                        "error[F2103] %a: expected %n of type f32[4], found f32[2].",
                        "error[F2103] %y: expected %a of type f32[2], found f32[4]."),
                finds("constant of another type than its use",
                        graph(replaced(CONSTANTS, 1, new Tensor("gain", TensorType.of(DType.F32, 2), new float[2])), NODES),
                        "error[F2103] %n: expected $gain of type f16[2], found f32[2]."),
                finds("NaN", graph(replaced(CONSTANTS, 1, new Tensor("gain", GAIN.type(),
                                new float[] {1, Float.NaN})), NODES),
                        "error[F2106] $gain: expected finite numbers, found 1 others, the first NaN at element 1."),
                finds("infinity", graph(replaced(CONSTANTS, 1, new Tensor("gain", GAIN.type(),
                                new float[] {Float.NEGATIVE_INFINITY, Float.NaN})), NODES),
                        "error[F2106] $gain: expected finite numbers, found 2 others, the first -Infinity at element 0."),
                finds("not exact", graph(replaced(CONSTANTS, 1, new Tensor("gain", GAIN.type(),
                                new float[] {1, 0.1f})), NODES),
                        "error[F2110] $gain: expected numbers that are exact in f16, found 1 others, "
                                + "the first 0.1 at element 1."),
                finds("unused constant", graph(added(CONSTANTS, 0, Tensor.f32("spare", new float[1], 1)), NODES),
                        "error[F2107] $spare: expected a node that reads it, found none."),
                finds("unused value", graph(CONSTANTS, added(NODES, 3, new Node("s", new Add(A, A)))),
                        "error[F2107] %s: expected a node that reads it, found none."),
                finds("output missing", untied(CONSTANTS, List.of(EMBEDDING, NORM, ATTENTION), Y),
                        "error[F2108] output: expected a value that a node defines, found %y.",
                        "error[F2107] %a: expected a node that reads it, found none."),
                finds("output of another length", untied(CONSTANTS, NODES, A),
                        "error[F2108] output %a: expected type f32[3], the logits, found f32[2].",
                        "error[F2107] %y: expected a node that reads it, found none."),
                finds("shared cache", graph(CONSTANTS, List.of(EMBEDDING, NORM, ATTENTION,
                                new Node("b", new Attention(A, A, A, 0, 1, 1, 2, 4, 1f)),
                                new Node("y", new Linear(new Value("b", A.type()), TABLE.ref())))),
                        "error[F2111] %b: expected layer 1, found layer 0."),
                finds("vocabulary", new Graph("small", 5, 4, FACTS, CONSTANTS, NODES, Y),
                        "error[F2113] %x: expected a table of 5 rows, the vocabulary, found 3 rows.",
                        "error[F2108] output %y: expected type f32[5], the logits, found f32[3]."),
                finds("context", new Graph("small", 3, 8, FACTS, CONSTANTS, NODES, Y),
                        "error[F2113] %a: expected a cache of 8 positions, the context, found 4 positions."),
                finds("short position table", graph(List.of(TABLE), replaced(NODES, 1, new Node("n",
                                new LearnedPosition(TABLE.ref())))),
                        "error[F2113] %n: expected a table of at least 4 rows, the context, found 3 rows.",
                        "error[F2107] %x: expected a node that reads it, found none."),
                finds("token ids", new Graph("small", 3, 4, new ModelFacts(OptionalInt.of(3), List.of(2, 7), true),
                                CONSTANTS, NODES, Y),
                        "error[F2113] bos: expected a token id below 3, found 3.",
                        "error[F2113] eos: expected a token id below 3, found 7."),
                finds("tied without saying so", untied(CONSTANTS, NODES, Y),
                        "error[F2113] tied: expected true, as the output's weight is the embedding table, found false."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void says(String what, Graph graph, String[] texts) {
        assertThat(GraphVerifier.verify(graph)).extracting(d -> d.text()).containsExactly(texts);
    }

    @Test
    void acceptsAWellFormedGraph() {
        Graph graph = graph(CONSTANTS, NODES);
        assertThat(GraphVerifier.verify(graph)).isEmpty();
        assertThat(GraphVerifier.requireValid(graph)).isSameAs(graph);
    }

    @Test
    void refusesWithAllFindings() {
        Graph graph = graph(List.of(TABLE), List.of(NORM, EMBEDDING, ATTENTION, HEAD));
        assertThatThrownBy(() -> GraphVerifier.requireValid(graph)).isInstanceOfSatisfying(FabricastException.class,
                refusal -> assertThat(refusal.diagnostics()).hasSize(2));
    }
}
