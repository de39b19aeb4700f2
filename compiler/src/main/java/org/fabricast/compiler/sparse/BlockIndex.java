package org.fabricast.compiler.sparse;

import java.util.List;

/** How the positions of a block's stored values are said: the shorter of list and bitmap, the list if they are equal. */
public enum BlockIndex {
    /** Nothing is stored, or everything. */
    NONE,
    /** Per set, ascending, log2 M bits for each stored value: its column among the M. */
    LIST,
    /** Per set, 16 bits, bit c for column c. */
    BITMAP;

    /** What a row of a block may store; the place in this list is the code in the block's descriptor. */
    public static final List<Integer> PER_ROW = List.of(0, 2, 4, 8, 16);

    /** The code of a number of stored values per row; −1 if a block cannot store so many. */
    static int codeOf(int perRow) {
        return PER_ROW.indexOf(perRow);
    }

    /** The form for blocks that store {@code perRow} of 16 chosen among {@code m}. */
    public static BlockIndex of(int perRow, int m) {
        if (perRow == 0 || perRow == BlockGrid.EDGE) {
            return NONE;
        }
        return perRow * positionBits(m) <= BlockGrid.EDGE ? LIST : BITMAP;
    }

    /** Bits that name one of {@code m}: 4 of 16, 2 of 4. */
    static int positionBits(int m) {
        return Integer.numberOfTrailingZeros(m);
    }

    /** Bits of one set. */
    int bits(int perRow, int m) {
        return switch (this) {
            case NONE -> 0;
            case LIST -> perRow * positionBits(m);
            case BITMAP -> BlockGrid.EDGE;
        };
    }
}
