package org.fabricast.compiler.sparse;

/**
 * A matrix cut into blocks of 16 × 16. Blocks at the right edge are filled up with zero columns; rows that the matrix does not
 * have are in no block.
 *
 * @param rows outputs
 * @param cols inputs
 */
public record BlockGrid(int rows, int cols) {

    /** Rows and columns of a block. */
    public static final int EDGE = 16;

    public BlockGrid {
        if (rows < 1 || cols < 1) {
            throw new IllegalArgumentException(rows + "×" + cols + " has no element");
        }
        Math.multiplyExact(rows, cols);
    }

    /** Blocks below each other. */
    public int blockRows() {
        return (rows + EDGE - 1) / EDGE;
    }

    /** Blocks beside each other. */
    public int blockCols() {
        return (cols + EDGE - 1) / EDGE;
    }

    /** All blocks. */
    public int blocks() {
        return blockRows() * blockCols();
    }

    /** Rows of the matrix in the blocks of row {@code blockRow}, 1 to 16. */
    public int rowsIn(int blockRow) {
        return Math.min(EDGE, rows - blockRow * EDGE);
    }

    /** Columns of the matrix in the blocks of column {@code blockCol}, 1 to 16. */
    public int colsIn(int blockCol) {
        return Math.min(EDGE, cols - blockCol * EDGE);
    }

    /** Elements of the matrix. */
    public int elements() {
        return rows * cols;
    }
}
