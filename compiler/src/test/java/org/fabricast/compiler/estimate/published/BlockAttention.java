package org.fabricast.compiler.estimate.published;

/** Which blocks of 64 × 64 positions a head looks at in prefill. The last block of each row is always kept. */
@FunctionalInterface
interface BlockAttention {

    int POSITIONS = 64;

    /** All of the past. */
    BlockAttention CAUSAL = (layer, head, row, column) -> column <= row;

    /** Whether block row {@code row} looks at block column {@code column}. */
    boolean kept(int layer, int head, int row, int column);

    /** Block columns that {@code row} looks at. */
    default int kept(int layer, int head, int row) {
        int kept = 0;
        for (int column = 0; column <= row; column++) {
            kept += kept(layer, head, row, column) ? 1 : 0;
        }
        return kept;
    }
}
