package org.fabricast.compiler.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.fabricast.compiler.SmallModel;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Activation;
import org.fabricast.ir.graph.ActivationFunction;
import org.fabricast.ir.graph.Add;
import org.fabricast.ir.graph.Attention;
import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Multiply;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.Op;
import org.fabricast.ir.graph.RmsNorm;
import org.fabricast.ir.graph.Rotary;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.TensorType;
import org.fabricast.ir.graph.Value;
import org.junit.jupiter.api.Test;

class FuserTest {

    private static final Graph GRAPH = SmallModel.shapes(SmallModel.shape(RotaryStyle.HALF, 8, 70));

    private static Graph with(String name, Function<Op, Op> change) {
        return SmallModel.replaced(GRAPH, node -> node.name().equals(name) ? change.apply(node.op()) : node.op());
    }

    private static Diagnostic refused(Graph graph) {
        List<Diagnostic> found = new ArrayList<>();
        assertThatThrownBy(() -> Fuser.fuse(graph)).isInstanceOfSatisfying(FabricastException.class,
                e -> found.addAll(e.diagnostics()));
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static void strange(Graph graph, String place) {
        Diagnostic diagnostic = refused(graph);
        assertThat(diagnostic.code()).isEqualTo(ErrorCode.F2302);
        assertThat(diagnostic.text()).contains("operator " + place + ":");
    }

    @Test
    void everyWeightOfALlamaGraphHasItsPlace() {
        FusedModel model = Fuser.fuse(GRAPH);
        assertThat(List.of(model.dim(), model.hidden(), model.heads(), model.kvHeads(), model.headDim(), model.vocab(),
                model.context(), model.headsPerKv())).containsExactly(24, 40, 4, 2, 8, 11, 70, 2);
        List<String> names = new ArrayList<>(List.of(model.embedding().name(), model.finalNorm().weight().name(),
                model.classifier().name()));
        assertThat(model.layers()).hasSize(2);
        for (int i = 0; i < 2; i++) {
            FusedLayer layer = model.layers().get(i);
            String prefix = "layers." + i + ".";
            assertThat(layer.layer()).isEqualTo(i);
            List<String> weights = List.of(layer.attentionNorm().weight().name(), layer.q().name(), layer.k().name(),
                    layer.v().name(), layer.o().name(), layer.feedForwardNorm().weight().name(), layer.inner().getFirst().name(),
                    layer.inner().getLast().name(), layer.down().name());
            assertThat(weights).containsExactly(prefix + "attention.norm.weight", prefix + "attention.q.weight",
                    prefix + "attention.k.weight", prefix + "attention.v.weight", prefix + "attention.o.weight",
                    prefix + "ffn.norm.weight", prefix + "ffn.gate.weight", prefix + "ffn.up.weight",
                    prefix + "ffn.down.weight");
            names.addAll(weights);
            assertThat(layer.attentionNorm().eps()).isEqualTo(1e-5f);
            assertThat(layer.scale()).isEqualTo((float) (1 / Math.sqrt(8)));
        }
        assertThat(names).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(
                GRAPH.constants().stream().map(c -> c.name()).toList());
    }

    @Test
    void operandsOfSumsAndProductsMayBeSwapped() {
        FusedModel expected = Fuser.fuse(GRAPH);
        Graph swapped = SmallModel.replaced(GRAPH, node -> switch (node.op()) {
            case Add add -> new Add(add.right(), add.left());
            case Multiply multiply -> new Multiply(multiply.right(), multiply.left());
            default -> node.op();
        });
        assertThat(swapped.nodes()).isNotEqualTo(GRAPH.nodes());
        FusedModel model = Fuser.fuse(swapped);
        assertThat(model.layers()).isEqualTo(expected.layers());
        assertThat(model.embedding()).isEqualTo(expected.embedding());
    }

    @Test
    void allUnsupportedOperatorsAreNamedAtOnce() {
        Graph graph = SmallModel.replaced(GRAPH, node -> switch (node.name()) {
            case "layers.0.ffn.activation" -> new Activation(((Activation) node.op()).input(), ActivationFunction.RELU);
            case "layers.1.attention.k.rotary" -> {
                Rotary r = (Rotary) node.op();
                yield new Rotary(r.input(), r.style(), r.headDim(), 4, r.theta(), r.scaling());
            }
            case "layers.1.attention.v" -> {
                Linear l = (Linear) node.op();
                yield new Linear(l.input(), l.weight(), Optional.of(new ConstantRef("bias", TensorType.vector(16))));
            }
            default -> node.op();
        });
        assertThatThrownBy(() -> Fuser.fuse(graph)).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics()).satisfiesExactlyInAnyOrder(
                        d -> named(d, "layers.0.ffn.activation", "RELU"),
                        d -> named(d, "layers.1.attention.k.rotary", "4 of 8"),
                        d -> named(d, "layers.1.attention.v", "bias")));
    }

    private static void named(Diagnostic diagnostic, String place, String found) {
        assertThat(diagnostic.code()).isEqualTo(ErrorCode.F2301);
        assertThat(diagnostic.text()).contains("operator " + place).contains(found);
    }

    @Test
    void otherStructuresAreRefusedWhereTheyDiffer() {
        strange(with("layers.0.ffn.norm", op -> norm(op, value("embedding"))), "embedding");
        strange(with("layers.1.ffn.residual", op -> new Add(((Add) op).right(), ((Add) op).right())),
                "layers.1.attention.residual");
        strange(with("layers.0.attention.v", op -> new Linear(value("embedding"), ((Linear) op).weight(),
                Optional.empty())), "layers.0.attention.norm");
        strange(with("layers.0.ffn.product", op -> new Multiply(((Multiply) op).left(), ((Multiply) op).left())),
                "layers.0.ffn.activation");
        strange(with("logits", op -> new Linear(value("layers.1.ffn.residual"), ((Linear) op).weight(),
                Optional.empty())), "layers.1.ffn.residual");
    }

    @Test
    void anOperatorOutsideOfAllLayersIsRefused() {
        List<Node> nodes = new ArrayList<>(GRAPH.nodes());
        nodes.add(1, new Node("aside", new Add(value("embedding"), value("embedding"))));
        strange(new Graph("g", GRAPH.vocab(), GRAPH.context(), GRAPH.facts(), GRAPH.constants(), nodes, GRAPH.output()),
                "aside");
    }

    @Test
    void layersThatDifferInWhatTheProgramSharesAreRefused() {
        // The walk goes from the last layer to the first, so the first is the one that differs.
        strange(with("layers.1.ffn.norm", op -> new RmsNorm(((RmsNorm) op).input(), ((RmsNorm) op).weight(), 1e-3f)),
                "layers.0.ffn.norm");
        strange(with("layers.1.attention.q.rotary", op -> turned((Rotary) op, 500)), "layers.1.attention.k.rotary");
        strange(with("layers.0.attention.k.rotary", op -> turned((Rotary) op, 500)), "layers.0.attention.k.rotary");
        strange(with("layers.0.attention.heads", op -> {
            Attention a = (Attention) op;
            return new Attention(a.q(), a.k(), a.v(), a.layer(), a.heads(), a.kvHeads(), a.headDim(), a.context(), 0.5f);
        }), "layers.0.attention.heads");
    }

    private static Rotary turned(Rotary r, double theta) {
        return new Rotary(r.input(), r.style(), r.headDim(), r.rotaryDim(), theta, r.scaling());
    }

    private static RmsNorm norm(Op op, Value input) {
        return new RmsNorm(input, ((RmsNorm) op).weight(), ((RmsNorm) op).eps());
    }

    private static Value value(String name) {
        return GRAPH.nodesByName().get(name).result();
    }
}
