package org.fabricast.compiler.sparse;

import java.util.List;

import org.fabricast.ir.graph.Graph;

/**
 * A model with weights left out.
 *
 * @param graph             the same computation with the new weights, zeros included
 * @param layers            what became of each layer, in the order of the graph
 * @param calibrationTokens tokens of the calibration text
 */
public record SparsifiedModel(Graph graph, List<LayerReport> layers, long calibrationTokens) {

    public SparsifiedModel {
        layers = List.copyOf(layers);
    }

    /** Weights of the layers. */
    public long weights() {
        return layers.stream().mapToLong(layer -> layer.mask().grid().elements()).sum();
    }

    /** Part of the layers' weights that is stored. */
    public double density() {
        return layers.stream().mapToDouble(layer -> layer.density() * layer.mask().grid().elements()).sum() / weights();
    }

    /** Bytes of the layers as they are stored: values, indices, descriptors, scales. */
    public long storedBytes() {
        return layers.stream().mapToLong(LayerReport::storedBytes).sum();
    }

    /** Bytes of the layers without sparsity. */
    public long denseBytes() {
        return layers.stream().mapToLong(LayerReport::denseBytes).sum();
    }

    /** Stored bits for each weight of the dense layers. */
    public double bitsPerWeight() {
        return 8.0 * storedBytes() / weights();
    }
}
