package org.fabricast.compiler.sparse;

/** Sparse matrices to bytes and back; the layout is that of {@link PackedSparse}. */
public final class SparsePacker {

    private static final int DESCRIPTOR_BITS = 4;
    private static final int CODE_BITS = 3;

    private SparsePacker() {
    }

    /** The bytes of a matrix. */
    public static PackedSparse pack(SparseMatrix matrix) {
        SparseMask mask = matrix.mask();
        BlockGrid grid = mask.grid();
        SparseBytes sizes = matrix.bytes();
        byte[] bytes = new byte[Math.toIntExact(sizes.total())];
        BitWriter descriptors = new BitWriter(bytes, 0);
        BitWriter indices = new BitWriter(bytes, sizes.descriptors());
        BitWriter values = new BitWriter(bytes, sizes.descriptors() + sizes.indices());
        BitWriter scales = new BitWriter(bytes, sizes.descriptors() + sizes.indices() + sizes.values());
        for (int blockRow = 0; blockRow < grid.blockRows(); blockRow++) {
            for (int blockCol = 0; blockCol < grid.blockCols(); blockCol++) {
                int perRow = mask.perRow(blockRow, blockCol);
                BlockIndex form = BlockIndex.of(perRow, mask.m());
                descriptors.put(BlockIndex.codeOf(perRow) | (form == BlockIndex.BITMAP ? 1 << CODE_BITS : 0), DESCRIPTOR_BITS);
                int first = blockRow * BlockGrid.EDGE;
                for (int row = first; row < first + grid.rowsIn(blockRow); row++) {
                    int set = mask.set(row, blockCol);
                    if (row % mask.sharing().rows() == 0) {
                        putSet(indices, set, form, mask.m());
                    }
                    putValues(values, matrix, row, blockCol, set);
                }
            }
        }
        for (short scale : matrix.scales()) {
            scales.put(scale, Short.SIZE);
        }
        return new PackedSparse(grid, mask.m(), mask.sharing(), matrix.bits(), matrix.group(), bytes);
    }

    private static void putSet(BitWriter indices, int set, BlockIndex form, int m) {
        switch (form) {
            case NONE -> { }
            case BITMAP -> indices.put(set, BlockGrid.EDGE);
            case LIST -> {
                for (int left = set; left != 0; left &= left - 1) {
                    indices.put(Integer.numberOfTrailingZeros(left) % m, BlockIndex.positionBits(m));
                }
            }
        }
    }

    private static void putValues(BitWriter values, SparseMatrix matrix, int row, int blockCol, int set) {
        int cols = matrix.mask().grid().cols();
        for (int left = set; left != 0; left &= left - 1) {
            int col = blockCol * BlockGrid.EDGE + Integer.numberOfTrailingZeros(left);
            values.put(col < cols ? matrix.levels()[row * cols + col] : 0, matrix.bits());
        }
    }

    /** The matrix of some bytes. Errors: {@link IllegalArgumentException} for bytes that {@link #pack} does not write. */
    public static SparseMatrix unpack(PackedSparse packed) {
        return new SparseUnpacker(packed).matrix();
    }
}
