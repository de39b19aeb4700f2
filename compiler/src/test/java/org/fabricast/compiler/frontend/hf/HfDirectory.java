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

/** A small model directory for tests: dim 8, hidden 12, 2 layers, 2 heads of 4, 1 KV head, 16 tokens, tied. */
final class HfDirectory {

    static final ObjectMapper MAPPER = new ObjectMapper();

    final ObjectNode config = MAPPER.createObjectNode();
    final Map<String, long[]> tensors = new LinkedHashMap<>();
    DType type = DType.F32;

    HfDirectory() {
        config.putArray("architectures").add("LlamaForCausalLM");
        config.put("model_type", "llama").put("hidden_size", 8).put("intermediate_size", 12).put("num_hidden_layers", 2)
                .put("num_attention_heads", 2).put("num_key_value_heads", 1).put("vocab_size", 16)
                .put("max_position_embeddings", 32).put("rms_norm_eps", 1e-5).put("rope_theta", 10000.0)
                .put("hidden_act", "silu").put("tie_word_embeddings", true).put("bos_token_id", 1).put("eos_token_id", 2);
        tensors.put("model.embed_tokens.weight", new long[] {16, 8});
        for (int layer = 0; layer < 2; layer++) {
            String prefix = "model.layers." + layer + ".";
            tensors.put(prefix + "input_layernorm.weight", new long[] {8});
            tensors.put(prefix + "self_attn.q_proj.weight", new long[] {8, 8});
            tensors.put(prefix + "self_attn.k_proj.weight", new long[] {4, 8});
            tensors.put(prefix + "self_attn.v_proj.weight", new long[] {4, 8});
            tensors.put(prefix + "self_attn.o_proj.weight", new long[] {8, 8});
            tensors.put(prefix + "post_attention_layernorm.weight", new long[] {8});
            tensors.put(prefix + "mlp.gate_proj.weight", new long[] {12, 8});
            tensors.put(prefix + "mlp.up_proj.weight", new long[] {12, 8});
            tensors.put(prefix + "mlp.down_proj.weight", new long[] {8, 12});
        }
        tensors.put("model.norm.weight", new long[] {8});
    }

    /** Multiples of 1/64 below 2: exact in every element type. */
    static float[] values(String name, long... shape) {
        Random random = new Random(name.hashCode());
        int count = 1;
        for (long extent : shape) {
            count *= (int) extent;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (random.nextInt(255) - 127) / 64f;
        }
        return values;
    }

    SafetensorsWriter weights() {
        SafetensorsWriter writer = new SafetensorsWriter();
        tensors.forEach((name, shape) -> writer.add(name, type, values(name, shape), shape));
        return writer;
    }

    Path write(Path directory) throws IOException {
        writeConfig(directory);
        Files.write(directory.resolve(TensorFiles.SINGLE), weights().bytes());
        return directory;
    }

    Path writeConfig(Path directory) throws IOException {
        return Files.write(directory.resolve("config.json"), MAPPER.writeValueAsBytes(config));
    }
}
