package org.fabricast.compiler.pack;

import java.util.List;
import org.fabricast.compiler.plan.LayerMatrix;

/**
 * The streams of a layer, one behind the other.
 *
 * @param streams in the order of {@link LayerMatrix}
 */
public record LayerStreams(List<MatrixStream> streams) {

    public LayerStreams {
        streams = List.copyOf(streams);
        if (streams.size() != LayerMatrix.values().length) {
            throw new IllegalArgumentException(streams.size() + " streams of a layer");
        }
    }

    /** The stream of one matrix. */
    public MatrixStream of(LayerMatrix matrix) {
        return streams.get(matrix.ordinal());
    }

    /** Bytes of all. */
    public long bytes() {
        return streams.stream().mapToLong(MatrixStream::bytes).sum();
    }

    /** Bytes of the joined projections, the first. */
    public long qkvBytes() {
        return of(LayerMatrix.QKV).bytes();
    }
}
