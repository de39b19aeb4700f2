package org.fabricast.compiler.pack;

import java.util.List;
import java.util.Optional;

/**
 * Byte offsets of the weight region.
 *
 * @param embedding       binary16 table, row after row
 * @param embeddingStride bytes from row to row
 * @param position        binary16 rows, position after position: cos then signed sin, or what is added to the embedding
 * @param positionStride  bytes from position to position
 * @param biases          further vectors of a model with biases
 * @param layers          where the streams of the first layer begin; those of all layers follow each other
 * @param layerStreams    the streams of each layer
 * @param classifier      where the stream of the classifier begins
 * @param classifierStream the stream of the classifier
 * @param totalBytes      of the region
 */
public record ImageLayout(long embedding, int embeddingStride, long position, int positionStride,
                          Optional<BiasTable> biases, long layers,
                          List<LayerStreams> layerStreams, long classifier, MatrixStream classifierStream,
                          long totalBytes) {

    public ImageLayout {
        layerStreams = List.copyOf(layerStreams);
    }

    /** Whether all layers have streams of the same bits and bytes. */
    public boolean layersAlike() {
        return layerStreams.stream().distinct().count() == 1;
    }
}
