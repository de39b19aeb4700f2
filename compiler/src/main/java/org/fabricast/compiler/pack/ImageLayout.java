package org.fabricast.compiler.pack;

/**
 * Byte offsets of the weight region.
 *
 * @param embedding        binary16 table, row after row
 * @param embeddingStride  bytes from row to row
 * @param rope             binary16 cos then signed sin of one position, position after position
 * @param ropeStride       bytes from position to position
 * @param layers           streams of the first layer
 * @param layerStride      bytes from layer to layer
 * @param qkvBytes         stream of the joined Q, K and V projections, first in a layer
 * @param outBytes         stream of the output projection, next
 * @param gateUpBytes      stream of the joined gate and up projections, next
 * @param downBytes        stream of the down projection, last
 * @param classifier       stream of the classifier
 * @param classifierBytes  its bytes
 * @param totalBytes       of the region
 */
public record ImageLayout(long embedding, int embeddingStride, long rope, int ropeStride, long layers, long layerStride,
                          long qkvBytes, long outBytes, long gateUpBytes, long downBytes, long classifier,
                          long classifierBytes, long totalBytes) { }
