package org.fabricast.compiler.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.fabricast.compiler.SmallModel;
import org.fabricast.compiler.evaluate.DequantisedGraph;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.fuse.Fuser;
import org.fabricast.compiler.plan.WeightMatrix;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.build.LlamaShape;
import org.junit.jupiter.api.Test;

class AssignerTest {

    private static final LlamaShape SHAPE = SmallModel.shape(RotaryStyle.HALF, 8, 24);
    private static final Graph GRAPH = SmallModel.random(SHAPE, 11);
    private static final FusedModel MODEL = Fuser.fuse(GRAPH);

    private static WeightChoice mixed(double average) {
        return new WeightChoice.Mixed(average, Optional.empty());
    }

    @Test
    void uniformAndGivenPlansAreTakenAsTheyAre() {
        assertThat(Assigner.assign(MODEL, 64, new WeightChoice.Uniform(5)))
                .isEqualTo(new WeightAssignment(WeightPlan.uniform(5, 2), Optional.empty()));
        WeightPlan plan = WeightPlan.uniform(3, 2).with(4, 6);
        assertThat(Assigner.assign(MODEL, 64, new WeightChoice.Given(plan)).plan()).isEqualTo(plan);
    }

    @Test
    void aMeasuredPlanKeepsTheAverageAndDivergesLessThanItsOpposite() {
        WeightAssignment assignment = Assigner.assign(MODEL, 64, mixed(4));
        List<WeightMatrix> matrices = WeightMatrix.of(MODEL);
        assertThat(assignment.plan().average(matrices)).isLessThanOrEqualTo(4.0);
        WeightAssignment.Measurement measured = assignment.measurement().orElseThrow();
        assertThat(measured.sensitivities()).hasSize(9).allSatisfy(s -> {
            assertThat(s).hasSize(5);
            // Three bits hurt more than six, and eight are the measure.
            assertThat(s.get(0)).isGreaterThan(s.get(3));
            assertThat(s.get(4)).isZero();
        });
        Divergence divergence = new Divergence(GRAPH, CalibrationSequences.selfGenerated(GRAPH));
        assertThat(measured.divergence()).isEqualTo(divergence.of(DequantisedGraph.of(GRAPH, 64, assignment.plan())));
        // Never worse than equal bits, and here better.
        assertThat(measured.divergence()).isLessThan(divergence.of(DequantisedGraph.of(GRAPH, 64,
                WeightPlan.uniform(4, 2))));
        assertThat(Assigner.assign(MODEL, 64, mixed(4))).isEqualTo(assignment);
    }

    @Test
    void withoutWeightsAllWeightsCountAlike() {
        FusedModel shapes = Fuser.fuse(SmallModel.shapes(SHAPE));
        WeightAssignment assignment = Assigner.assign(shapes, 64, mixed(3.5));
        assertThat(assignment.measurement()).isEmpty();
        assertThat(assignment.plan().average(WeightMatrix.of(shapes))).isBetween(3.3, 3.5);
        assertThat(assignment.plan().bits()).containsOnly(3, 4);
    }

    @Test
    void anAverageOutOfReachIsRefusedBeforeAnythingIsMeasured() {
        assertThatThrownBy(() -> Assigner.assign(MODEL, 64, mixed(2.5))).isInstanceOf(FabricastException.class)
                .hasMessageContaining("F1011");
    }
}
