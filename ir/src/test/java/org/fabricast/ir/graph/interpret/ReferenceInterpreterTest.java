package org.fabricast.ir.graph.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.ModelFacts;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.TensorType;
import org.fabricast.ir.graph.Value;
import org.fabricast.ir.graph.build.GraphBuilder;
import org.junit.jupiter.api.Test;

class ReferenceInterpreterTest {

    private static final float[][] ROWS = {{1, 2}, {10, 100}};

    /** Three tokens, context 4, each logit the mean over the sequence of the tokens' rows. */
    private static Graph running() {
        GraphBuilder b = new GraphBuilder("running", 3, 4);
        Value x = b.embedding("embedding", Tensor.f32("table", new float[] {3, 0, 0, 0, 6, 0, 0, 0, 9}, 3, 3));
        Tensor zero = Tensor.f32("zero", new float[9], 3, 3);
        Value q = b.linear("q", x, zero, Optional.empty());
        return b.build(new ModelFacts(OptionalInt.empty(), List.of(), false), b.attention("a", q, q, x, 1, 1, 3));
    }

    @Test
    void embeddingReadsTheTokensRow() {
        assertThat(Probe.run(ROWS, (b, x) -> x, 1)).containsExactly(10f, 100f);
        assertThat(Probe.run(ROWS, (b, x) -> x, 1, 0)).containsExactly(1f, 2f);
    }

    @Test
    void learnedPositionReadsThePositionsRow() {
        float[] table = new float[32];
        for (int i = 0; i < table.length; i++) {
            table[i] = i;
        }
        assertThat(Probe.run(ROWS, (b, x) -> b.add("s", x, b.learnedPosition("p", Tensor.f32("t", table, 16, 2))), 0, 0, 1))
                .containsExactly(14f, 105f);
    }

    @Test
    void linearMultipliesRowsAndAddsTheBias() {
        Tensor weight = Tensor.f32("w", new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        assertThat(Probe.run(ROWS, (b, x) -> b.linear("l", x, weight, Optional.empty()), 1))
                .containsExactly(210f, 430f, 650f);
        Tensor bias = Tensor.f32("b", new float[] {1, 2, 3}, 3);
        assertThat(Probe.run(ROWS, (b, x) -> b.linear("l", x, weight, Optional.of(bias)), 1))
                .containsExactly(211f, 432f, 653f);
    }

    @Test
    void multiplyAndAddWorkElementByElement() {
        assertThat(Probe.run(ROWS, (b, x) -> b.multiply("m", x, x), 1)).containsExactly(100f, 10_000f);
        assertThat(Probe.run(ROWS, (b, x) -> b.add("m", x, x), 1)).containsExactly(20f, 200f);
    }

    @Test
    void stepsAdvanceAndResetForgets() {
        ReferenceInterpreter interpreter = new ReferenceInterpreter(running());
        assertThat(interpreter.step(0)).containsExactly(3f, 0f, 0f);
        assertThat(interpreter.step(1)).containsExactly(1.5f, 3f, 0f);
        assertThat(interpreter.position()).isEqualTo(2);
        interpreter.reset();
        assertThat(interpreter.position()).isZero();
        assertThat(interpreter.step(2)).containsExactly(0f, 0f, 9f);
        assertThat(interpreter.step(2)).containsExactly(new float[] {0f, 0f, 9f}, within(1e-6f));
    }

    @Test
    void logitsOfAnEarlierStepStay() {
        ReferenceInterpreter interpreter = new ReferenceInterpreter(running());
        float[] first = interpreter.step(0);
        interpreter.step(1);
        assertThat(first).containsExactly(3f, 0f, 0f);
    }

    @Test
    void refusesTokensOutsideTheVocabularyAndAFullContext() {
        ReferenceInterpreter interpreter = new ReferenceInterpreter(running());
        assertThatThrownBy(() -> interpreter.step(3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> interpreter.step(-1)).isInstanceOf(IllegalArgumentException.class);
        for (int p = 0; p < 4; p++) {
            interpreter.step(0);
        }
        assertThatThrownBy(() -> interpreter.step(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("context of 4");
        assertThatThrownBy(() -> interpreter.value("nobody")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAGraphWithoutWeights() {
        GraphBuilder b = new GraphBuilder("shapes", 3, 4);
        Value x = b.embedding("embedding", Tensor.shapeOnly("table", TensorType.of(DType.F16, 3, 3)));
        Graph graph = b.build(new ModelFacts(OptionalInt.empty(), List.of(), false), x);
        assertThatThrownBy(() -> new ReferenceInterpreter(graph)).isInstanceOfSatisfying(FabricastException.class,
                refusal -> assertThat(refusal.diagnostics()).singleElement()
                        .extracting(d -> d.code()).isEqualTo(ErrorCode.F2114));
    }
}
