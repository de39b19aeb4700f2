package org.fabricast.compiler.attention;

import java.util.List;

import org.fabricast.ir.graph.interpret.AttentionFilter;

/**
 * A mask for every layer and head.
 *
 * @param blockTokens tokens of a block
 * @param blocks      blocks of each mask
 * @param layers      per layer, per query head
 */
public record AttentionMaskPlan(int blockTokens, int blocks, List<List<BlockMask>> layers) {

    public AttentionMaskPlan {
        layers = layers.stream().map(List::copyOf).toList();
        if (blockTokens < 1 || layers.isEmpty() || layers.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a plan of " + layers.size() + " layers, blocks of " + blockTokens);
        }
        for (List<BlockMask> heads : layers) {
            for (BlockMask mask : heads) {
                if (mask.blocks() != blocks) {
                    throw new IllegalArgumentException("a mask of " + mask.blocks() + " blocks, not " + blocks);
                }
            }
        }
    }

    /** Tokens of a prompt that the masks cover. */
    public int tokens() {
        return blockTokens * blocks;
    }

    /** Mean density of a layer's masks. */
    public double density(int layer) {
        return layers.get(layer).stream().mapToDouble(BlockMask::density).average().orElseThrow();
    }

    /** Mean density of all masks. */
    public double density() {
        return layers.stream().flatMap(List::stream).mapToDouble(BlockMask::density).average().orElseThrow();
    }

    /** Density of a mask that keeps every block up to the query's. */
    public double causalDensity() {
        return (blocks + 1.0) / (2 * blocks);
    }

    /** What the masks let through; beyond the tokens they cover, everything. */
    public AttentionFilter filter() {
        return (layer, head, query, key) -> query >= tokens()
                || layers.get(layer).get(head).keeps(query / blockTokens, key / blockTokens);
    }
}
