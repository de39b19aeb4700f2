package org.fabricast.compiler.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fabricast.compiler.fuse.FusedLayer;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.fuse.Fuser;
import org.fabricast.compiler.fuse.Norm;
import org.fabricast.compiler.plan.LayerMatrix;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.compiler.quantise.SymmetricQuantiser;
import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.ModelFacts;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.build.ConstantReplacer;

/**
 * A graph whose projections hold what the machine multiplies by: quantised with the norm weight folded in, dequantised, and
 * unfolded again. Activations and norms are untouched; a tied embedding keeps its rows, the classifier gets its own copy.
 *
 * <p>Rounding: folding and unfolding in binary64, then to nearest even binary32.
 */
public final class DequantisedGraph {

    private static final String CLASSIFIER = "classifier.dequantised";

    private final FusedModel fused;
    private final int group;
    private final WeightPlan plan;
    private final Map<String, Tensor> constants;
    private final Map<String, Tensor> changed = new HashMap<>();

    private DequantisedGraph(FusedModel fused, int group, WeightPlan plan) {
        this.fused = fused;
        this.group = group;
        this.plan = plan;
        this.constants = fused.graph().constantsByName();
    }

    /** {@code graph} with the weights of {@code plan} in groups of {@code group}. */
    public static Graph of(Graph graph, int group, WeightPlan plan) {
        return new DequantisedGraph(Fuser.fuse(graph), group, plan).graph();
    }

    private Graph graph() {
        for (FusedLayer layer : fused.layers()) {
            for (ConstantRef weight : List.of(layer.q(), layer.k(), layer.v())) {
                folded(weight, layer.attentionNorm(), plan.bits(layer.layer(), LayerMatrix.QKV));
            }
            for (ConstantRef weight : layer.inner()) {
                folded(weight, layer.feedForwardNorm(), plan.bits(layer.layer(), LayerMatrix.GATE_UP));
            }
            plain(layer.o(), plan.bits(layer.layer(), LayerMatrix.OUT));
            plain(layer.down(), plan.bits(layer.layer(), LayerMatrix.DOWN));
        }
        changed.putAll(new BiasCompensation(fused, changed).biases());
        boolean tied = fused.classifier().name().equals(fused.embedding().name());
        Tensor classifier = classifier(constants.get(fused.classifier().name()));
        if (!tied) {
            changed.put(classifier.name(), classifier);
        }
        Graph replaced = ConstantReplacer.replace(fused.graph(), t -> changed.getOrDefault(t.name(), t));
        return tied ? withClassifier(replaced, Tensor.f32(CLASSIFIER, classifier.data(), rows(classifier), cols(classifier))) : replaced;
    }

    private Tensor classifier(Tensor tensor) {
        return fused.finalNorm().bias().isPresent() ? dequantised(tensor, tensor.data(), plan.classifier())
                : folding(tensor, fused.finalNorm(), plan.classifier());
    }

    private void plain(ConstantRef weight, int bits) {
        Tensor tensor = constants.get(weight.name());
        changed.put(weight.name(), dequantised(tensor, tensor.data(), bits));
    }

    private void folded(ConstantRef weight, Norm norm, int bits) {
        changed.put(weight.name(), folding(constants.get(weight.name()), norm, bits));
    }

    private Tensor folding(Tensor tensor, Norm norm, int bits) {
        float[] factors = constants.get(norm.weight().name()).data();
        float[] values = tensor.data().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((double) values[i] * factors[i % factors.length]);
        }
        float[] back = dequantised(tensor, values, bits).data();
        for (int i = 0; i < back.length; i++) {
            float factor = factors[i % factors.length];
            back[i] = factor == 0 ? 0 : (float) ((double) back[i] / factor);
        }
        return Tensor.f32(tensor.name(), back, rows(tensor), cols(tensor));
    }

    private Tensor dequantised(Tensor tensor, float[] values, int bits) {
        int rows = rows(tensor);
        int cols = cols(tensor);
        return Tensor.f32(tensor.name(),
                SymmetricQuantiser.quantise(tensor.name(), values, rows, cols, group, bits).dequantised(), rows, cols);
    }

    private static int rows(Tensor matrix) {
        return matrix.type().dim(0);
    }

    private static int cols(Tensor matrix) {
        return matrix.type().dim(1);
    }

    private static Graph withClassifier(Graph graph, Tensor classifier) {
        List<Tensor> tensors = new ArrayList<>(graph.constants());
        tensors.add(classifier);
        List<Node> nodes = graph.nodes().stream().map(node -> node.name().equals(graph.output().name())
                ? new Node(node.name(), new Linear(((Linear) node.op()).input(), classifier.ref())) : node).toList();
        ModelFacts facts = new ModelFacts(graph.facts().bos(), graph.facts().eos(), false);
        return new Graph(graph.name(), graph.vocab(), graph.context(), facts, tensors, nodes, graph.output());
    }
}
