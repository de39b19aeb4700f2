package org.fabricast.compiler.pack;

/**
 * The stream of a matrix in the weight region.
 *
 * @param bits  of a weight
 * @param bytes scales and padding included
 */
public record MatrixStream(int bits, long bytes) {

    /** What {@code RUN} says for these bits: 0 for a plain stream. */
    public int field() {
        return bits == 8 ? 0 : bits;
    }
}
