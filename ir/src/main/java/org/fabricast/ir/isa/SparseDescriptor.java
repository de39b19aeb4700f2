package org.fabricast.ir.isa;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the blocks of a row block store within one group of inputs, and how they are joined to words.
 *
 * <p>Four bits per block, block j at 4j: the code of its {@link BlockPattern} in the lower three; the fourth begins a word. A
 * word is a run of stored blocks that take at most sixteen slices together, in order; blocks without values between them belong to
 * none.
 *
 * @param bits up to eight blocks, the rest zero
 */
public record SparseDescriptor(int bits) {

    /** Blocks of a group at most. */
    public static final int MOST_BLOCKS = 8;
    /** Bytes of a unit of a stream: an eighth of a ring word of an array of 16. */
    public static final int UNIT_BYTES = 32;
    /** Bytes of the descriptors of a tile: one for each of its eight row blocks. */
    public static final int BYTES = 4;

    private static final int BLOCK_BITS = 4;
    private static final int CODE_MASK = 7;
    private static final int BEGINS = 8;
    private static final int UNIT_BITS = 8 * UNIT_BYTES;

    /** A stored block. Values of its rows are in slices {@code slot} and following. */
    public record Stored(int block, BlockPattern pattern, int slot) { }

    /** Stored blocks that the array takes together. */
    public record Word(List<Stored> blocks) {

        public Word {
            blocks = List.copyOf(blocks);
        }

        /** Slices with a value. */
        public int slots() {
            return blocks.getLast().slot() + blocks.getLast().pattern().slots();
        }

        /** Units of the positions: the blocks' index bits one behind the other, filled up. */
        public int indexUnits() {
            return units(blocks.stream().mapToInt(b -> b.pattern().indexBits()).sum());
        }

        /** Units of the values: {@code bits} for each row and slice with a value, filled up. */
        public int valueUnits(int bits) {
            return units(bits * BlockPattern.EDGE * slots());
        }
    }

    /** Units that hold so many bits. */
    public static int units(int bits) {
        return (bits + UNIT_BITS - 1) / UNIT_BITS;
    }

    /** Joins blocks as far as they fit a word. The list is not empty, and some block of it stores something. */
    public static SparseDescriptor of(List<BlockPattern> blocks) {
        if (blocks.isEmpty() || blocks.size() > MOST_BLOCKS || blocks.stream().allMatch(b -> b == BlockPattern.NONE)) {
            throw new IllegalArgumentException("no descriptor of " + blocks);
        }
        int bits = 0;
        int slots = BlockPattern.EDGE;
        for (int j = 0; j < blocks.size(); j++) {
            BlockPattern block = blocks.get(j);
            boolean begins = block != BlockPattern.NONE && slots + block.slots() > BlockPattern.EDGE;
            slots = begins ? block.slots() : slots + block.slots();
            bits |= (block.code() | (begins ? BEGINS : 0)) << BLOCK_BITS * j;
        }
        return new SparseDescriptor(bits);
    }

    /**
     * What is wrong; empty if nothing.
     *
     * @param blocks  of the group
     * @param pattern of {@code RUN}, 1 to 7: below 7 every block has it, and blocks are joined as by {@link #of}
     */
    public String wrong(int blocks, int pattern) {
        if (pattern != RunShape.ANY_PATTERN) {
            BlockPattern declared = BlockPattern.values()[pattern];
            int expected = of(Collections.nCopies(blocks, declared)).bits;
            return bits == expected ? "" : String.format("descriptor 0x%08x instead of 0x%08x for %d blocks of %s", bits, expected,
                    blocks, declared.text());
        }
        int slots = BlockPattern.EDGE;
        boolean stored = false;
        for (int j = 0; j < MOST_BLOCKS; j++) {
            int code = bits >>> BLOCK_BITS * j & CODE_MASK;
            boolean begins = (bits >>> BLOCK_BITS * j & BEGINS) != 0;
            if (code >= BlockPattern.values().length || begins && code == 0 || j >= blocks && code != 0) {
                return String.format("descriptor 0x%08x: block %d of %d has code %d%s", bits, j, blocks, code,
                        begins ? " and begins a word" : "");
            }
            int own = BlockPattern.values()[code].slots();
            slots = begins ? own : slots + own;
            if (own > 0 && slots > BlockPattern.EDGE) {
                return String.format("descriptor 0x%08x: %d slices are %s block %d", bits, slots,
                        stored ? "wanted by the word of" : "taken when no word begins before", j);
            }
            stored |= own > 0;
        }
        return stored ? "" : "a row block stores nothing";
    }

    /** The words. The descriptor is one in which {@link #wrong} finds nothing. */
    public List<Word> words() {
        List<Word> words = new ArrayList<>();
        List<Stored> word = new ArrayList<>();
        int slots = 0;
        for (int j = 0; j < MOST_BLOCKS; j++) {
            BlockPattern pattern = BlockPattern.values()[bits >>> BLOCK_BITS * j & CODE_MASK];
            if ((bits >>> BLOCK_BITS * j & BEGINS) != 0) {
                if (!word.isEmpty()) {
                    words.add(new Word(word));
                }
                word = new ArrayList<>();
                slots = 0;
            }
            if (pattern != BlockPattern.NONE) {
                word.add(new Stored(j, pattern, slots));
                slots += pattern.slots();
            }
        }
        words.add(new Word(word));
        return words;
    }

    /** Units of positions and values of the row block. */
    public int pieceUnits(int valueBits) {
        return words().stream().mapToInt(word -> word.indexUnits() + word.valueUnits(valueBits)).sum();
    }
}
