package org.fabricast.compiler.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import org.fabricast.compiler.SmallModel;
import org.fabricast.compiler.calibrate.Calibration;
import org.fabricast.compiler.calibrate.CalibrationText;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.build.ConstantReplacer;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;
import org.junit.jupiter.api.Test;

class LayerSensitivityTest {

    private static final SparsifyOptions OPTIONS = new SparsifyOptions(
            new SparsityTarget.Blockwise(0.4, SparsityTarget.Scope.MEASURED), Criterion.WANDA, IndexSharing.ROW, false, false, 8, 64);

    private static Graph small() {
        return SmallModel.random(SmallModel.shape(RotaryStyle.HALF, 4, 16), 7);
    }

    private static Graph scaled(Graph graph, String name, float factor) {
        return ConstantReplacer.replace(graph, tensor -> {
            if (!tensor.name().equals(name)) {
                return tensor;
            }
            float[] values = tensor.data().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
            return new Tensor(tensor.name(), tensor.type(), values);
        });
    }

    private static double importance(Graph graph, String weight) {
        List<int[]> text = CalibrationText.generated(graph, 48, 3);
        Calibration calibration = Calibration.of(graph, text, () -> { });
        Linear linear = (Linear) graph.nodes().stream().map(node -> node.op())
                .filter(op -> op instanceof Linear l && l.weight().name().equals(weight)).findFirst().orElseThrow();
        Tensor tensor = graph.constantsByName().get(weight);
        BlockGrid grid = new BlockGrid(tensor.type().dim(0), tensor.type().dim(1));
        LayerMatrix layer = new LayerMatrix(weight, grid, tensor.data(), calibration.of(linear.input().name()));
        return LayerSensitivity.of(graph, text).importance(layer, OPTIONS,
                weights -> Tensor.f32(weight, weights, grid.rows(), grid.cols()));
    }

    @Test
    void theDivergenceIsThatOfTheDefinition() {
        Graph graph = small();
        Graph other = scaled(graph, "layers.1.ffn.down.weight", 0.5f);
        int[] text = {1, 5, 9};
        ReferenceInterpreter p = new ReferenceInterpreter(graph);
        ReferenceInterpreter q = new ReferenceInterpreter(other);
        double expected = 0;
        for (int token : text) {
            double[] a = softmax(p.step(token));
            double[] b = softmax(q.step(token));
            for (int i = 0; i < a.length; i++) {
                expected += a[i] * Math.log(a[i] / b[i]) / text.length;
            }
        }
        LayerSensitivity sensitivity = LayerSensitivity.of(graph, List.of(text));
        assertThat(sensitivity.divergence(other)).isCloseTo(expected, within(1e-9)).isPositive();
        assertThat(sensitivity.divergence(graph)).isZero();
    }

    private static double[] softmax(float[] logits) {
        double[] p = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(logits[i]);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    @Test
    void aLayerWhoseOutputNobodyReadsIsOfNoImportance() {
        Graph graph = small();
        assertThat(importance(graph, "layers.0.ffn.gate.weight")).isPositive();
        assertThat(importance(scaled(graph, "layers.0.ffn.up.weight", 0), "layers.0.ffn.gate.weight")).isZero();
    }

    @Test
    void aModelIsSparseWhereThatMattersLeast() {
        // The first layer's gate and up work on nothing: what they lose costs nothing.
        Graph graph = scaled(small(), "layers.0.ffn.down.weight", 1e-3f);
        List<int[]> text = CalibrationText.generated(graph, 64, 3);
        SparsifiedModel model = ModelSparsifier.sparsify(graph, Calibration.of(graph, text, () -> { }), OPTIONS);
        assertThat(model.density()).isLessThanOrEqualTo(0.4).isGreaterThan(0.36);
        assertThat(layer(model, "layers.0.ffn.gate.weight").density())
                .isLessThan(layer(model, "layers.1.ffn.gate.weight").density());
    }

    private static LayerReport layer(SparsifiedModel model, String name) {
        return model.layers().stream().filter(layer -> layer.layer().equals(name)).findFirst().orElseThrow();
    }
}
