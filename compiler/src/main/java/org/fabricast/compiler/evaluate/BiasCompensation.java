package org.fabricast.compiler.evaluate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.fabricast.compiler.fuse.FusedLayer;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.pack.BiasVectors;
import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.Tensor;

/**
 * Biases of a graph with dequantised weights that make it add what the machine adds. The machine's biases come from the exact weights W
 * (see {@link BiasVectors}), the graph computes with W': so what W' makes of the constant part x of its input is taken off, and
 * what W makes of it put on: b + (W − W') x. Projections without a bias stay as they are.
 *
 * <p>Rounding: binary64, then to nearest even binary32.
 */
final class BiasCompensation {

    private final FusedModel model;
    private final Map<String, Tensor> dequantised;
    private final Map<String, Tensor> constants;
    private final Map<String, Tensor> biases = new HashMap<>();

    BiasCompensation(FusedModel model, Map<String, Tensor> dequantised) {
        this.model = model;
        this.dequantised = dequantised;
        this.constants = model.graph().constantsByName();
    }

    /** The biases that change. */
    Map<String, Tensor> biases() {
        for (FusedLayer layer : model.layers()) {
            if (layer.attentionNorm().bias().isPresent()) {
                layer(layer);
            }
        }
        return biases;
    }

    private void layer(FusedLayer layer) {
        float[] attention = constants.get(layer.attentionNorm().bias().orElseThrow().name()).data();
        float[] feedForward = constants.get(layer.feedForwardNorm().bias().orElseThrow().name()).data();
        compensate(layer.q(), BiasVectors.wide(attention), layer.biases().q());
        compensate(layer.k(), BiasVectors.wide(attention), layer.biases().k());
        compensate(layer.v(), BiasVectors.wide(attention), layer.biases().v());
        compensate(layer.o(), new BiasVectors(model).ofValues(layer, attention), layer.biases().o());
        compensate(layer.inner().getFirst(), BiasVectors.wide(feedForward), layer.biases().up());
    }

    private void compensate(ConstantRef weight, double[] x, Optional<ConstantRef> bias) {
        if (bias.isEmpty()) {
            return;
        }
        String name = bias.get().name();
        float[] exact = constants.get(weight.name()).data();
        float[] stored = dequantised.get(weight.name()).data();
        float[] b = constants.get(name).data().clone();
        for (int row = 0; row < b.length; row++) {
            double sum = b[row];
            for (int col = 0; col < x.length; col++) {
                int i = row * x.length + col;
                sum += ((double) exact[i] - stored[i]) * x[col];
            }
            b[row] = (float) sum;
        }
        biases.put(name, Tensor.f32(name, b, b.length));
    }
}
