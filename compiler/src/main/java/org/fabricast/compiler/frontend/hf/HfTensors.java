package org.fabricast.compiler.frontend.hf;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.graph.build.LlamaShape;
import org.fabricast.ir.graph.build.ModelShape;
import org.fabricast.ir.graph.build.OptShape;

/**
 * The tensors a configuration asks for: their names in the graph and in the files, and their shapes.
 *
 * <p>Errors: F2012 shape, F2013 unexpected, F2014 element type, F2112 missing.
 */
final class HfTensors {

    private static final String HEAD = "lm_head.weight";

    /**
     * One tensor.
     *
     * @param fileName name in the safetensors files
     * @param shape    extents, slowest first
     * @param skipped  elements in front of those that the graph has
     */
    record Expected(String fileName, List<Long> shape, long skipped) {
    }

    private final boolean tied;
    private final Predicate<String> biased;
    private final Map<String, Expected> byGraphName = new LinkedHashMap<>();

    /** @param biased projections that have a bias */
    private HfTensors(boolean tied, Predicate<String> biased) {
        this.tied = tied;
        this.biased = biased;
    }

    /** Those of the LLaMA family. */
    HfTensors(HfConfig config) {
        this(config.shape().tied(), config.biased()::contains);
        LlamaShape shape = config.shape();
        put("embedding.table", "model.embed_tokens.weight", shape.vocab(), shape.dim());
        for (int layer = 0; layer < shape.layers(); layer++) {
            layer(shape, "layers." + layer + ".", "model.layers." + layer + ".");
        }
        put("norm.weight", "model.norm.weight", shape.dim());
        head(shape);
    }

    /** Those of the OPT family. */
    static HfTensors of(OptConfig config) {
        HfTensors tensors = new HfTensors(config.shape().tied(), projection -> config.biased());
        OptShape shape = config.shape();
        String decoder = "model.decoder.";
        tensors.put("embedding.table", decoder + "embed_tokens.weight", shape.vocab(), shape.dim());
        tensors.byGraphName.put("position.table", new Expected(decoder + "embed_positions.weight",
                List.of((long) shape.context() + OptConfig.POSITION_OFFSET, (long) shape.dim()),
                (long) OptConfig.POSITION_OFFSET * shape.dim()));
        for (int layer = 0; layer < shape.layers(); layer++) {
            tensors.optLayer(shape, "layers." + layer + ".", decoder + "layers." + layer + ".");
        }
        tensors.layerNorm("norm", decoder + "final_layer_norm", shape.dim());
        tensors.head(shape);
        return tensors;
    }

    private void layer(LlamaShape shape, String graph, String file) {
        put(graph + "attention.norm.weight", file + "input_layernorm.weight", shape.dim());
        linear(graph, "attention.q", file + "self_attn.q_proj", shape.queryDim(), shape.dim());
        linear(graph, "attention.k", file + "self_attn.k_proj", shape.keyDim(), shape.dim());
        linear(graph, "attention.v", file + "self_attn.v_proj", shape.keyDim(), shape.dim());
        linear(graph, "attention.o", file + "self_attn.o_proj", shape.dim(), shape.queryDim());
        put(graph + "ffn.norm.weight", file + "post_attention_layernorm.weight", shape.dim());
        linear(graph, "ffn.gate", file + "mlp.gate_proj", shape.hidden(), shape.dim());
        linear(graph, "ffn.up", file + "mlp.up_proj", shape.hidden(), shape.dim());
        linear(graph, "ffn.down", file + "mlp.down_proj", shape.dim(), shape.hidden());
    }

    private void optLayer(OptShape shape, String graph, String file) {
        layerNorm(graph + "attention.norm", file + "self_attn_layer_norm", shape.dim());
        linear(graph, "attention.q", file + "self_attn.q_proj", shape.dim(), shape.dim());
        linear(graph, "attention.k", file + "self_attn.k_proj", shape.dim(), shape.dim());
        linear(graph, "attention.v", file + "self_attn.v_proj", shape.dim(), shape.dim());
        linear(graph, "attention.o", file + "self_attn.out_proj", shape.dim(), shape.dim());
        layerNorm(graph + "ffn.norm", file + "final_layer_norm", shape.dim());
        linear(graph, "ffn.up", file + "fc1", shape.hidden(), shape.dim());
        linear(graph, "ffn.down", file + "fc2", shape.dim(), shape.hidden());
    }

    private void layerNorm(String graph, String file, long dim) {
        put(graph + ".weight", file + ".weight", dim);
        put(graph + ".bias", file + ".bias", dim);
    }

    private void head(ModelShape shape) {
        if (!tied) {
            put("logits.weight", HEAD, shape.vocab(), shape.dim());
        }
    }

    private void linear(String graph, String name, String file, long out, long in) {
        put(graph + name + ".weight", file + ".weight", out, in);
        if (biased.test(name)) {
            put(graph + name + ".bias", file + ".bias", out);
        }
    }

    private void put(String graphName, String fileName, long... extents) {
        byGraphName.put(graphName, new Expected(fileName, Arrays.stream(extents).boxed().toList(), 0));
    }

    /** Tensors by their names in the graph. */
    Map<String, Expected> byGraphName() {
        return Collections.unmodifiableMap(byGraphName);
    }

    /** Number of weights, a shared table counted once. */
    long parameters() {
        return byGraphName.values().stream()
                .mapToLong(e -> e.shape().stream().reduce(1L, (a, b) -> a * b)).sum();
    }

    /** Compares with what the files hold. */
    void check(TensorFiles files, String directory, Findings findings) {
        Map<String, TensorFiles.Located> held = files.tensors();
        Set<String> known = new HashSet<>();
        for (Expected expected : byGraphName.values()) {
            String place = directory + ", tensor " + expected.fileName;
            known.add(expected.fileName);
            TensorFiles.Located located = held.get(expected.fileName);
            if (located == null) {
                findings.add(ErrorCode.F2112, place, "shape " + expected.shape, "none", expected.fileName.equals(HEAD)
                        ? "a model whose head is its embedding says so by tie_word_embeddings" : "");
                continue;
            }
            if (!located.entry().shape().equals(expected.shape)) {
                findings.add(ErrorCode.F2012, place, "shape " + expected.shape, located.entry().shape().toString());
            }
            if (located.entry().type().weightType().isEmpty()) {
                findings.add(ErrorCode.F2014, place, "F32, F16 or BF16", located.entry().type().toString());
            }
        }
        for (String name : held.keySet()) {
            if (!known.contains(name) && !harmless(name)) {
                findings.add(ErrorCode.F2013, directory + ", tensor " + name, "only tensors of the architecture", "it");
            }
        }
    }

    /** Tables that follow from the configuration, and a copy of a shared head. */
    private boolean harmless(String name) {
        return name.endsWith(".rotary_emb.inv_freq") || tied && name.equals(HEAD);
    }
}
