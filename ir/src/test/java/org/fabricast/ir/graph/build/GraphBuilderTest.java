package org.fabricast.ir.graph.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fabricast.ir.graph.Attention;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Embedding;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.ModelFacts;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.TensorType;
import org.fabricast.ir.graph.Value;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {

    private final GraphBuilder builder = new GraphBuilder("small", 3, 5);
    private final Tensor table = Tensor.f32("table", new float[6], 3, 2);

    @Test
    void givesNodesInOrderAndASharedConstantOnce() {
        Value x = builder.embedding("x", table);
        Value y = builder.linear("y", x, table, Optional.empty());
        Graph graph = builder.build(new ModelFacts(OptionalInt.empty(), List.of(), true), y);
        assertThat(graph.nodes()).extracting(node -> node.name()).containsExactly("x", "y");
        assertThat(graph.constants()).containsExactly(table);
        assertThat(graph.output()).isEqualTo(new Value("y", TensorType.vector(3)));
    }

    @Test
    void numbersAttentionLayersAndGivesThemTheContext() {
        Value x = builder.embedding("x", table);
        builder.attention("a", x, x, x, 2, 2, 1);
        builder.attention("b", x, x, x, 1, 1, 2);
        Graph graph = builder.build(new ModelFacts(OptionalInt.empty(), List.of(), true), x);
        Attention b = (Attention) graph.nodesByName().get("b").op();
        assertThat(b.layer()).isEqualTo(1);
        assertThat(b.context()).isEqualTo(5);
        assertThat(b.scale()).isEqualTo(0.70710677f);
    }

    @Test
    void refusesASecondUseOfAName() {
        builder.embedding("x", table);
        assertThatThrownBy(() -> builder.embedding("x", table)).hasMessageContaining("second node named x");
        assertThatThrownBy(() -> builder.constant(Tensor.f32("table", new float[8], 4, 2)))
                .hasMessageContaining("second constant named table");
    }

    @Test
    void refusesAConstantThatWasNotAdded() {
        ConstantRef stranger = new ConstantRef("stranger", TensorType.of(DType.F32, 3, 2));
        assertThatThrownBy(() -> builder.node("x", new Embedding(stranger))).hasMessageContaining("$stranger");
    }
}
