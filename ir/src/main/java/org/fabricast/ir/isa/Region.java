package org.fabricast.ir.isa;

/** A part of device memory with a base register of its own; {@code region} of loads and stores holds the ordinal. */
public enum Region {
    /** Weights and tables. */
    WEIGHTS,
    /** Keys and values. */
    KV,
    /** Logits. */
    LOGITS;

    /** Offsets of loads are counted in units of this many bytes. */
    public static final int LOAD_UNIT_BYTES = 16;

    /**
     * The region that a field holds.
     *
     * @throws IllegalArgumentException if there is none of that number
     */
    public static Region of(int field) {
        if (field < 0 || field >= values().length) {
            throw new IllegalArgumentException("no region " + field);
        }
        return values()[field];
    }
}
