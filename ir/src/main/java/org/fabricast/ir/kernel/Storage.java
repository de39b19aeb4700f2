package org.fabricast.ir.kernel;

/** What a local memory is built of. */
public enum Storage {
    /** The hardware generator decides by size. */
    AUTO,
    /** Look-up tables used as memory. */
    LUTRAM,
    /** Block RAM. */
    BRAM,
    /** Ultra RAM, where the part has it. */
    URAM
}
