package org.fabricast.compiler.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.SmallModel;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;
import org.fabricast.ir.tokenizer.TokenizerLoader;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static Graph small() {
        return SmallModel.random(SmallModel.shape(RotaryStyle.HALF, 4, 16), 7);
    }

    @Test
    void momentsAreSumsOfProducts() {
        InputMoments moments = new InputMoments(2);
        moments.add(new float[] {1, 2});
        moments.add(new float[] {3, -1});
        assertThat(moments.at(0, 0)).isEqualTo(10);
        assertThat(moments.at(0, 1)).isEqualTo(-1).isEqualTo(moments.at(1, 0));
        assertThat(moments.energy(1)).isEqualTo(5);
        // (2·1 + 1·2)² + (2·3 − 1)² = 16 + 25
        assertThat(moments.energyOf(new double[] {2, 1})).isEqualTo(41);
        assertThatThrownBy(() -> moments.add(new float[3])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyInputOfALinearOperatorIsSummedOverAllTokens() {
        Graph graph = small();
        List<int[]> text = List.of(new int[] {1, 5, 3}, new int[] {1, 9});
        Calibration calibration = Calibration.of(graph, text, () -> { });
        assertThat(calibration.tokens()).isEqualTo(5);
        Linear down = (Linear) graph.nodesByName().values().stream().map(node -> node.op())
                .filter(op -> op instanceof Linear l && l.input().type().dim(0) == 40).findFirst().orElseThrow();
        double energy = 0;
        for (int[] sequence : text) {
            ReferenceInterpreter model = new ReferenceInterpreter(graph);
            for (int token : sequence) {
                model.step(token);
                energy += Math.pow(model.value(down.input().name())[17], 2);
            }
        }
        assertThat(calibration.of(down.input().name()).energy(17)).isCloseTo(energy, within(1e-12));
        assertThatThrownBy(() -> calibration.of("nothing")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aModelWritesItsOwnTextTheSameForEqualSeeds() {
        List<int[]> text = CalibrationText.generated(small(), 100, 4);
        assertThat(text.stream().mapToInt(sequence -> sequence.length).sum()).isEqualTo(100);
        assertThat(text).allSatisfy(sequence -> {
            assertThat(sequence).startsWith(1).hasSizeBetween(1, 16);
            // BOS 1 and the end of text 2 begin a new sequence.
            for (int i = 1; i < sequence.length; i++) {
                assertThat(sequence[i]).isNotIn(1, 2);
            }
        });
        assertThat(CalibrationText.generated(small(), 100, 4)).usingRecursiveComparison().isEqualTo(text);
        assertThat(CalibrationText.generated(small(), 100, 5)).usingRecursiveComparison().isNotEqualTo(text);
    }

    @Test
    void anEmptyTextIsRefused() {
        var tokenizer = TokenizerLoader.load(SharedFiles.project("models/fable/tokenizer.json"));
        assertThatExceptionOfType(FabricastException.class)
                .isThrownBy(() -> CalibrationText.of("\n <|endoftext|> \n", "--calibration x", tokenizer, true, 16))
                .satisfies(e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F1010));
        assertThat(CalibrationText.of("Tom\n", "x", tokenizer, false, 16)).singleElement()
                .satisfies(ids -> assertThat(ids).containsExactly(54, 349));
    }

    @Test
    void sequencesAreJoinedAndCut() {
        assertThat(CalibrationText.joined(List.of(new int[] {1, 2, 3}, new int[] {4}, new int[] {5, 6, 7}), 3))
                .satisfiesExactly(s -> assertThat(s).containsExactly(1, 2, 3), s -> assertThat(s).containsExactly(4, 5, 6),
                        s -> assertThat(s).containsExactly(7));
    }
}
