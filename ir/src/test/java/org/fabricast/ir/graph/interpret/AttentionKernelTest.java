package org.fabricast.ir.graph.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.fabricast.ir.graph.Attention;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.TensorType;
import org.fabricast.ir.graph.Value;
import org.fabricast.ir.graph.build.GraphBuilder;
import org.junit.jupiter.api.Test;

class AttentionKernelTest {

    private static final float LN3 = (float) Math.log(3);

    /** Cuts elements {@code from … from+length-1} out of a vector. */
    private static Value cut(GraphBuilder b, Value x, String name, int from, int length) {
        int in = x.type().dim(0);
        float[] weight = new float[length * in];
        for (int o = 0; o < length; o++) {
            weight[o * in + from + o] = 1;
        }
        return b.linear(name, x, Tensor.f32(name + ".weight", weight, length, in), Optional.empty());
    }

    /** Rows hold two queries, one key, one value; heads are one element wide. */
    private static float[] run(float[][] rows, int... tokens) {
        return Probe.run(rows, (b, x) -> b.attention("a",
                cut(b, x, "q", 0, 2), cut(b, x, "k", 2, 1), cut(b, x, "v", 3, 1), 2, 1, 1), tokens);
    }

    @Test
    void theFirstTokenAttendsToItself() {
        assertThat(run(new float[][] {{7, -3, 2, 10}}, 0)).containsExactly(10f, 10f);
    }

    @Test
    void weighsValuesBySoftmaxOfScoresWithGroupedHeads() {
        // Head 0: scores 0 and ln 3, weights 1/4 and 3/4. Head 1: query 0, equal weights. Both read KV head 0.
        float[][] rows = {{9, 9, 0, 10}, {LN3, 0, 1, 20}};
        assertThat(run(rows, 0, 1)).containsExactly(new float[] {17.5f, 15f}, within(1e-5f));
    }

    @Test
    void largeScoresDoNotOverflow() {
        float[][] rows = {{0, 0, 0, 10}, {1e30f, -1e30f, 1, 20}};
        assertThat(run(rows, 0, 1)).containsExactly(20f, 10f);
    }

    @Test
    void eachGroupOfHeadsReadsItsOwnKvHead() {
        // Rows: q of 4 heads, k of 2 KV heads, v of 2 KV heads. Heads 0 and 1 read KV head 0, heads 2 and 3 KV head 1.
        float[][] rows = {{0, 0, 0, 0, 0, 0, 10, 100}, {0, LN3, 0, LN3, 1, -1, 20, 200}};
        float[] y = Probe.run(rows, (b, x) -> b.attention("a",
                cut(b, x, "q", 0, 4), cut(b, x, "k", 4, 2), cut(b, x, "v", 6, 2), 4, 2, 1), 0, 1);
        assertThat(y).containsExactly(new float[] {15f, 17.5f, 150f, 125f}, within(1e-4f));
    }

    @Test
    void scoresAreScaled() {
        // Heads of 4 elements: default scale 1/2; q·k = 2 ln 3, so the score is ln 3.
        float[][] rows = {{0, 0, 0, 0, 0, 0, 0, 0, 4, 8, 12, 16}, {2 * LN3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}};
        float[] y = Probe.run(rows, (b, x) -> b.attention("a",
                cut(b, x, "q", 0, 4), cut(b, x, "k", 4, 4), cut(b, x, "v", 8, 4), 1, 1, 4), 0, 1);
        assertThat(y).containsExactly(new float[] {1f, 2f, 3f, 4f}, within(1e-5f));
    }

    @Test
    void theCacheGrowsBeyondItsFirstSizeAndKeepsItsRows() {
        int context = 150;
        Attention op = new Attention(new Value("q", TensorType.vector(1)), new Value("k", TensorType.vector(1)),
                new Value("v", TensorType.vector(1)), 0, 1, 1, 1, context, 1f);
        AttentionKernel kernel = new AttentionKernel(op, AttentionFilter.CAUSAL);
        float[] y = new float[1];
        for (int p = 0; p < context; p++) {
            kernel.run(p, new float[] {0}, new float[] {1}, new float[] {p}, y);
            // equal weights: mean of 0 … p
            assertThat(y[0]).as("position %d", p).isCloseTo(p / 2f, within(1e-3f));
        }
    }

    @Test
    void onlyWhatTheFilterSeesAndTheQueryItselfTakesPart() {
        Attention op = new Attention(new Value("q", TensorType.vector(2)), new Value("k", TensorType.vector(1)),
                new Value("v", TensorType.vector(1)), 5, 2, 1, 1, 4, 1f);
        // Head 0 sees even positions, head 1 none; scores are all 0.
        AttentionKernel kernel = new AttentionKernel(op,
                (layer, head, query, key) -> layer == 5 && head == 0 && query == 3 && key % 2 == 0);
        float[] y = new float[2];
        for (int p = 0; p < 4; p++) {
            kernel.run(p, new float[] {0, 0}, new float[] {1}, new float[] {3 * p}, y);
        }
        // Head 0: mean of 0, 6 and its own 9; head 1: its own 9.
        assertThat(y).containsExactly(new float[] {5f, 9f}, within(1e-6f));
    }
}
