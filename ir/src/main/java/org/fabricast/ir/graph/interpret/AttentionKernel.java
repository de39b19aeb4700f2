package org.fabricast.ir.graph.interpret;

import java.util.Arrays;
import org.fabricast.ir.graph.Attention;

/**
 * Attention over a cache; formula at {@code Attention} of the graph level. Softmax subtracts the largest score, its sum
 * and the weighted sum of values run over ascending positions in one binary32 accumulator each.
 */
final class AttentionKernel {

    private final Attention op;
    private final AttentionFilter filter;
    private final KvCache cache;
    private float[] scores = new float[0];

    AttentionKernel(Attention op, AttentionFilter filter) {
        this.op = op;
        this.filter = filter;
        this.cache = new KvCache(op.kvHeads() * op.headDim(), op.context());
    }

    void run(int position, float[] q, float[] k, float[] v, float[] y) {
        cache.store(position, k, v);
        int positions = position + 1;
        if (scores.length < positions) {
            scores = new float[cache.keys().length / cache.width()];
        }
        for (int head = 0; head < op.heads(); head++) {
            int group = head / op.groupSize() * op.headDim();
            score(q, head, group, positions);
            softmax(positions);
            gather(y, head * op.headDim(), group, positions);
        }
    }

    private void score(float[] q, int head, int group, int positions) {
        float[] keys = cache.keys();
        for (int t = 0; t < positions; t++) {
            boolean seen = t == positions - 1 || filter.sees(op.layer(), head, positions - 1, t);
            scores[t] = seen ? op.scale() * Dot.product(q, head * op.headDim(), keys, t * cache.width() + group, op.headDim())
                    : Float.NEGATIVE_INFINITY;
        }
    }

    private void softmax(int positions) {
        float largest = scores[0];
        for (int t = 1; t < positions; t++) {
            largest = Math.max(largest, scores[t]);
        }
        float sum = 0;
        for (int t = 0; t < positions; t++) {
            scores[t] = (float) Math.exp(scores[t] - largest);
            sum += scores[t];
        }
        for (int t = 0; t < positions; t++) {
            scores[t] /= sum;
        }
    }

    private void gather(float[] y, int head, int group, int positions) {
        float[] values = cache.values();
        Arrays.fill(y, head, head + op.headDim(), 0);
        for (int t = 0; t < positions; t++) {
            float weight = scores[t];
            int row = t * cache.width() + group;
            for (int d = 0; d < op.headDim(); d++) {
                y[head + d] += weight * values[row + d];
            }
        }
    }
}
