package org.fabricast.compiler.frontend.hf;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.fabricast.ir.graph.DType;

/** A small OPT directory for tests: dim 32, hidden 96, 2 layers, 4 heads, 64 tokens, 40 positions, tied, biases well away from 0. */
final class OptDirectory {

    static final int DIM = 32;
    static final int HIDDEN = 96;
    static final int LAYERS = 2;
    static final int HEADS = 4;
    static final int VOCAB = 64;
    static final int CONTEXT = 40;

    final ObjectNode config = new ObjectMapper().createObjectNode();
    final Map<String, float[]> tensors = new LinkedHashMap<>();
    final Map<String, long[]> shapes = new LinkedHashMap<>();
    private final Random random;

    OptDirectory(long seed) {
        random = new Random(seed);
        config.putArray("architectures").add("OPTForCausalLM");
        config.put("model_type", "opt").put("hidden_size", DIM).put("word_embed_proj_dim", DIM).put("ffn_dim", HIDDEN)
                .put("num_hidden_layers", LAYERS).put("num_attention_heads", HEADS).put("vocab_size", VOCAB)
                .put("max_position_embeddings", CONTEXT).put("do_layer_norm_before", true).put("enable_bias", true)
                .put("activation_function", "relu").put("_remove_final_layer_norm", false).put("bos_token_id", 2)
                .put("eos_token_id", 2).put("pad_token_id", 1).put("torch_dtype", "float32");
        String decoder = "model.decoder.";
        add(decoder + "embed_tokens.weight", 0, 0.8, VOCAB, DIM);
        add(decoder + "embed_positions.weight", 0, 0.5, CONTEXT + 2, DIM);
        for (int layer = 0; layer < LAYERS; layer++) {
            String prefix = decoder + "layers." + layer + ".";
            norm(prefix + "self_attn_layer_norm");
            for (String projection : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
                linear(prefix + "self_attn." + projection, DIM, DIM);
            }
            norm(prefix + "final_layer_norm");
            linear(prefix + "fc1", HIDDEN, DIM);
            linear(prefix + "fc2", DIM, HIDDEN);
        }
        norm(decoder + "final_layer_norm");
    }

    private void norm(String name) {
        add(name + ".weight", 1, 0.3, DIM);
        add(name + ".bias", 0, 0.4, DIM);
    }

    private void linear(String name, int out, int in) {
        add(name + ".weight", 0, 1 / Math.sqrt(in), out, in);
        add(name + ".bias", 0, 0.5, out);
    }

    /** Adds or replaces a tensor of normal numbers. */
    void add(String name, double mean, double deviation, long... shape) {
        int count = 1;
        for (long extent : shape) {
            count *= (int) extent;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        tensors.put(name, values);
        shapes.put(name, shape);
    }

    Path write(Path directory) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        tensors.forEach((name, values) -> writer.add(name, DType.F32, values, shapes.get(name)));
        Files.write(directory.resolve(TensorFiles.SINGLE), writer.bytes());
        Files.write(directory.resolve("config.json"), new ObjectMapper().writeValueAsBytes(config));
        return directory;
    }
}
