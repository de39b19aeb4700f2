package org.fabricast.compiler.frontend.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.frontend.ImportOptions;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.frontend.ModelSummary;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.GraphVerifier;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Rotary;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HuggingFaceFrontendTest {

    private static final ImportOptions SHAPES = new ImportOptions(Optional.empty(), true);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"F32", "F16", "BF16"})
    void weightsOfEveryTypeAreReadExactlyUnderTheGraphsNames(DType type) throws IOException {
        HfDirectory files = new HfDirectory();
        files.type = type;
        ImportedModel model = ModelLoader.load(files.write(directory), Optional.empty());
        Map<String, Tensor> tensors = model.graph().constantsByName();
        assertThat(GraphVerifier.verify(model.graph())).isEmpty();
        assertThat(tensors).hasSize(files.tensors.size());
        assertThat(tensors.get("layers.1.attention.k.weight").data())
                .isEqualTo(HfDirectory.values("model.layers.1.self_attn.k_proj.weight", 4, 8));
        assertThat(tensors.get("layers.0.ffn.down.weight").data())
                .isEqualTo(HfDirectory.values("model.layers.0.mlp.down_proj.weight", 8, 12));
        assertThat(tensors.get("layers.0.ffn.norm.weight").data())
                .isEqualTo(HfDirectory.values("model.layers.0.post_attention_layernorm.weight", 8));
        assertThat(tensors.get("embedding.table").type().dtype()).isEqualTo(type);
        assertThat(model.shape().orElseThrow().ropeStyle()).isEqualTo(RotaryStyle.HALF);
        assertThat(model.graph().facts().bos()).isEqualTo(OptionalInt.of(1));
        assertThat(model.graph().facts().eos()).containsExactly(2);
    }

    @Test
    void anUntiedHeadIsReadAndACopyOfATiedOneIgnored() throws IOException {
        HfDirectory files = new HfDirectory();
        files.tensors.put("lm_head.weight", new long[] {16, 8});
        files.tensors.put("model.layers.0.self_attn.rotary_emb.inv_freq", new long[] {2});
        Graph tied = ModelLoader.load(files.write(directory), Optional.empty()).graph();
        assertThat(tied.facts().tied()).isTrue();
        assertThat(tied.constantsByName()).doesNotContainKey("logits.weight");
        files.config.put("tie_word_embeddings", false);
        Graph untied = ModelLoader.load(files.write(directory), Optional.empty()).graph();
        assertThat(untied.facts().tied()).isFalse();
        assertThat(untied.constantsByName().get("logits.weight").data())
                .isEqualTo(HfDirectory.values("lm_head.weight", 16, 8));
    }

    @Test
    void biasesAreReadWhereTheConfigurationHasThem() throws IOException {
        HfDirectory files = new HfDirectory();
        files.config.put("attention_bias", true).put("mlp_bias", true);
        for (int layer = 0; layer < 2; layer++) {
            for (String name : new String[] {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj",
                "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"}) {
                String prefix = "model.layers." + layer + "." + name;
                files.tensors.put(prefix + ".bias", new long[] {files.tensors.get(prefix + ".weight")[0]});
            }
        }
        Graph graph = ModelLoader.load(files.write(directory), Optional.empty()).graph();
        assertThat(graph.nodes().stream().filter(n -> n.op() instanceof Linear l && l.bias().isPresent()).count())
                .isEqualTo(14);
        assertThat(graph.constantsByName().get("layers.1.ffn.gate.bias").data())
                .isEqualTo(HfDirectory.values("model.layers.1.mlp.gate_proj.bias", 12));
    }

    @Test
    void shardsAreOneModel() throws IOException {
        HfDirectory files = new HfDirectory();
        Graph whole = ModelLoader.load(files.write(directory), Optional.empty()).graph();
        Files.delete(directory.resolve(TensorFiles.SINGLE));
        StringBuilder map = new StringBuilder();
        SafetensorsWriter[] shards = {new SafetensorsWriter(), new SafetensorsWriter()};
        int count = 0;
        for (Map.Entry<String, long[]> tensor : files.tensors.entrySet()) {
            int shard = count++ % 2;
            shards[shard].add(tensor.getKey(), DType.F32, HfDirectory.values(tensor.getKey(), tensor.getValue()),
                    tensor.getValue());
            map.append(count == 1 ? "" : ",").append("\"").append(tensor.getKey()).append("\":\"part-").append(shard)
                    .append(".safetensors\"");
        }
        for (int i = 0; i < 2; i++) {
            Files.write(directory.resolve("part-" + i + ".safetensors"), shards[i].bytes());
        }
        Files.writeString(directory.resolve(TensorFiles.INDEX), "{\"metadata\":{},\"weight_map\":{" + map + "}}");
        ImportedModel model = ModelLoader.load(directory, Optional.empty());
        assertThat(model.graph()).isEqualTo(whole);
        assertThat(model.provenance().sha256()).containsOnlyKeys("config.json", TensorFiles.INDEX, "part-0.safetensors",
                "part-1.safetensors");
    }

    @Test
    void theHeadSizeMayDifferFromItsShareOfTheWidth() throws IOException {
        HfDirectory files = new HfDirectory();
        files.config.put("head_dim", 6);
        for (int layer = 0; layer < 2; layer++) {
            String prefix = "model.layers." + layer + ".self_attn.";
            files.tensors.put(prefix + "q_proj.weight", new long[] {12, 8});
            files.tensors.put(prefix + "k_proj.weight", new long[] {6, 8});
            files.tensors.put(prefix + "v_proj.weight", new long[] {6, 8});
            files.tensors.put(prefix + "o_proj.weight", new long[] {8, 12});
        }
        assertThat(ModelLoader.load(files.write(directory), Optional.empty()).shape().orElseThrow().queryDim()).isEqualTo(12);
    }

    @Test
    void linearScalingDividesEveryFrequency() throws IOException {
        HfDirectory files = new HfDirectory();
        files.config.putObject("rope_scaling").put("type", "linear").put("factor", 4.0);
        Graph graph = ModelLoader.load(files.writeConfig(directory), SHAPES).graph();
        // theta^(-2i/4) / 4 for i = 0, 1
        assertThat(rotary(graph).frequencies()[0]).isCloseTo(0.25, within(1e-15));
        assertThat(rotary(graph).frequencies()[1]).isCloseTo(0.0025, within(1e-17));
    }

    @Test
    void llama3ScalingKeepsFastAndDividesSlowFrequencies() {
        Graph graph = ModelLoader.load(SharedFiles.shared("configs/hf/llama-3.1-8b.json"), SHAPES).graph();
        double[] frequencies = rotary(graph).frequencies();
        assertThat(frequencies).hasSize(64);
        assertThat(frequencies[0]).isEqualTo(1);
        // Wavelength 2 pi 500000^(126/128) is far above 8192, so the last is divided by 8.
        assertThat(frequencies[63]).isCloseTo(Math.pow(500_000, -126.0 / 128) / 8, within(1e-18));
    }

    @ParameterizedTest
    @CsvSource({"llama-2-7b, 6738415616", "llama-2-13b, 13015864320", "llama-3.1-8b, 8030261248",
        "tinyllama-1.1b-chat-v1.0, 1100048384", "smollm2-135m, 134515008", "qwen2-0.5b, 494032768"})
    void publishedConfigurationsHaveTheParametersTheirModelsArePublishedWith(String name, long parameters) {
        Path config = SharedFiles.shared("configs/hf/" + name + ".json");
        ModelSummary summary = ModelLoader.inspect(config);
        assertThat(summary.unsupported()).isEmpty();
        assertThat(summary.parameters()).isEqualTo(parameters);
        Graph graph = ModelLoader.load(config, SHAPES).graph();
        assertThat(graph.parameters()).isEqualTo(parameters);
        assertThat(graph.hasData()).isFalse();
        assertThat(GraphVerifier.verify(graph)).isEmpty();
    }

    @Test
    void optHasThePublishedParametersAndItsGraphNotTheTwoRowsThatNoPositionHas() {
        Path config = SharedFiles.shared("configs/hf/opt-1.3b.json");
        assertThat(ModelLoader.inspect(config).unsupported()).isEmpty();
        assertThat(ModelLoader.inspect(config).parameters()).isEqualTo(1_315_758_080L);
        Graph graph = ModelLoader.load(config, SHAPES).graph();
        assertThat(graph.parameters()).isEqualTo(1_315_758_080L - 2 * 2048);
        assertThat(GraphVerifier.verify(graph)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"gpt2-xl, GPT2LMHeadModel, activation_function", "phi-2, PhiForCausalLM, partial_rotary_factor"})
    void configurationsOfOtherFamiliesAreDescribedAndRefusedByName(String name, String architecture, String feature) {
        ModelSummary summary = ModelLoader.inspect(SharedFiles.shared("configs/hf/" + name + ".json"));
        assertThat(summary.architecture()).isEqualTo(architecture);
        assertThat(summary.supported()).isFalse();
        assertThat(summary.unsupported()).anySatisfy(d -> assertThat(d.text()).contains(architecture))
                .anySatisfy(d -> assertThat(d.text()).contains(feature));
    }

    @Test
    void theSameModelInBothFormatsGivesTheSameLogits() throws IOException {
        Path checkpoint = SharedFiles.shared("models/stories260K/stories260K.bin");
        Graph original = ModelLoader.load(checkpoint, Optional.empty()).graph();
        SafetensorsWriter writer = new SafetensorsWriter();
        for (Tensor tensor : original.constants()) {
            float[] data = tensor.name().matches(".*attention\\.[qk]\\.weight") ? halves(tensor.data(), 8, 64) : tensor.data();
            writer.add(fileName(tensor.name()), DType.F32, data, tensor.type().shape().stream().mapToLong(i -> i).toArray());
        }
        HfDirectory files = new HfDirectory();
        files.config.put("hidden_size", 64).put("intermediate_size", 172).put("num_hidden_layers", 5)
                .put("num_attention_heads", 8).put("num_key_value_heads", 4).put("vocab_size", 512)
                .put("max_position_embeddings", 512);
        files.writeConfig(directory);
        Files.write(directory.resolve(TensorFiles.SINGLE), writer.bytes());
        ReferenceInterpreter interleaved = new ReferenceInterpreter(original);
        ReferenceInterpreter half = new ReferenceInterpreter(ModelLoader.load(directory, Optional.empty()).graph());
        for (int token : new int[] {1, 403, 407, 261, 378, 432, 383}) {
            float[] expected = interleaved.step(token);
            float[] actual = half.step(token);
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i]).as("logit %d", i).isCloseTo(expected[i], within(1e-4f));
            }
        }
    }

    /** Rows of each head reordered so that pairs (2i, 2i+1) become (i, i + half). */
    private static float[] halves(float[] rows, int headDim, int columns) {
        float[] out = new float[rows.length];
        for (int row = 0; row < rows.length / columns; row++) {
            int inHead = row % headDim;
            int target = row - inHead + (inHead % 2) * headDim / 2 + inHead / 2;
            System.arraycopy(rows, row * columns, out, target * columns, columns);
        }
        return out;
    }

    private static String fileName(String name) {
        return switch (name) {
            case "embedding.table" -> "model.embed_tokens.weight";
            case "norm.weight" -> "model.norm.weight";
            default -> "model." + name.replace("attention.norm", "input_layernorm").replace("ffn.norm", "post_attention_layernorm")
                    .replaceAll("attention\\.([qkvo])\\.", "self_attn.$1_proj.")
                    .replaceAll("ffn\\.(gate|up|down)\\.", "mlp.$1_proj.");
        };
    }

    private static Rotary rotary(Graph graph) {
        return graph.nodes().stream().map(n -> n.op()).filter(Rotary.class::isInstance).map(Rotary.class::cast)
                .findFirst().orElseThrow();
    }
}
