package org.fabricast.compiler.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.fabricast.compiler.SmallModel;
import org.fabricast.compiler.fuse.Fuser;
import org.fabricast.compiler.plan.LayerMatrix;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Rotary;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.TensorType;
import org.fabricast.ir.graph.Value;
import org.fabricast.ir.graph.build.LlamaShape;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.WeightTensor;
import org.junit.jupiter.api.Test;

class ImageBuilderTest {

    private static final long SEED = 41;
    private static final int N = 8;
    private static final int GROUP = 16;
    private static final int HEAD = 8;
    private static final int CONTEXT = 70;
    private static final LlamaShape SHAPE = SmallModel.shape(RotaryStyle.HALF, HEAD, CONTEXT);
    private static final Graph GRAPH = SmallModel.random(SHAPE, SEED);
    private static final ModelImage IMAGE = ImageBuilder.build(Fuser.fuse(GRAPH), HardwareConfig.sim64(), GROUP,
            WeightPlan.uniform(8, 2));

    private static float[] constant(String name) {
        return GRAPH.constantsByName().get(name).data();
    }

    private static double half(long at) {
        return Float.float16ToFloat((short) (IMAGE.bytes()[(int) at] & 0xff | IMAGE.bytes()[(int) at + 1] << 8));
    }

    /** Element of a stream by the text of {@code docs/architecture.md}: tiles of 32 rows, a scale word per group. */
    private static double stored(WeightTensor tensor, int row, int col) {
        int tile = N * N / 2;
        long at = tensor.offset();
        for (int first = 0; first < tensor.rows(); first += tile) {
            int blocks = (Math.min(tile, tensor.rows() - first) + N - 1) / N;
            for (int from = 0; from < tensor.cols(); from += GROUP) {
                int words = (Math.min(GROUP, tensor.cols() - from) + N - 1) / N;
                if (row >= first && row < first + tile && col >= from && col < from + GROUP) {
                    int inTile = row - first;
                    int word = inTile / N * words + (col - from) / N;
                    long value = at + N * N + (long) word * N * N + inTile % N * N + (col - from) % N;
                    return IMAGE.bytes()[(int) value] * half(at + 2L * inTile);
                }
                at += (long) N * N * (1 + blocks * words);
            }
        }
        throw new IllegalArgumentException("no element " + row + ", " + col);
    }

    @Test
    void everythingBeginsAtAMultipleOf64AndTheLayoutFollowsTheTable() {
        ImageLayout layout = IMAGE.layout();
        assertThat(layout.layersAlike()).isTrue();
        LayerStreams layer = layout.layerStreams().getFirst();
        assertThat(List.of(layout.embedding(), (long) layout.embeddingStride(), layout.position(), (long) layout.positionStride(),
                layout.layers(), layer.bytes(), layout.classifier(), layout.classifierStream().bytes(), layout.totalBytes()))
                .allSatisfy(value -> assertThat(value % 64).isZero());
        assertThat(layer.streams()).allSatisfy(stream -> assertThat(stream.bytes() % 64).isZero());
        assertThat(layout.totalBytes()).isEqualTo(IMAGE.bytes().length);
        assertThat(IMAGE.table().tensors().stream().map(WeightTensor::name)).containsExactly("embedding", "rope",
                "layers.0.qkv", "layers.0.out", "layers.0.gateUp", "layers.0.down", "layers.1.qkv", "layers.1.out",
                "layers.1.gateUp", "layers.1.down", "classifier");
        assertThat(offset("layers.0.qkv")).isEqualTo(layout.layers());
        assertThat(offset("layers.1.gateUp")).isEqualTo(layout.layers() + layer.bytes() + layer.qkvBytes()
                + layer.of(LayerMatrix.OUT).bytes());
        assertThat(offset("classifier")).isEqualTo(layout.classifier());
        // 4 · 24 + 2 · 2 · 8 rows of 24 inputs … in groups of 16: two scales of 2 bytes a row; down has 40 inputs, 3 scales.
        int perLayer = 64 * (24 + 4) + 24 * (32 + 4) + 80 * (24 + 4) + 24 * (40 + 6);
        assertThat(IMAGE.necessaryLayerBytes()).isEqualTo(2L * perLayer);
        assertThat(IMAGE.necessaryClassifierBytes()).isEqualTo(11 * (24 + 4));
    }

    private static long offset(String name) {
        return IMAGE.table().tensor(name).orElseThrow().offset();
    }

    @Test
    void embeddingRowsAreBinary16() {
        float[] table = constant("embedding.table");
        for (int token = 0; token < SHAPE.vocab(); token++) {
            for (int i = 0; i < SHAPE.dim(); i++) {
                assertThat(half(IMAGE.layout().embedding() + (long) token * IMAGE.layout().embeddingStride() + 2L * i))
                        .as("token %d, element %d", token, i)
                        .isEqualTo(Float.float16ToFloat(Float.floatToFloat16(table[token * SHAPE.dim() + i])));
            }
        }
    }

