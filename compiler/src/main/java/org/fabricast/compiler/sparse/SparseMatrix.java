package org.fabricast.compiler.sparse;

import org.fabricast.compiler.quantise.QuantisedMatrix;

/**
 * A quantised matrix of which only the elements of a mask are not 0.
 *
 * @param mask   what is stored
 * @param bits   of a level, 3 to 8, two's complement
 * @param group  inputs per scale
 * @param levels row-major, all elements; 0 where the mask stores nothing
 * @param scales row-major binary16 bits, rows × ⌈cols / group⌉
 */
public record SparseMatrix(SparseMask mask, int bits, int group, byte[] levels, short[] scales) {

    public SparseMatrix {
        BlockGrid grid = mask.grid();
        if (bits < 3 || bits > 8 || group < 1 || levels.length != grid.elements()
                || scales.length != grid.rows() * ((grid.cols() + group - 1) / group)) {
            throw new IllegalArgumentException("levels and scales do not have the shape " + grid + " in groups of " + group);
        }
        for (int i = 0; i < levels.length; i++) {
            boolean kept = mask.keeps(i / grid.cols(), i % grid.cols());
            if (levels[i] != 0 && !kept || levels[i] < -(1 << bits - 1) || levels[i] >= 1 << bits - 1) {
                throw new IllegalArgumentException("level " + levels[i] + " at element " + i
                        + (kept ? " needs more than " + bits + " bits" : " is not stored"));
            }
        }
    }

    /** The elements of {@code matrix} that {@code mask} stores. */
    public static SparseMatrix of(SparseMask mask, QuantisedMatrix matrix, int bits) {
        byte[] levels = matrix.levels().clone();
        for (int i = 0; i < levels.length; i++) {
            levels[i] = mask.keeps(i / matrix.cols(), i % matrix.cols()) ? levels[i] : 0;
        }
        return new SparseMatrix(mask, bits, matrix.group(), levels, matrix.scales());
    }

    /** What it costs packed. */
    public SparseBytes bytes() {
        return SparseBytes.of(mask, bits, group);
    }
}
