package org.fabricast.compiler.frontend.llama2c;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.frontend.ImportOptions;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.frontend.ModelSummary;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.GraphVerifier;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Llama2cFrontendTest {

    private static final int[] STORIES = {64, 172, 5, 8, 4, 512, 512};

    @TempDir
    Path directory;

    @Test
    void tensorsLieWhereTheLegacyFormatPutsThem() throws IOException {
        // dim 8, hidden 12, 2 layers, 2 heads, 1 KV head, 16 tokens, 4 positions: count the floats by hand.
        int q = 16 * 8 + 2 * 8;
        int k = q + 2 * 64;
        int v = k + 2 * 32;
        int o = v + 2 * 32;
        int ffnNorm = o + 2 * 64;
        int gate = ffnNorm + 2 * 8;
        int down = gate + 2 * 96;
        int up = down + 2 * 96;
        int norm = up + 2 * 96;
        int all = norm + 8 + 4 * 4;
        ByteBuffer file = ByteBuffer.allocate(28 + 4 * all).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : Checkpoint.SMALL.dims()) {
            file.putInt(value);
        }
        for (int i = 0; i < all; i++) {
            file.putFloat(i);
        }
        Map<String, Tensor> tensors = load(file.array()).graph().constantsByName();
        assertThat(tensors.get("embedding.table").data()[0]).isEqualTo(0);
        assertThat(tensors.get("layers.1.attention.norm.weight").data()[0]).isEqualTo(16 * 8 + 8);
        assertThat(tensors.get("layers.1.attention.q.weight").data()[0]).isEqualTo(q + 64);
        assertThat(tensors.get("layers.1.attention.k.weight").data()[0]).isEqualTo(k + 32);
        assertThat(tensors.get("layers.0.attention.v.weight").data()[0]).isEqualTo(v);
        assertThat(tensors.get("layers.0.attention.o.weight").data()[63]).isEqualTo(o + 63);
        assertThat(tensors.get("layers.0.ffn.norm.weight").data()[0]).isEqualTo(ffnNorm);
        assertThat(tensors.get("layers.1.ffn.gate.weight").data()[0]).isEqualTo(gate + 96);
        assertThat(tensors.get("layers.0.ffn.down.weight").data()[0]).isEqualTo(down);
        assertThat(tensors.get("layers.1.ffn.up.weight").data()[95]).isEqualTo(up + 191);
        assertThat(tensors.get("norm.weight").data()[0]).isEqualTo(norm);
        assertThat(tensors.get("layers.0.ffn.down.weight").type().shape()).containsExactly(8, 12);
    }

    @Test
    void headerBecomesShapeAndFacts() throws IOException {
        ImportedModel model = load(Checkpoint.SMALL.version0(random(Checkpoint.SMALL, 1)));
        assertThat(model.shape().orElseThrow().ropeStyle()).isEqualTo(RotaryStyle.INTERLEAVED);
        assertThat(model.shape().orElseThrow().theta()).isEqualTo(10_000);
        assertThat(model.shape().orElseThrow().eps()).isEqualTo(1e-5f);
        assertThat(model.shape().orElseThrow().headDim()).isEqualTo(4);
        assertThat(model.graph().vocab()).isEqualTo(16);
        assertThat(model.graph().context()).isEqualTo(4);
        assertThat(model.graph().facts().tied()).isTrue();
        assertThat(model.graph().facts().bos()).isEqualTo(OptionalInt.of(1));
        assertThat(model.graph().facts().eos()).containsExactly(2);
        assertThat(model.tokenizer()).isEmpty();
        assertThat(GraphVerifier.verify(model.graph())).isEmpty();
    }

    @Test
    void allVersionsOfAnUnsharedModelGiveTheSameGraph() throws IOException {
        Checkpoint checkpoint = new Checkpoint(Checkpoint.SMALL.dims(), false);
        Function<String, float[]> weights = random(checkpoint, 2);
        Graph legacy = load(checkpoint.version0(weights)).graph();
        assertThat(legacy.facts().tied()).isFalse();
        assertThat(legacy.constantsByName()).containsKey("logits.weight");
        assertThat(load(checkpoint.version1(weights)).graph()).isEqualTo(legacy);
        Function<String, float[]> dequantised = name -> name.endsWith("norm.weight")
                ? weights.apply(name) : Checkpoint.dequantised(weights.apply(name), 8);
        assertThat(load(checkpoint.version2(8, weights)).graph())
                .isEqualTo(load(checkpoint.version1(dequantised)).graph());
    }

    @Test
    void versionsOneAndTwoOfStories260kAreItsLegacyGraph() throws IOException {
        Path original = SharedFiles.shared("models/stories260K/stories260K.bin");
        Graph legacy = ModelLoader.load(original, Optional.empty()).graph();
        Function<String, float[]> weights = name -> legacy.constantsByName().get(name).data();
        Checkpoint checkpoint = new Checkpoint(STORIES, true);
        assertThat(checkpoint.version0(weights)).hasSize((int) Files.size(original));
        assertThat(load("stories260K.bin", checkpoint.version1(weights)).graph()).isEqualTo(legacy);
        // Rows of 172 are no multiple of 64: groups cross them.
        Graph quantised = load("stories260K.bin", checkpoint.version2(64, weights)).graph();
        for (Tensor tensor : legacy.constants()) {
            float[] expected = tensor.name().endsWith("norm.weight")
                    ? tensor.data() : Checkpoint.dequantised(tensor.data(), 64);
            assertThat(quantised.constantsByName().get(tensor.name()).data()).as(tensor.name()).isEqualTo(expected);
        }
        assertThat(quantised.nodes()).isEqualTo(legacy.nodes());
    }

    @Test
    void shapesAloneAreEnoughWhereTheUserSaysSo() throws IOException {
        byte[] file = Checkpoint.SMALL.version0(random(Checkpoint.SMALL, 3));
        Path path = Files.write(directory.resolve("m.bin"), file);
        Graph graph = ModelLoader.load(path, new ImportOptions(Optional.empty(), true)).graph();
        assertThat(graph.hasData()).isFalse();
        assertThat(graph.nodes()).isEqualTo(load(file).graph().nodes());
    }

    @Test
    void theTokenizerBesideTheCheckpointIsTaken() throws IOException {
        Path model = SharedFiles.shared("models/stories260K/stories260K.bin");
        Files.copy(model, directory.resolve("m.bin"));
        assertThat(ModelLoader.load(directory.resolve("m.bin"), Optional.empty()).tokenizer()).isEmpty();
        Files.copy(model.resolveSibling("tok512.bin"), directory.resolve("tokenizer.bin"));
        assertThat(ModelLoader.load(directory.resolve("m.bin"), Optional.empty()).requireTokenizer().vocabSize())
                .isEqualTo(512);
    }

    @Test
    void aSummaryNeedsNoWeightsAndListsWhatIsWrong() throws IOException {
        byte[] file = Checkpoint.SMALL.version2(8, random(Checkpoint.SMALL, 4));
        Path path = Files.write(directory.resolve("m.bin"), file);
        ModelSummary summary = ModelLoader.inspect(path);
        assertThat(summary.architecture()).isEqualTo("llama2.c version 2");
        assertThat(summary.elementType()).isEqualTo("int8, groups of 8");
        assertThat(summary.parameters()).isEqualTo(16 * 8 + 2 * (2 * 64 + 2 * 32 + 3 * 96 + 2 * 8) + 8);
        assertThat(summary.weightBytes()).isEqualTo(file.length);
        assertThat(summary.supported()).isTrue();
        Files.write(path, List.of("no checkpoint, but long enough to hold the header of one"));
        assertThat(ModelLoader.inspect(path).unsupported()).isNotEmpty();
        assertThat(ModelLoader.inspect(path).shape()).isEmpty();
    }

    static Function<String, float[]> random(Checkpoint checkpoint, long seed) {
        return name -> {
            Random random = new Random(seed * 1_000_003 + name.hashCode());
            float[] values = new float[checkpoint.elements(name)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return values;
        };
    }

    private ImportedModel load(byte[] file) throws IOException {
        return load("m.bin", file);
    }

    private ImportedModel load(String name, byte[] file) throws IOException {
        return ModelLoader.load(Files.write(directory.resolve(name), file), Optional.empty());
    }
}
