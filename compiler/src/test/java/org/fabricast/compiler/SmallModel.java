package org.fabricast.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;

import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.Op;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.build.LlamaGraph;
import org.fabricast.ir.graph.build.LlamaShape;
import org.fabricast.ir.graph.build.WeightSource;

/** Small graphs of the LLaMA family for tests of passes. */
public final class SmallModel {

    private SmallModel() {
    }

    /** Two layers, no size a multiple of another where the machine leaves the choice. */
    public static LlamaShape shape(RotaryStyle style, int headDim, int context) {
        return new LlamaShape(24, 40, 2, 4, 2, headDim, 11, context, 1e-5f, 10_000, style, Optional.empty(), false);
    }

    public static Graph shapes(LlamaShape shape) {
        return LlamaGraph.build("small", shape, OptionalInt.of(1), List.of(2), WeightSource.shapeOnly(DType.F32));
    }

    /** Normal weights of deviation 0.3, norms around 1. */
    public static Graph random(LlamaShape shape, long seed) {
        Random random = new Random(seed);
        return LlamaGraph.build("small", shape, OptionalInt.of(1), List.of(2), (name, type) -> {
            if (name.endsWith(".bias")) {
                return Optional.empty();
            }
            float[] data = new float[(int) type.elements()];
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) ((name.endsWith("norm.weight") ? 1 : 0) + 0.3 * random.nextGaussian());
            }
            return Optional.of(new Tensor(name, type, data));
        });
    }

    /** The graph with some operators replaced. */
    public static Graph replaced(Graph graph, Function<Node, Op> change) {
        List<Node> nodes = new ArrayList<>();
        graph.nodes().forEach(node -> nodes.add(new Node(node.name(), change.apply(node))));
        return new Graph(graph.name(), graph.vocab(), graph.context(), graph.facts(), graph.constants(), nodes,
                graph.output());
    }
}
