package org.fabricast.ir.isa;

/**
 * The in-order instruction queues. The list is data: masks are as wide as it, tokens exist for every ordered pair, and a
 * further queue is a further constant. SYS is executed by the sequencer itself.
 */
public enum Queue {
    LD, ST, MM, MV, MISC, SYS;

    /** Bits of wait and release masks in an instruction; room for queues to come. */
    public static final int MASK_BITS = 8;

    /** This queue's bit in wait and release masks. */
    public int bit() {
        return 1 << ordinal();
    }
}