    @Test
    void theRotaryTableHoldsCosinesAndSignedSines() {
        for (int position = 0; position < CONTEXT; position++) {
            long row = IMAGE.layout().position() + (long) position * IMAGE.layout().positionStride();
            for (int i = 0; i < HEAD / 2; i++) {
                double angle = position / Math.pow(10_000, 2.0 * i / HEAD);
                // Half a unit of the last place below 1.
                assertThat(half(row + 2L * i)).isCloseTo(Math.cos(angle), within(2.5e-4));
                assertThat(half(row + 2L * (i + HEAD / 2))).isEqualTo(half(row + 2L * i));
                assertThat(half(row + 2L * (HEAD + i))).isCloseTo(-Math.sin(angle), within(2.5e-4));
                assertThat(half(row + 2L * (HEAD + HEAD / 2 + i))).isCloseTo(Math.sin(angle), within(2.5e-4));
            }
        }
    }

    @Test
    void normWeightsAreFoldedIntoTheColumnsBehindThem() {
        folded("layers.1.qkv", "layers.1.attention.q.weight", 0, "layers.1.attention.norm.weight");
        folded("layers.1.qkv", "layers.1.attention.k.weight", 32, "layers.1.attention.norm.weight");
        folded("layers.1.qkv", "layers.1.attention.v.weight", 48, "layers.1.attention.norm.weight");
        folded("layers.0.gateUp", "layers.0.ffn.gate.weight", 0, "layers.0.ffn.norm.weight");
        folded("layers.0.gateUp", "layers.0.ffn.up.weight", 40, "layers.0.ffn.norm.weight");
        folded("classifier", "logits.weight", 0, "norm.weight");
        folded("layers.1.out", "layers.1.attention.o.weight", 0, "");
        folded("layers.0.down", "layers.0.ffn.down.weight", 0, "");
    }

    /** Within half a step of a group's scale, and 127 of them hold its greatest weight. */
    private static void folded(String stream, String weight, int firstRow, String norm) {
        WeightTensor tensor = IMAGE.table().tensor(stream).orElseThrow();
        float[] weights = constant(weight);
        int cols = tensor.cols();
        for (int row = 0; row < weights.length / cols; row++) {
            for (int col = 0; col < cols; col++) {
                double greatest = 0;
                for (int i = col / GROUP * GROUP; i < Math.min(cols, (col / GROUP + 1) * GROUP); i++) {
                    greatest = Math.max(greatest, Math.abs(product(weights, row * cols + i, norm, i)));
                }
                assertThat(stored(tensor, firstRow + row, col)).as("%s row %d column %d, seed %d", weight, row, col, SEED)
                        .isCloseTo(product(weights, row * cols + col, norm, col), within(greatest / 127 * 0.57));
            }
        }
    }

    private static double product(float[] weights, int at, String norm, int col) {
        return (double) weights[at] * (norm.isEmpty() ? 1 : constant(norm)[col]);
    }

    @Test
    void movingRowsOfInterleavedHeadsChangesNoScore() {
        Random random = new Random(SEED);
        int cols = 5;
        int heads = 2;
        float[] q = numbers(random, heads * HEAD * cols);
        float[] k = numbers(random, heads * HEAD * cols);
        float[] x = numbers(random, cols);
        float[] y = numbers(random, cols);
        Rotary rotary = new Rotary(new Value("q", TensorType.vector(heads * HEAD)), RotaryStyle.INTERLEAVED, HEAD, HEAD,
                10_000, Optional.empty());
        float[] movedQ = ImageBuilder.halves(rotary, q, cols);
        float[] movedK = ImageBuilder.halves(rotary, k, cols);
        assertThat(movedQ).isNotEqualTo(q);
        for (int head = 0; head < heads; head++) {
            double expected = score(turned(q, x, head, 13, 1), turned(k, y, head, 4, 1));
            double actual = score(turned(movedQ, x, head, 13, HEAD / 2), turned(movedK, y, head, 4, HEAD / 2));
            assertThat(actual).as("head %d, seed %d", head, SEED).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void rowsOfHalfSplitHeadsStayWhereTheyAre() {
        Rotary rotary = new Rotary(new Value("q", TensorType.vector(HEAD)), RotaryStyle.HALF, HEAD, HEAD, 10_000,
                Optional.empty());
        float[] weights = numbers(new Random(SEED), HEAD * 3);
        assertThat(ImageBuilder.halves(rotary, weights, 3)).containsExactly(weights);
    }

    private static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    /** One head of W·x, its pairs turned; the two elements of a pair are {@code distance} apart. */
    private static double[] turned(float[] weights, float[] x, int head, int position, int distance) {
        double[] y = new double[HEAD];
        for (int i = 0; i < HEAD; i++) {
            for (int col = 0; col < x.length; col++) {
                y[i] += (double) weights[(head * HEAD + i) * x.length + col] * x[col];
            }
        }
        for (int pair = 0; pair < HEAD / 2; pair++) {
            int first = distance == 1 ? 2 * pair : pair;
            double angle = position / Math.pow(10_000, 2.0 * pair / HEAD);
            double a = y[first];
            double b = y[first + distance];
            y[first] = a * Math.cos(angle) - b * Math.sin(angle);
            y[first + distance] = b * Math.cos(angle) + a * Math.sin(angle);
        }
        return y;
    }

    private static double score(double[] q, double[] k) {
        double sum = 0;
        for (int i = 0; i < q.length; i++) {
            sum += q[i] * k[i];
        }
        return sum;
    }
}
