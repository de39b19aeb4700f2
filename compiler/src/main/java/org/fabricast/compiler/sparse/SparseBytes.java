package org.fabricast.compiler.sparse;

/**
 * Bytes of a packed matrix by what they say.
 *
 * @param descriptors of blocks, half a byte each
 * @param indices     positions of stored values
 * @param values      stored values
 * @param scales      binary16 per row and group
 */
public record SparseBytes(long descriptors, long indices, long values, long scales) {

    /**
     * What {@link SparsePacker} makes of a mask; each part is filled up to whole bytes.
     *
     * @param bits  of a value
     * @param group inputs per scale
     */
    public static SparseBytes of(SparseMask mask, int bits, int group) {
        BlockGrid grid = mask.grid();
        long indexBits = 0;
        long values = 0;
        for (int blockRow = 0; blockRow < grid.blockRows(); blockRow++) {
            int rows = grid.rowsIn(blockRow);
            int sets = (rows + mask.sharing().rows() - 1) / mask.sharing().rows();
            for (int blockCol = 0; blockCol < grid.blockCols(); blockCol++) {
                int perRow = mask.perRow(blockRow, blockCol);
                indexBits += (long) sets * BlockIndex.of(perRow, mask.m()).bits(perRow, mask.m());
                values += (long) rows * perRow;
            }
        }
        return new SparseBytes(bytes(4L * grid.blocks()), bytes(indexBits), bytes(values * bits), scales(grid, group));
    }

    /** Bytes of the same matrix without sparsity: every value, every scale, nothing else. */
    public static long dense(BlockGrid grid, int bits, int group) {
        return bytes((long) grid.elements() * bits) + scales(grid, group);
    }

    private static long scales(BlockGrid grid, int group) {
        return 2L * grid.rows() * ((grid.cols() + group - 1) / group);
    }

    private static long bytes(long bits) {
        return (bits + 7) / 8;
    }

    /** All together. */
    public long total() {
        return descriptors + indices + values + scales;
    }
}
