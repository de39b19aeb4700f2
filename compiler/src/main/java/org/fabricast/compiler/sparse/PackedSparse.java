package org.fabricast.compiler.sparse;

import java.util.Objects;

/**
 * A sparse matrix as bytes. Four parts follow each other, each filled up to whole bytes with zero bits; numbers stand one behind the
 * other, the lowest bit first, binary16 scales with the low byte first:
 *
 * <pre>
 *   descriptors  4 bits per block, blocks row by row: bits 0–2 say how many values a row stores (0, 2, 4, 8, 16 are codes
 *                0 to 4), bit 3 that the index is a bitmap
 *   indices      per block in this order, per set of rows: nothing (0 or 16 values), a list of columns among the M, log2 M bits
 *                each, ascending, or a bitmap of 16 bits
 *   values       per block in this order, per row of the matrix: its values by ascending column, {@code bits} each; a block at
 *                the right edge stores zeros for columns behind the matrix
 *   scales       per row of the matrix, per group: binary16
 * </pre>
 *
 * @param grid    the matrix in blocks
 * @param m       16, or 4
 * @param sharing rows with one set of positions
 * @param bits    of a value
 * @param group   inputs per scale
 * @param bytes   the four parts
 */
public record PackedSparse(BlockGrid grid, int m, IndexSharing sharing, int bits, int group, byte[] bytes) {

    public PackedSparse {
        Objects.requireNonNull(grid);
        Objects.requireNonNull(sharing);
        Objects.requireNonNull(bytes);
        if (m != 16 && m != 4 || bits < 3 || bits > 8 || group < 1) {
            throw new IllegalArgumentException("M " + m + ", " + bits + " bits, group " + group);
        }
    }
}
