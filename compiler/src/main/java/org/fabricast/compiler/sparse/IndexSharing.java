package org.fabricast.compiler.sparse;

import java.util.Locale;

/** Who shares one set of positions. */
public enum IndexSharing {
    /** Every row has its own. */
    ROW(1),
    /**
     * Rows 2i and 2i + 1 have the same, so that in matrix-vector mode both multiply one activation and a DSP slice does two
     * products. A last odd row is alone.
     */
    PAIR(2);

    private final int rows;

    IndexSharing(int rows) {
        this.rows = rows;
    }

    /** Rows of one set; it divides a block. */
    public int rows() {
        return rows;
    }

    /** Name as on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
