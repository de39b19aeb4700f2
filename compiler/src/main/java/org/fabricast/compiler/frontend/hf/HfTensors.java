package org.fabricast.compiler.frontend.hf;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.graph.build.LlamaShape;

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
     */
    record Expected(String fileName, List<Long> shape) {
    }

    private final LlamaShape shape;
    private final HfConfig config;
    private final Map<String, Expected> byGraphName = new LinkedHashMap<>();

    HfTensors(HfConfig config) {
        this.config = config;
        this.shape = config.shape();
        put("embedding.table", "model.embed_tokens.weight", shape.vocab(), shape.dim());
        for (int layer = 0; layer < shape.layers(); layer++) {
            layer("layers." + layer + ".", "model.layers." + layer + ".");
        }
        put("norm.weight", "model.norm.weight", shape.dim());
        if (!shape.tied()) {
            put("logits.weight", HEAD, shape.vocab(), shape.dim());
        }
    }

    private void layer(String graph, String file) {
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

    private void linear(String graph, String name, String file, long out, long in) {
        put(graph + name + ".weight", file + ".weight", out, in);
        if (config.biased().contains(name)) {
            put(graph + name + ".bias", file + ".bias", out);
        }
    }

    private void put(String graphName, String fileName, long... extents) {
        byGraphName.put(graphName, new Expected(fileName, Arrays.stream(extents).boxed().toList()));
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
        return name.endsWith(".rotary_emb.inv_freq") || shape.tied() && name.equals(HEAD);
    }
}
