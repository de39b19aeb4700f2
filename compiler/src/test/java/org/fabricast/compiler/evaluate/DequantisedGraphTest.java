package org.fabricast.compiler.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.GraphVerifier;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;
import org.junit.jupiter.api.Test;

class DequantisedGraphTest {

    private static ImportedModel fable() {
        return ModelLoader.load(SharedFiles.project("models/fable"), Optional.empty());
    }

    @Test
    void theGraphIsValidAndItsEmbeddingRowsAreUntouched() {
        Graph graph = fable().graph();
        Graph dequantised = DequantisedGraph.of(graph, 64, WeightPlan.uniform(8, 4));
        assertThat(GraphVerifier.verify(dequantised)).isEmpty();
        assertThat(dequantised.constantsByName().get("embedding.table"))
                .isEqualTo(graph.constantsByName().get("embedding.table"));
    }

    @Test
    void everyProjectionIsWithinAStepOfItsOriginal() {
        Graph graph = fable().graph();
        Map<String, Tensor> before = graph.constantsByName();
        Map<String, Tensor> after = DequantisedGraph.of(graph, 64, WeightPlan.uniform(8, 4)).constantsByName();
        for (String name : List.of("layers.0.attention.o.weight", "layers.3.ffn.down.weight")) {
            float[] original = before.get(name).data();
            float[] now = after.get(name).data();
            float greatest = 0;
            for (float w : original) {
                greatest = Math.max(greatest, Math.abs(w));
            }
            for (int i = 0; i < original.length; i++) {
                // No group's step exceeds that of the greatest weight: greatest / 127, half of it plus binary16 of the scale.
                assertThat(now[i]).isCloseTo(original[i], within(greatest / 127 * 0.57f));
            }
        }
    }

    @Test
    void eightBitWeightsCostLittle() throws IOException {
        ImportedModel model = fable();
        List<int[]> stories = EvaluationText.sequences(Files.readString(SharedFiles.shared("text/fable_valid.txt")),
                model.requireTokenizer(), true, model.graph().context()).subList(0, 10);
        double reference = nll(model.graph(), stories);
        double dequantised = nll(DequantisedGraph.of(model.graph(), 64, WeightPlan.uniform(8, 4)), stories);
        assertThat(dequantised).isCloseTo(reference, within(0.0075 * reference)).isNotEqualTo(reference);
    }

    private static double nll(Graph graph, List<int[]> sequences) {
        return Perplexity.of(sequences, () -> new ReferenceInterpreter(graph)::step).meanNll();
    }
}
