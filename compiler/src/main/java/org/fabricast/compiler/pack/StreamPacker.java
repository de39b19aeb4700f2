package org.fabricast.compiler.pack;

import org.fabricast.compiler.quantise.QuantisedMatrix;

/**
 * Lays a matrix out in the order in which {@code RUN} takes it from the ring: for each tile of rows and each group a word
 * of binary16 scales, then per block of N rows the words of N × N levels. Rows and inputs beyond the matrix are zero.
 *
 * <p>Units: bytes; a word has N² of them, a tile N²/2 rows.
 */
public final class StreamPacker {

    private final int array;

    /** @param array rows and columns of the MAC array */
    public StreamPacker(int array) {
        this.array = array;
    }

    /** Bytes of the stream of a rows × cols matrix, padding included. */
    public long bytes(int rows, int cols, int group) {
        long word = (long) array * array;
        int tileRows = array * array / 2;
        long words = 0;
        for (int tile = 0; tile < rows; tile += tileRows) {
            int blocks = ceil(Math.min(tileRows, rows - tile), array);
            for (int from = 0; from < cols; from += group) {
                words += 1 + (long) blocks * ceil(Math.min(group, cols - from), array);
            }
        }
        return words * word;
    }

    /** The stream of {@code matrix}. */
    public byte[] pack(QuantisedMatrix matrix) {
        byte[] stream = new byte[Math.toIntExact(bytes(matrix.rows(), matrix.cols(), matrix.group()))];
        int word = array * array;
        int tileRows = word / 2;
        int at = 0;
        for (int tile = 0; tile < matrix.rows(); tile += tileRows) {
            int tileEnd = Math.min(matrix.rows(), tile + tileRows);
            for (int g = 0; g < matrix.groups(); g++) {
                for (int row = tile; row < tileEnd; row++) {
                    short scale = matrix.scales()[row * matrix.groups() + g];
                    stream[at + 2 * (row - tile)] = (byte) scale;
                    stream[at + 2 * (row - tile) + 1] = (byte) (scale >> 8);
                }
                at += word;
                int groupEnd = Math.min(matrix.cols(), (g + 1) * matrix.group());
                for (int block = tile; block < tileEnd; block += array) {
                    for (int from = g * matrix.group(); from < groupEnd; from += array) {
                        word(matrix, block, from, groupEnd, stream, at);
                        at += word;
                    }
                }
            }
        }
        return stream;
    }

    private void word(QuantisedMatrix matrix, int block, int from, int groupEnd, byte[] stream, int at) {
        int rowEnd = Math.min(matrix.rows(), block + array);
        int colEnd = Math.min(groupEnd, from + array);
        for (int row = block; row < rowEnd; row++) {
            for (int col = from; col < colEnd; col++) {
                stream[at + (row - block) * array + col - from] = matrix.levels()[row * matrix.cols() + col];
            }
        }
    }

    static int ceil(int value, int unit) {
        return (value + unit - 1) / unit;
    }
}
