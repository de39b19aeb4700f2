package org.fabricast.compiler.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.SmallModel;
import org.fabricast.compiler.calibrate.Calibration;
import org.fabricast.compiler.calibrate.CalibrationText;
import org.fabricast.compiler.evaluate.EvaluationText;
import org.fabricast.compiler.evaluate.Perplexity;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.GraphVerifier;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;
import org.junit.jupiter.api.Test;

class ModelSparsifierTest {

    private static SparsifyOptions options(String target, Criterion criterion, IndexSharing sharing, boolean refit) {
        return new SparsifyOptions(SparsityTarget.parse(target, SparsityTarget.Scope.LAYER, "test"), criterion, sharing, refit,
                false, 8, 64);
    }

    private static Calibration calibrated(Graph graph, int tokens) {
        return Calibration.of(graph, CalibrationText.generated(graph, tokens, 1), () -> { });
    }

    @Test
    void everyProjectionButTheClassifierIsSparseAndNothingElseChanges() {
        Graph graph = SmallModel.random(SmallModel.shape(RotaryStyle.INTERLEAVED, 4, 16), 7);
        SparsifiedModel model = ModelSparsifier.sparsify(graph, calibrated(graph, 64),
                options("4:16", Criterion.WANDA, IndexSharing.ROW, false));
        assertThat(GraphVerifier.verify(model.graph())).isEmpty();
        assertThat(model.layers()).hasSize(14).allMatch(layer -> layer.state() == LayerReport.State.SPARSE);
        assertThat(model.calibrationTokens()).isEqualTo(64);
        Map<String, Tensor> before = graph.constantsByName();
        List<String> names = model.layers().stream().map(LayerReport::layer).toList();
        model.graph().constants().forEach(tensor -> {
            if (!names.contains(tensor.name())) {
                assertThat(tensor).isEqualTo(before.get(tensor.name()));
                return;
            }
            int zeros = 0;
            for (int i = 0; i < tensor.data().length; i++) {
                zeros += tensor.data()[i] == 0 ? 1 : 0;
                assertThat(tensor.data()[i]).isIn(0f, before.get(tensor.name()).data()[i]);
            }
            // 24 columns are a block of 16 and one of 8, 16 are one block, 40 are two and one of 8: 4 each.
            int cols = tensor.type().dim(1);
            assertThat(zeros).isEqualTo(tensor.type().dim(0) * (cols - 4 * ((cols + 15) / 16)));
        });
    }

    @Test
    void pairsAreThoseOfTheMachineNotOfTheModel() {
        Graph graph = SmallModel.random(SmallModel.shape(RotaryStyle.INTERLEAVED, 4, 16), 7);
        SparsifiedModel model = ModelSparsifier.sparsify(graph, calibrated(graph, 64),
                options("4:16", Criterion.WANDA, IndexSharing.PAIR, false));
        Tensor q = model.graph().constantsByName().get("layers.0.attention.q.weight");
        // Heads of 4: the machine's rows 0 and 1 are the model's 0 and 2; 2 and 3 are 1 and 3.
        int cols = q.type().dim(1);
        int differing = 0;
        for (int head = 0; head < q.type().dim(0); head += 4) {
            for (int c = 0; c < cols; c++) {
                assertThat(q.data()[(head + 2) * cols + c] == 0).isEqualTo(q.data()[head * cols + c] == 0);
                assertThat(q.data()[(head + 3) * cols + c] == 0).isEqualTo(q.data()[(head + 1) * cols + c] == 0);
                differing += (q.data()[(head + 1) * cols + c] == 0) != (q.data()[head * cols + c] == 0) ? 1 : 0;
            }
        }
        assertThat(differing).isPositive();
    }

    @Test
    void fableAtHalfItsWeightsLosesAtMostTwelvePercent() throws IOException {
        ImportedModel model = ModelLoader.load(SharedFiles.project("models/fable"), Optional.empty());
        List<int[]> stories = stories(model, "text/fable_valid.txt").subList(0, 8);
        Calibration calibration = calibrated(model.graph(), 1024);
        double reference = nll(model.graph(), stories);
        double sparse = nll(ModelSparsifier.sparsify(model.graph(), calibration,
                options("8:16", Criterion.WANDA, IndexSharing.ROW, false)).graph(), stories);
        double refitted = nll(ModelSparsifier.sparsify(model.graph(), calibration,
                options("8:16", Criterion.WANDA, IndexSharing.ROW, true)).graph(), stories);
        assertThat(sparse).isLessThan(1.12 * reference);
        assertThat(refitted).isLessThan(1.05 * reference).isGreaterThan(0.99 * reference);
    }

    @Test
    void theActivationAwareChoiceIsBetterThanMagnitude() throws IOException {
        ImportedModel model = ModelLoader.load(SharedFiles.shared("models/stories260K/stories260K.bin"),
                Optional.of(SharedFiles.shared("models/stories260K/tok512.bin")));
        List<int[]> stories = stories(model, "text/tinystories_sample.txt");
        Calibration calibration = calibrated(model.graph(), 1024);
        for (boolean refit : new boolean[] {false, true}) {
            double magnitude = nll(ModelSparsifier.sparsify(model.graph(), calibration,
                    options("8:16", Criterion.MAGNITUDE, IndexSharing.ROW, refit)).graph(), stories);
            double wanda = nll(ModelSparsifier.sparsify(model.graph(), calibration,
                    options("8:16", Criterion.WANDA, IndexSharing.ROW, refit)).graph(), stories);
            assertThat(wanda).as("refit %s", refit).isLessThan(0.98 * magnitude);
        }
    }

    private static List<int[]> stories(ImportedModel model, String text) throws IOException {
        return EvaluationText.sequences(Files.readString(SharedFiles.shared(text)), model.requireTokenizer(), true,
                model.graph().context());
    }

    private static double nll(Graph graph, List<int[]> sequences) {
        return Perplexity.of(sequences, () -> new ReferenceInterpreter(graph)::step).meanNll();
    }
}
