package org.fabricast.compiler.attention;

import java.util.BitSet;

/**
 * Which blocks of keys each block of queries attends to; inside of a block, attention is causal.
 *
 * @param blocks number of blocks of queries, and of keys
 * @param kept   bit {@code query · blocks + key}; not copied, nobody writes to it
 */
public record BlockMask(int blocks, BitSet kept) {

    public BlockMask {
        if (blocks < 1 || kept.length() > blocks * blocks) {
            throw new IllegalArgumentException("mask of " + blocks + " blocks with bit " + (kept.length() - 1));
        }
        for (int query = 0; query < blocks; query++) {
            int behind = kept.nextSetBit(query * blocks + query + 1);
            if (!kept.get(query * blocks + query) || behind >= 0 && behind < (query + 1) * blocks) {
                throw new IllegalArgumentException("block of queries " + query
                        + " must attend to itself and to no block behind it");
            }
        }
    }

    /** Whether a block of queries attends to a block of keys. */
    public boolean keeps(int query, int key) {
        return kept.get(query * blocks + key);
    }

    /** Blocks kept. */
    public int count() {
        return kept.cardinality();
    }

    /** Blocks kept of all {@code blocks²}; a causal mask keeps {@code (blocks + 1) / (2 · blocks)} of them. */
    public double density() {
        return (double) count() / (blocks * blocks);
    }
}
