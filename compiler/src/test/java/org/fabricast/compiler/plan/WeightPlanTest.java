package org.fabricast.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fabricast.compiler.SmallModel;
import org.fabricast.compiler.fuse.Fuser;
import org.fabricast.ir.graph.RotaryStyle;
import org.junit.jupiter.api.Test;

class WeightPlanTest {

    @Test
    void matricesStandInTheOrderOfUse() {
        List<WeightMatrix> matrices = WeightMatrix.of(Fuser.fuse(SmallModel.shapes(SmallModel.shape(RotaryStyle.HALF, 8, 10))));
        // 4 heads and 2 · 2 KV heads of 8, width 24, hidden 40, vocabulary 11.
        assertThat(matrices.subList(0, 4)).containsExactly(new WeightMatrix("layers.0.qkv", 64, 24),
                new WeightMatrix("layers.0.out", 24, 32), new WeightMatrix("layers.0.gateUp", 80, 24),
                new WeightMatrix("layers.0.down", 24, 40));
        assertThat(matrices).hasSize(9);
        assertThat(matrices.getLast()).isEqualTo(new WeightMatrix("classifier", 11, 24));
    }

    @Test
    void aPlanIsAskedByLayerAndMatrix() {
        WeightPlan plan = WeightPlan.uniform(4, 2).with(6, 8).with(8, 3);
        assertThat(plan.layers()).isEqualTo(2);
        assertThat(plan.bits(1, LayerMatrix.GATE_UP)).isEqualTo(8);
        assertThat(plan.bits(0, LayerMatrix.GATE_UP)).isEqualTo(4);
        assertThat(plan.classifier()).isEqualTo(3);
    }

    @Test
    void theAverageWeighsMatricesByTheirSize() {
        List<WeightMatrix> matrices = List.of(new WeightMatrix("a", 1, 1), new WeightMatrix("b", 1, 1),
                new WeightMatrix("c", 1, 1), new WeightMatrix("d", 1, 1), new WeightMatrix("e", 1, 4));
        assertThat(new WeightPlan(List.of(3, 4, 5, 6, 8)).average(matrices)).isEqualTo((3 + 4 + 5 + 6 + 4 * 8) / 8.0);
    }

    @Test
    void bitsThatTheMachineDoesNotExpandAreNoPlan() {
        assertThatThrownBy(() -> WeightPlan.uniform(7, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WeightPlan(List.of(4, 4))).isInstanceOf(IllegalArgumentException.class);
    }
}
