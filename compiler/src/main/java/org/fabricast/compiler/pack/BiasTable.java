package org.fabricast.compiler.pack;

/**
 * Where the vectors of a model with biases stand in the weight region, all binary16.
 *
 * @param layers      a {@link BiasRow} per layer
 * @param layerStride bytes from layer to layer
 * @param lastGain    gain of the final norm
 * @param lastBias    its bias
 */
public record BiasTable(long layers, int layerStride, long lastGain, long lastBias) { }
