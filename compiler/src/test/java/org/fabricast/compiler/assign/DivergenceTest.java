package org.fabricast.compiler.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.fabricast.compiler.SmallModel;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.RotaryStyle;
import org.junit.jupiter.api.Test;

class DivergenceTest {

    private static final Graph GRAPH = SmallModel.random(SmallModel.shape(RotaryStyle.HALF, 8, 20), 3);

    @Test
    void theModelsOwnTextIsTheSameEveryTime() {
        CalibrationSequences text = CalibrationSequences.selfGenerated(GRAPH, 50);
        assertThat(text.tokens()).isEqualTo(50);
        assertThat(text.sequences()).allSatisfy(sequence -> assertThat(sequence.getFirst()).isEqualTo(1));
        assertThat(CalibrationSequences.selfGenerated(GRAPH, 50)).isEqualTo(text);
        assertThat(CalibrationSequences.of("given", List.of(new int[0], new int[] {3, 4})).sequences())
                .containsExactly(List.of(3, 4));
    }

    @Test
    void nothingToJudgeByIsNoCalibration() {
        assertThatThrownBy(() -> new CalibrationSequences("x", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CalibrationSequences("x", List.of(List.of()))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void divergenceIsThatOfKullbackAndLeibler() {
        // 0.5 ln(0.5 / 0.25) + 0.5 ln(0.5 / 0.75)
        assertThat(Divergence.divergence(new double[] {0.5, 0.5}, new double[] {0.25, 0.75}))
                .isCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2.0 / 3), within(1e-15));
        assertThat(Divergence.divergence(new double[] {0, 1}, new double[] {0.5, 0.5})).isCloseTo(Math.log(2), within(1e-15));
        assertThat(Divergence.probabilities(new float[] {0, (float) Math.log(3)})).containsExactly(new double[] {0.25, 0.75},
                within(1e-7));
    }

    @Test
    void aModelDoesNotDivergeFromItself() {
        CalibrationSequences text = new CalibrationSequences("given", List.of(List.of(1, 5, 7), List.of(2)));
        assertThat(new Divergence(GRAPH, text).of(GRAPH)).isZero();
    }
}
