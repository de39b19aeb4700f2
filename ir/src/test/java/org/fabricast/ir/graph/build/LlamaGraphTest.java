package org.fabricast.ir.graph.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Attention;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Embedding;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.GraphVerifier;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlamaGraphTest {

    /** Heads of 6 elements, which are not {@code dim / heads}; no size a multiple of another. */
    private static LlamaShape shape(RotaryStyle style, boolean tied) {
        return new LlamaShape(20, 27, 2, 4, 2, 6, 11, 70, 1e-5f, 10_000, style, Optional.empty(), tied);
    }

    private static Graph build(LlamaShape shape, WeightSource weights) {
        return LlamaGraph.build("tiny", shape, OptionalInt.of(1), List.of(2), weights);
    }

    @ParameterizedTest
    @CsvSource({"HALF,true,false", "HALF,false,true", "INTERLEAVED,true,true", "INTERLEAVED,false,false"})
    void interpretedItGivesWhatTheFormulasGiveInBinary64(RotaryStyle style, boolean tied, boolean biased) {
        long seed = 20_07;
        LlamaShape shape = shape(style, tied);
        RandomWeights weights = new RandomWeights(seed, biased);
        ReferenceInterpreter interpreter = new ReferenceInterpreter(build(shape, weights));
        DoubleLlama expected = new DoubleLlama(shape, weights.given());
        Random random = new Random(seed);
        int[] tokens = random.ints(shape.context(), 0, shape.vocab()).toArray();
        for (int t = 0; t < tokens.length; t++) {
            float[] actual = interpreter.step(tokens[t]);
            double[] logits = expected.logits(Arrays.copyOf(tokens, t + 1));
            for (int i = 0; i < logits.length; i++) {
                assertThat((double) actual[i]).as("seed %d, position %d, logit %d", seed, t, i)
                        .isCloseTo(logits[i], within(2e-5));
            }
        }
    }

    @Test
    void isWellFormedAndNamesEveryPartOfALayer() {
        Graph graph = build(shape(RotaryStyle.HALF, true), new RandomWeights(1, false));
        assertThat(GraphVerifier.verify(graph)).isEmpty();
        assertThat(graph.nodes()).extracting(Node::name).containsExactly("embedding",
                "layers.0.attention.norm", "layers.0.attention.q", "layers.0.attention.k", "layers.0.attention.v",
                "layers.0.attention.q.rotary", "layers.0.attention.k.rotary", "layers.0.attention.heads",
                "layers.0.attention.o", "layers.0.attention.residual",
                "layers.0.ffn.norm", "layers.0.ffn.gate", "layers.0.ffn.up", "layers.0.ffn.activation",
                "layers.0.ffn.product", "layers.0.ffn.down", "layers.0.ffn.residual",
                "layers.1.attention.norm", "layers.1.attention.q", "layers.1.attention.k", "layers.1.attention.v",
                "layers.1.attention.q.rotary", "layers.1.attention.k.rotary", "layers.1.attention.heads",
                "layers.1.attention.o", "layers.1.attention.residual",
                "layers.1.ffn.norm", "layers.1.ffn.gate", "layers.1.ffn.up", "layers.1.ffn.activation",
                "layers.1.ffn.product", "layers.1.ffn.down", "layers.1.ffn.residual",
                "norm", "logits");
        assertThat(graph.layers()).isEqualTo(2);
        // table + 2 · (2 norms, q 24·20, k and v 12·20, o 20·24, gate, up, down 27·20) + norm
        assertThat(graph.parameters()).isEqualTo(220 + 2 * (40 + 480 + 2 * 240 + 480 + 3 * 540) + 20);
    }

    @Test
    void aTiedHeadNamesTheEmbeddingTable() {
        Graph tied = build(shape(RotaryStyle.HALF, true), new RandomWeights(1, false));
        Embedding embedding = (Embedding) tied.nodesByName().get("embedding").op();
        assertThat(((Linear) tied.nodesByName().get("logits").op()).weight()).isEqualTo(embedding.table());
        Graph untied = build(shape(RotaryStyle.HALF, false), new RandomWeights(1, false));
        assertThat(((Linear) untied.nodesByName().get("logits").op()).weight().name()).isEqualTo("logits.weight");
        assertThat(GraphVerifier.verify(untied)).isEmpty();
    }

    @Test
    void shapesAloneAreEnoughForALargeModel() {
        // Llama 2 7B has 6,738,415,616 parameters.
        LlamaShape shape = new LlamaShape(4096, 11_008, 32, 32, 32, 128, 32_000, 4096, 1e-5f, 10_000, RotaryStyle.HALF,
                Optional.empty(), false);
        Graph graph = build(shape, WeightSource.shapeOnly(DType.F16));
        assertThat(graph.parameters()).isEqualTo(6_738_415_616L);
        assertThat(graph.hasData()).isFalse();
        assertThat(GraphVerifier.verify(graph)).isEmpty();
        assertThat(((Attention) graph.nodesByName().get("layers.31.attention.heads").op()).layer()).isEqualTo(31);
    }

    @Test
    void reportsEveryMissingAndMisshapenWeight() {
        RandomWeights good = new RandomWeights(1, false);
        WeightSource bad = (name, expected) -> switch (name) {
            case "layers.0.attention.q.weight", "norm.weight" -> Optional.empty();
            case "layers.1.ffn.up.weight" -> Optional.of(Tensor.f32(name, new float[6], 2, 3));
            default -> good.find(name, expected);
        };
        assertThatThrownBy(() -> build(shape(RotaryStyle.HALF, true), bad)).isInstanceOfSatisfying(
                FabricastException.class, refusal -> {
                    assertThat(refusal.diagnostics()).extracting(d -> d.code())
                            .containsExactly(ErrorCode.F2112, ErrorCode.F2103, ErrorCode.F2112);
                    assertThat(refusal.diagnostics().get(1).text()).isEqualTo("error[F2103] layers.1.ffn.up.weight: "
                            + "expected floating-point type with shape [27, 20], found f32[2, 3].");
                });
    }

    @Test
    void refusesImpossibleShapes() {
        assertThatThrownBy(() -> new LlamaShape(8, 8, 1, 3, 2, 4, 8, 8, 1e-5f, 1e4, RotaryStyle.HALF, Optional.empty(),
                true)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3 heads");
        assertThatThrownBy(() -> new LlamaShape(8, 8, 1, 2, 2, 3, 8, 8, 1e-5f, 1e4, RotaryStyle.HALF, Optional.empty(),
                true)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("odd");
        assertThatThrownBy(() -> new LlamaShape(8, 8, 0, 2, 2, 4, 8, 8, 1e-5f, 1e4, RotaryStyle.HALF, Optional.empty(),
                true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LlamaShape(8, 8, 1, 2, 2, 4, 8, 8, 0f, 1e4, RotaryStyle.HALF, Optional.empty(),
                true)).isInstanceOf(IllegalArgumentException.class);
    }
}
