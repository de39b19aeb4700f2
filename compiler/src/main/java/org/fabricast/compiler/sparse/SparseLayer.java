package org.fabricast.compiler.sparse;

/**
 * A layer with its new weights.
 *
 * @param weights row-major, in the order of rows of the layer's matrix; 0 where the mask stores nothing
 * @param report  what became of it
 */
public record SparseLayer(float[] weights, LayerReport report) { }
