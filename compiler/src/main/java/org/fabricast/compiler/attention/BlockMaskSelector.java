package org.fabricast.compiler.attention;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * Chooses masks under a density of the whole model: of every block of queries the first block of keys (the sink), itself and the block
 * before (the neighbourhood), then of all layers and heads the blocks with most attention. Since every block costs the same, no
 * other choice with these blocks in it keeps more.
 *
 * <p>Errors: F1009 a density that sink and neighbourhood alone exceed.
 */
public final class BlockMaskSelector {

    private static final int SINK_BLOCKS = 1;
    private static final int NEIGHBOURS = 1;

    private BlockMaskSelector() {
    }

    private record Candidate(int layer, int head, int query, int key, double mass) { }

    /**
     * The masks that keep most of {@code mass}.
     *
     * @param density blocks kept of all blocks², the mean over all layers and heads; at or above the causal density all are kept
     * @param place   for the message
     */
    public static AttentionMaskPlan select(AttentionMass mass, double density, String place) {
        int blocks = mass.blocks();
        int masks = mass.layers() * mass.heads();
        List<List<BitSet>> kept = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        for (int layer = 0; layer < mass.layers(); layer++) {
            kept.add(new ArrayList<>());
            for (int head = 0; head < mass.heads(); head++) {
                kept.get(layer).add(start(blocks));
                candidates(mass, layer, head, candidates);
            }
        }
        long budget = (long) Math.floor(density * blocks * blocks * masks + 1e-9);
        long needed = (long) start(blocks).cardinality() * masks;
        if (!(density > 0 && density <= 1) || budget < needed) {
            throw new FabricastException(ErrorCode.F1009, place, String.format(Locale.ROOT, "a density from %.4f to 1",
                    Math.ceil(1e4 * needed / masks / blocks / blocks) / 1e4), String.valueOf(density), String.format(Locale.ROOT,
                    "With %d blocks of %d tokens, sink and neighbourhood alone need that; a causal mask keeps %.4f.", blocks,
                    mass.blockTokens(), (blocks + 1.0) / (2 * blocks)));
        }
        candidates.sort(Comparator.comparingDouble(Candidate::mass).reversed());
        candidates.stream().limit(budget - needed)
                .forEach(c -> kept.get(c.layer()).get(c.head()).set(c.query() * blocks + c.key()));
        return new AttentionMaskPlan(mass.blockTokens(), blocks, kept.stream().map(heads ->
                heads.stream().map(bits -> new BlockMask(blocks, bits)).toList()).toList());
    }

    private static boolean always(int query, int key) {
        return key < SINK_BLOCKS || query - key <= NEIGHBOURS;
    }

    private static BitSet start(int blocks) {
        BitSet bits = new BitSet(blocks * blocks);
        for (int query = 0; query < blocks; query++) {
            for (int key = 0; key <= query; key++) {
                bits.set(query * blocks + key, always(query, key));
            }
        }
        return bits;
    }

    private static void candidates(AttentionMass mass, int layer, int head, List<Candidate> candidates) {
        for (int query = 0; query < mass.blocks(); query++) {
            for (int key = 0; key < query; key++) {
                if (!always(query, key)) {
                    candidates.add(new Candidate(layer, head, query, key, mass.at(layer, head, query, key)));
                }
            }
        }
    }
}
