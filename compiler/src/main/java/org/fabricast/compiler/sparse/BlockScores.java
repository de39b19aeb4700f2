package org.fabricast.compiler.sparse;

/**
 * Scores of a matrix, seen block by block: what the best positions of a set are worth. Rows that share a set add their scores;
 * zero columns behind the matrix are worth less than any column of it, and of equal columns the first is taken.
 *
 * @param grid    the matrix in blocks
 * @param sharing rows with one set of positions
 * @param scores  squared, row-major, none below 0
 */
record BlockScores(BlockGrid grid, IndexSharing sharing, double[] scores) {

    private static final double BEHIND = -1;

    BlockScores {
        if (scores.length != grid.elements()) {
            throw new IllegalArgumentException(scores.length + " scores are not " + grid);
        }
    }

    /** Cost (elements of the matrix stored) and gain (score kept) of every number of values per row a block may store. */
    DensityAllocator.Curve curve(int blockRow, int blockCol) {
        int choices = BlockIndex.PER_ROW.size();
        long[] cost = new long[choices];
        double[] gain = new double[choices];
        for (int k = 1; k < choices; k++) {
            cost[k] = (long) grid.rowsIn(blockRow) * Math.min(BlockIndex.PER_ROW.get(k), grid.colsIn(blockCol));
        }
        int first = blockRow * BlockGrid.EDGE;
        for (int row = first; row < first + grid.rowsIn(blockRow); row += sharing.rows()) {
            double[] column = columns(row, blockCol);
            int[] order = order(column, 0, BlockGrid.EDGE);
            double kept = 0;
            int taken = 0;
            for (int k = 1; k < choices; k++) {
                for (; taken < BlockIndex.PER_ROW.get(k); taken++) {
                    kept += Math.max(0, column[order[taken]]);
                }
                gain[k] += kept;
            }
        }
        return new DensityAllocator.Curve(cost, gain);
    }

    /** The best set of {@code perRow} of 16 columns, an equal number in every {@code m} of them: bit c for column c. */
    short best(int row, int blockCol, int perRow, int m) {
        double[] column = columns(row - row % sharing.rows(), blockCol);
        int set = 0;
        for (int at = 0; at < BlockGrid.EDGE; at += m) {
            int[] order = order(column, at, m);
            for (int i = 0; i < perRow * m / BlockGrid.EDGE; i++) {
                set |= 1 << order[i];
            }
        }
        return (short) set;
    }

    /** Scores of the 16 columns of a block for the set that begins with row {@code first}. */
    private double[] columns(int first, int blockCol) {
        double[] column = new double[BlockGrid.EDGE];
        for (int c = 0; c < BlockGrid.EDGE; c++) {
            column[c] = c < grid.colsIn(blockCol) ? 0 : BEHIND;
        }
        int rows = Math.min(sharing.rows(), grid.rows() - first);
        for (int row = first; row < first + rows; row++) {
            int at = row * grid.cols() + blockCol * BlockGrid.EDGE;
            for (int c = 0; c < grid.colsIn(blockCol); c++) {
                column[c] += scores[at + c];
            }
        }
        return column;
    }

    /** Columns {@code from} to {@code from + count − 1} by falling score, equal ones ascending. */
    private static int[] order(double[] column, int from, int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int at = i;
            for (; at > 0 && column[order[at - 1]] < column[from + i]; at--) {
                order[at] = order[at - 1];
            }
            order[at] = from + i;
        }
        return order;
    }

    /** Sum of all scores. */
    double total() {
        double total = 0;
        for (double score : scores) {
            total += score;
        }
        return total;
    }

    /** The best mask with {@code perRow} values per row of each block. */
    SparseMask mask(byte[] perRow, int m) {
        short[] sets = new short[grid.rows() * grid.blockCols()];
        for (int row = 0; row < grid.rows(); row++) {
            for (int block = 0; block < grid.blockCols(); block++) {
                int n = perRow[row / BlockGrid.EDGE * grid.blockCols() + block];
                sets[row * grid.blockCols() + block] = best(row, block, n, m);
            }
        }
        return new SparseMask(grid, m, sharing, perRow, sets);
    }
}
