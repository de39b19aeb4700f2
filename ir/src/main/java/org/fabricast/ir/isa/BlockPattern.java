package org.fabricast.ir.isa;

import java.util.ArrayList;
import java.util.List;

/**
 * What a block of 16 rows by 16 inputs of a sparse stream stores. The ordinal is the code of its descriptor and, for a stream
 * whose blocks are all alike, the {@code pattern} of {@code RUN}.
 */
public enum BlockPattern {
    /** Nothing. */
    NONE(0, 16, 0),
    /** Two of sixteen in every row, positions as a list. */
    TWO_OF_16(2, 16, 128),
    /** Four of sixteen, positions as a list. */
    FOUR_OF_16(4, 16, 256),
    /** Eight of sixteen, positions as a bitmap per row. */
    EIGHT_OF_16(8, 16, 256),
    /** Everything. */
    ALL(16, 16, 0),
    /** Two of each four, positions as a list of two bits each. */
    TWO_OF_4(8, 4, 256),
    /** One of each four, likewise. */
    ONE_OF_4(4, 4, 128);

    /** Rows and inputs of a block, and the array that takes them. */
    public static final int EDGE = 16;

    private final int slots;
    private final int among;
    private final int indexBits;

    BlockPattern(int slots, int among, int indexBits) {
        this.slots = slots;
        this.among = among;
        this.indexBits = indexBits;
    }

    /**
     * What a stream stores of the blocks of a group: where that would be nothing, two values of the first block, which are 0; the
     * engine takes at least a word of every row block.
     */
    public static List<BlockPattern> stored(List<BlockPattern> blocks) {
        if (blocks.stream().anyMatch(block -> block != NONE)) {
            return blocks;
        }
        List<BlockPattern> stored = new ArrayList<>(blocks);
        stored.set(0, TWO_OF_16);
        return stored;
    }

    /** Values stored per row of the block: slices of a chain that it takes. */
    public int slots() {
        return slots;
    }

    /** Inputs among which a position chooses: 16 or 4. */
    public int among() {
        return among;
    }

    /** Bits that say the positions of the whole block. */
    public int indexBits() {
        return indexBits;
    }

    /** Code of a descriptor, and value of {@code pattern}. */
    public int code() {
        return ordinal();
    }

    /** {@code 8:16}, {@code 1:4}. */
    public String text() {
        return slots * among / EDGE + ":" + among;
    }
}
