package org.fabricast.compiler.sparse;

import java.util.Objects;

/**
 * Which elements of a matrix are stored.
 *
 * <p>Every row of a block stores {@code perRow} positions of its 16 columns, in a block at the right edge zero columns behind the
 * matrix among them if it has too few of its own.
 *
 * @param grid    the matrix in blocks
 * @param m       16, or 4 if each four columns hold the same number of stored positions
 * @param sharing rows with one set of positions
 * @param perRow  per block, row-major: 0, 2, 4, 8 or 16
 * @param sets    per row and block column: bit c says that column c of the block is stored
 */
public record SparseMask(BlockGrid grid, int m, IndexSharing sharing, byte[] perRow, short[] sets) {

    public SparseMask {
        Objects.requireNonNull(sharing);
        if (perRow.length != grid.blocks() || sets.length != grid.rows() * grid.blockCols() || (m != 16 && m != 4)) {
            throw new IllegalArgumentException("mask does not have the shape " + grid + " with M = " + m);
        }
        for (int row = 0; row < grid.rows(); row++) {
            for (int block = 0; block < grid.blockCols(); block++) {
                int set = sets[row * grid.blockCols() + block] & 0xffff;
                int n = perRow[row / BlockGrid.EDGE * grid.blockCols() + block];
                int partner = row - row % sharing.rows();
                if (BlockIndex.codeOf(n) < 0 || !follows(set, n, m)
                        || set != (sets[partner * grid.blockCols() + block] & 0xffff)) {
                    throw new IllegalArgumentException("row " + row + ", block " + block + ": set "
                            + Integer.toBinaryString(set) + " is not " + n + " of 16 with M = " + m + ", " + sharing);
                }
            }
        }
    }

    private static boolean follows(int set, int n, int m) {
        for (int at = 0; at < BlockGrid.EDGE; at += m) {
            if (Integer.bitCount(set >> at & (1 << m) - 1) * BlockGrid.EDGE != n * m) {
                return false;
            }
        }
        return true;
    }

    /** Positions stored per row of a block. */
    public int perRow(int blockRow, int blockCol) {
        return perRow[blockRow * grid.blockCols() + blockCol];
    }

    /** Positions stored in row {@code row} of the blocks of a column: bit c for column c of the block. */
    public int set(int row, int blockCol) {
        return sets[row * grid.blockCols() + blockCol] & 0xffff;
    }

    /** Whether an element of the matrix is stored. */
    public boolean keeps(int row, int col) {
        return (set(row, col / BlockGrid.EDGE) >> col % BlockGrid.EDGE & 1) != 0;
    }

    /** Elements of the matrix that are stored; zero columns behind it do not count. */
    public long kept() {
        long kept = 0;
        for (int row = 0; row < grid.rows(); row++) {
            for (int block = 0; block < grid.blockCols(); block++) {
                kept += Integer.bitCount(set(row, block) & (1 << grid.colsIn(block)) - 1);
            }
        }
        return kept;
    }

    /** Part of the matrix that is stored. */
    public double density() {
        return (double) kept() / grid.elements();
    }

    /** The matrix with 0 where nothing is stored. */
    public float[] masked(float[] weights) {
        if (weights.length != grid.elements()) {
            throw new IllegalArgumentException(weights.length + " weights are not " + grid);
        }
        float[] masked = weights.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] = keeps(i / grid.cols(), i % grid.cols()) ? masked[i] : 0;
        }
        return masked;
    }
}
