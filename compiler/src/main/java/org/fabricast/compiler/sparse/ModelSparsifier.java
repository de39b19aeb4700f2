package org.fabricast.compiler.sparse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fabricast.compiler.calibrate.Calibration;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.build.ConstantReplacer;

/**
 * Sparsifies the projections of a model: every linear operator but the one that gives the logits (as in the published systems), and
 * but those whose weight something else uses as well.
 *
 * <p>Rows are blocked and paired in the machine's order ({@link MachineRows}). Norm weights need not be folded first for the
 * activation-aware score: {@code |w g| · ‖x / g‖ = |w| · ‖x‖}.
 */
public final class ModelSparsifier {

    private ModelSparsifier() {
    }

    /** A layer to be made sparse; {@code order} is empty where rows do not move. */
    private record Place(Tensor tensor, int[] order, LayerMatrix matrix) {

        /** The constant with other weights, which are in the machine's order of rows. */
        Tensor tensor(float[] weights) {
            float[] back = order.length == 0 ? weights : MachineRows.scattered(weights, order);
            return Tensor.f32(tensor.name(), back, matrix.grid().rows(), matrix.grid().cols());
        }
    }

    /** {@code graph} with sparse projections. Errors: F1009 a density that cannot be met. */
    public static SparsifiedModel sparsify(Graph graph, Calibration calibration, SparsifyOptions options) {
        List<Place> places = places(graph, calibration);
        List<LayerMatrix> matrices = places.stream().map(Place::matrix).toList();
        List<SparseLayer> layers = options.target() instanceof SparsityTarget.Blockwise blockwise
                && blockwise.scope() == SparsityTarget.Scope.MEASURED
                ? Sparsifier.sparsify(matrices, options, importance(graph, calibration, options, places))
                : Sparsifier.sparsify(matrices, options);
        Map<String, Tensor> changed = new HashMap<>();
        for (int i = 0; i < places.size(); i++) {
            Tensor tensor = places.get(i).tensor(layers.get(i).weights());
            changed.put(tensor.name(), tensor);
        }
        Graph sparse = ConstantReplacer.replace(graph, tensor -> changed.getOrDefault(tensor.name(), tensor));
        return new SparsifiedModel(sparse, layers.stream().map(SparseLayer::report).toList(), calibration.tokens());
    }

    private static List<Double> importance(Graph graph, Calibration calibration, SparsifyOptions options, List<Place> places) {
        LayerSensitivity sensitivity = LayerSensitivity.of(graph, calibration.text());
        return places.stream().parallel()
                .map(place -> sensitivity.importance(place.matrix(), options, weights -> place.tensor(weights))).toList();
    }

    private static List<Place> places(Graph graph, Calibration calibration) {
        Map<String, Tensor> constants = graph.constantsByName();
        Map<String, int[]> orders = MachineRows.of(graph);
        Set<String> shared = shared(graph);
        List<Place> places = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Linear linear && !node.name().equals(graph.output().name())
                    && !shared.contains(linear.weight().name())) {
                Tensor tensor = constants.get(linear.weight().name());
                int[] order = orders.getOrDefault(node.name(), new int[0]);
                float[] weights = order.length == 0 ? tensor.data() : MachineRows.gathered(tensor.data(), order);
                BlockGrid grid = new BlockGrid(tensor.type().dim(0), tensor.type().dim(1));
                places.add(new Place(tensor, order,
                        new LayerMatrix(tensor.name(), grid, weights, calibration.of(linear.input().name()))));
            }
        }
        return places;
    }

    /** Constants that are used more than once. */
    private static Set<String> shared(Graph graph) {
        Set<String> once = new HashSet<>();
        Set<String> more = new HashSet<>();
        graph.nodes().forEach(node -> node.op().constants().forEach(constant -> {
            if (!once.add(constant.name())) {
                more.add(constant.name());
            }
        }));
        return more;
    }
}
