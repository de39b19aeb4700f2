package org.fabricast.ir.isa;

/**
 * Bits of an instruction outside its six immediates, counted from bit 0 of word 0: what {@link Opcode} says in words, for
 * codec and decoder.
 */
public enum HeaderField {
    QUEUE(0, 4),
    CODE(4, 4),
    WAIT(8, Queue.MASK_BITS),
    RELEASE(16, Queue.MASK_BITS),
    FLAGS(24, 8),
    /** Register number of slot 0; those of the other slots follow. */
    REGISTERS(32, 5),
    /** Bits of word 1 above the register numbers: zero. */
    ZERO(62, 2),
    /** Immediate of slot 0; those of the other slots follow. */
    IMMEDIATES(64, 32);

    private final int low;
    private final int width;

    HeaderField(int low, int width) {
        this.low = low;
        this.width = width;
    }

    /** Lowest bit in the instruction. */
    public int low() {
        return low;
    }

    /** Bits (of one element, where there is one per slot). */
    public int width() {
        return width;
    }
}
