package org.fabricast.compiler.stream;

import org.fabricast.compiler.quantise.QuantisedMatrix;
import org.fabricast.ir.isa.RunShape;

/**
 * Lays a matrix out in the order in which {@code RUN} takes it from the ring: for each tile of rows and each group the
 * binary16 scales, then per block of N rows the words of N × N levels. Rows and inputs beyond the matrix are zero.
 *
 * <p>Levels of 8 bits make a plain stream, fewer bits a packed one; both are described in {@code docs/architecture.md}. Sizes
 * are those of {@link RunShape}.
 *
 * <p>Units: bytes; a ring word has N² of them, a tile N²/2 rows.
 */
public final class StreamPacker {

    private final int array;

    /** @param array rows and columns of the MAC array */
    public StreamPacker(int array) {
        this.array = array;
    }

    private RunShape shape(int rows, int cols, int group, int bits) {
        return new RunShape(array, rows, cols, group, true, false, bits);
    }

    /** Bytes of the stream of a rows × cols matrix, padding included. */
    public long bytes(int rows, int cols, int group, int bits) {
        return shape(rows, cols, group, bits).ringWords() * array * array;
    }

    /** The stream of {@code matrix}. */
    public PackedMatrix pack(QuantisedMatrix matrix) {
        RunShape shape = shape(matrix.rows(), matrix.cols(), matrix.group(), matrix.bits());
        BitWriter out = new BitWriter(Math.toIntExact(shape.ringWords() * array * array));
        int tileRows = (int) shape.tileRows();
        for (int tile = 0; tile < matrix.rows(); tile += tileRows) {
            int tileEnd = Math.min(matrix.rows(), tile + tileRows);
            int scaleBytes = shape.packed() ? (int) shape.scaleUnits(tileEnd - tile) * shape.unitBytes() : array * array;
            for (int g = 0; g < matrix.groups(); g++) {
                int end = out.bytes() + scaleBytes;
                for (int row = tile; row < tileEnd; row++) {
                    out.write(matrix.scales()[row * matrix.groups() + g], Short.SIZE);
                }
                out.skipTo(end);
                int groupEnd = Math.min(matrix.cols(), (g + 1) * matrix.group());
                for (int block = tile; block < tileEnd; block += array) {
                    for (int from = g * matrix.group(); from < groupEnd; from += array) {
                        word(matrix, block, from, groupEnd, out);
                    }
                }
            }
        }
        return new PackedMatrix(shape, out.written());
    }

    private void word(QuantisedMatrix matrix, int block, int from, int groupEnd, BitWriter out) {
        for (int row = block; row < block + array; row++) {
            for (int col = from; col < from + array; col++) {
                boolean inside = row < matrix.rows() && col < groupEnd;
                out.write(inside ? matrix.levels()[row * matrix.cols() + col] : 0, matrix.bits());
            }
        }
    }
}
