package org.fabricast.compiler.attention;

import java.util.ArrayList;
import java.util.List;

import org.fabricast.ir.graph.Attention;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;

/**
 * Where attention goes on a text: per layer, head, block of queries and block of keys the mean over the block's queries of
 * {@code Σ_keys softmax(scale · q · k)}, so that every row of blocks sums to 1. In binary64 from the model's binary32 q and k.
 */
public final class AttentionMass {

    private final int blockTokens;
    private final int blocks;
    private final int heads;
    private final double[][] sums;
    private final long[] queries;

    private AttentionMass(int blockTokens, int blocks, int layers, int heads) {
        this.blockTokens = blockTokens;
        this.blocks = blocks;
        this.heads = heads;
        this.sums = new double[layers * heads][blocks * blocks];
        this.queries = new long[blocks];
    }

    /**
     * Runs {@code graph} over {@code sequences}, each from an empty context.
     *
     * <p>Errors: {@link IllegalArgumentException} for a graph whose attention operators differ in their heads, or no sequence.
     * Cost: the model, and its scores once more.
     *
     * @param blockTokens tokens of a block
     * @param tick        called once per token
     */
    public static AttentionMass of(Graph graph, List<int[]> sequences, int blockTokens, Runnable tick) {
        List<Attention> layers = new ArrayList<>();
        graph.nodes().forEach(node -> {
            if (node.op() instanceof Attention attention) {
                layers.add(attention);
            }
        });
        int longest = sequences.stream().mapToInt(sequence -> sequence.length).max().orElse(0);
        if (longest == 0 || blockTokens < 1 || layers.stream().map(Attention::heads).distinct().count() != 1) {
            throw new IllegalArgumentException("attention of " + layers.size() + " layers over " + longest + " tokens");
        }
        AttentionMass mass = new AttentionMass(blockTokens, (longest + blockTokens - 1) / blockTokens, layers.size(),
                layers.getFirst().heads());
        ReferenceInterpreter model = new ReferenceInterpreter(graph);
        for (int[] sequence : sequences) {
            model.reset();
            List<List<float[]>> keys = layers.stream().<List<float[]>>map(layer -> new ArrayList<>()).toList();
            for (int at = 0; at < sequence.length; at++) {
                model.step(sequence[at]);
                for (int i = 0; i < layers.size(); i++) {
                    Attention layer = layers.get(i);
                    keys.get(i).add(model.value(layer.k().name()));
                    mass.add(layer, model.value(layer.q().name()), keys.get(i));
                }
                mass.queries[at / blockTokens]++;
                tick.run();
            }
        }
        return mass;
    }

    private void add(Attention layer, float[] q, List<float[]> keys) {
        double[] weights = new double[keys.size()];
        int queryBlock = (keys.size() - 1) / blockTokens;
        for (int head = 0; head < heads; head++) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int t = 0; t < weights.length; t++) {
                double score = 0;
                for (int d = 0; d < layer.headDim(); d++) {
                    score += (double) q[head * layer.headDim() + d]
                            * keys.get(t)[head / layer.groupSize() * layer.headDim() + d];
                }
                weights[t] = score * layer.scale();
                greatest = Math.max(greatest, weights[t]);
            }
            double total = 0;
            for (int t = 0; t < weights.length; t++) {
                weights[t] = Math.exp(weights[t] - greatest);
                total += weights[t];
            }
            double[] sum = sums[layer.layer() * heads + head];
            for (int t = 0; t < weights.length; t++) {
                sum[queryBlock * blocks + t / blockTokens] += weights[t] / total;
            }
        }
    }

    /** Tokens of a block. */
    public int blockTokens() {
        return blockTokens;
    }

    /** Blocks of the longest sequence. */
    public int blocks() {
        return blocks;
    }

    /** Attention operators. */
    public int layers() {
        return sums.length / heads;
    }

    /** Query heads of a layer. */
    public int heads() {
        return heads;
    }

    /** Mean attention of a query of block {@code query} to block {@code key}. */
    public double at(int layer, int head, int query, int key) {
        return sums[layer * heads + head][query * blocks + key] / queries[query];
    }

    /** Mean over all queries of what a mask keeps of a head's attention, 0 to 1. */
    public double keptBy(BlockMask mask, int layer, int head) {
        double kept = 0;
        long all = 0;
        for (int query = 0; query < blocks; query++) {
            all += queries[query];
            for (int key = 0; key <= query; key++) {
                kept += mask.keeps(query, key) ? sums[layer * heads + head][query * blocks + key] : 0;
            }
        }
        return kept / all;
    }
}
