package org.fabricast.compiler.pack;

/**
 * The stream of a matrix in the weight region.
 *
 * @param bits    of a weight
 * @param pattern that {@code RUN} declares: 0 for a dense stream
 * @param bytes   scales and padding included
 */
public record MatrixStream(int bits, int pattern, long bytes) {

    /** What {@code RUN} says for these bits: 0 for 8. */
    public int field() {
        return bits == 8 ? 0 : bits;
    }
}
