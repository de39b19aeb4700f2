package org.fabricast.compiler.sparse;

/** Reads one packed matrix and refuses bytes that {@link SparsePacker} would not have written for what it reads. */
final class SparseUnpacker {

    private final PackedSparse packed;
    private final BlockGrid grid;

    SparseUnpacker(PackedSparse packed) {
        this.packed = packed;
        this.grid = packed.grid();
    }

    SparseMatrix matrix() {
        byte[] perRow = perRow();
        long descriptorBytes = (grid.blocks() + 1) / 2;
        BitReader indices = new BitReader(packed.bytes(), descriptorBytes);
        SparseMask mask = new SparseMask(grid, packed.m(), packed.sharing(), perRow, sets(perRow, indices));
        SparseBytes sizes = SparseBytes.of(mask, packed.bits(), packed.group());
        if (sizes.total() != packed.bytes().length) {
            throw new IllegalArgumentException("packed matrix of " + packed.bytes().length + " bytes, not " + sizes.total());
        }
        byte[] levels = levels(mask, new BitReader(packed.bytes(), sizes.descriptors() + sizes.indices()));
        BitReader reader = new BitReader(packed.bytes(), sizes.total() - sizes.scales());
        short[] scales = new short[(int) (sizes.scales() / 2)];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (short) reader.get(Short.SIZE);
        }
        return new SparseMatrix(mask, packed.bits(), packed.group(), levels, scales);
    }

    private byte[] perRow() {
        BitReader descriptors = new BitReader(packed.bytes(), 0);
        byte[] perRow = new byte[grid.blocks()];
        for (int block = 0; block < perRow.length; block++) {
            int code = descriptors.get(3);
            boolean bitmap = descriptors.get(1) != 0;
            if (code >= BlockIndex.PER_ROW.size()
                    || bitmap != (BlockIndex.of(BlockIndex.PER_ROW.get(code), packed.m()) == BlockIndex.BITMAP)) {
                throw new IllegalArgumentException("block " + block + ": descriptor of code " + code
                        + (bitmap ? " with a bitmap" : " without a bitmap"));
            }
            perRow[block] = BlockIndex.PER_ROW.get(code).byteValue();
        }
        return perRow;
    }

    private short[] sets(byte[] perRow, BitReader indices) {
        short[] sets = new short[grid.rows() * grid.blockCols()];
        for (int block = 0; block < perRow.length; block++) {
            int first = block / grid.blockCols() * BlockGrid.EDGE;
            int blockCol = block % grid.blockCols();
            int set = 0;
            for (int row = first; row < first + grid.rowsIn(block / grid.blockCols()); row++) {
                set = row % packed.sharing().rows() == 0 ? set(perRow[block], indices) : set;
                sets[row * grid.blockCols() + blockCol] = (short) set;
            }
        }
        return sets;
    }

    private int set(int perRow, BitReader indices) {
        return switch (BlockIndex.of(perRow, packed.m())) {
            case NONE -> perRow == 0 ? 0 : 0xffff;
            case BITMAP -> indices.get(BlockGrid.EDGE);
            case LIST -> list(perRow, indices);
        };
    }

    /** A list of columns among each M; one that does not rise within its M would give a set with too few columns. */
    private int list(int perRow, BitReader indices) {
        int set = 0;
        int each = perRow * packed.m() / BlockGrid.EDGE;
        for (int i = 0; i < perRow; i++) {
            int bit = 1 << i / each * packed.m() + indices.get(BlockIndex.positionBits(packed.m()));
            if (Integer.highestOneBit(set) >= bit) {
                throw new IllegalArgumentException("index list does not rise");
            }
            set |= bit;
        }
        return set;
    }

    private byte[] levels(SparseMask mask, BitReader values) {
        byte[] levels = new byte[grid.elements()];
        for (int block = 0; block < grid.blocks(); block++) {
            int first = block / grid.blockCols() * BlockGrid.EDGE;
            int blockCol = block % grid.blockCols();
            for (int row = first; row < first + grid.rowsIn(block / grid.blockCols()); row++) {
                for (int left = mask.set(row, blockCol); left != 0; left &= left - 1) {
                    int col = blockCol * BlockGrid.EDGE + Integer.numberOfTrailingZeros(left);
                    int level = values.getSigned(packed.bits());
                    if (col < grid.cols()) {
                        levels[row * grid.cols() + col] = (byte) level;
                    } else if (level != 0) {
                        throw new IllegalArgumentException("row " + row + " stores " + level + " behind the matrix");
                    }
                }
            }
        }
        return levels;
    }
}
