package org.fabricast.ir.graph.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.GraphVerifier;
import org.fabricast.ir.graph.ModelFacts;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.TensorType;
import org.fabricast.ir.graph.Value;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;
import org.junit.jupiter.api.Test;

class ConstantReplacerTest {

    /** Every operator that has constants, and one constant read three times. */
    private static Graph graph() {
        GraphBuilder b = new GraphBuilder("small", 2, 2);
        Tensor table = new Tensor("table", TensorType.of(DType.F16, 2, 2), new float[] {1, 1, 2, 3});
        Tensor gain = new Tensor("gain", TensorType.of(DType.F16, 2), new float[] {0.5f, 0.5f});
        Value x = b.add("s", b.embedding("x", table), b.learnedPosition("p", table));
        Value n = b.rmsNorm("n", x, gain, 1e-12f);
        Value l = b.layerNorm("l", n, gain, gain, 1f);
        return b.build(new ModelFacts(OptionalInt.empty(), List.of(), true),
                b.linear("y", l, table, Optional.of(gain)));
    }

    private static UnaryOperator<Tensor> timesTen() {
        return tensor -> {
            float[] data = tensor.data().clone();
            for (int i = 0; i < data.length; i++) {
                data[i] *= 10;
            }
            return new Tensor(tensor.name(), new TensorType(DType.F32, tensor.type().shape()), data);
        };
    }

    @Test
    void nodesReadTheNewElementsAndType() {
        // x = (2, 2), normalised (1, 1) · gain, centred 0, so l = bias and y = table · bias + bias.
        assertThat(new ReferenceInterpreter(graph()).step(0)).containsExactly(1.5f, 3f);
        Graph changed = ConstantReplacer.replace(graph(), timesTen());
        assertThat(GraphVerifier.verify(changed)).isEmpty();
        assertThat(changed.nodes()).allSatisfy(node ->
                assertThat(node.op().constants()).allMatch(ref -> ref.type().dtype() == DType.F32));
        assertThat(new ReferenceInterpreter(changed).step(0)).containsExactly(105f, 255f);
    }

    @Test
    void aSharedConstantIsAskedForOnceAndStaysShared() {
        List<String> asked = new ArrayList<>();
        Graph same = ConstantReplacer.replace(graph(), tensor -> {
            asked.add(tensor.name());
            return tensor;
        });
        assertThat(asked).containsExactly("table", "gain");
        assertThat(same).isEqualTo(graph());
    }

    @Test
    void nameAndShapeMustStay() {
        assertThatThrownBy(() -> ConstantReplacer.replace(graph(), t -> Tensor.f32("other", new float[4], 2, 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConstantReplacer.replace(graph(), t -> Tensor.f32(t.name(), new float[3], 3)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
