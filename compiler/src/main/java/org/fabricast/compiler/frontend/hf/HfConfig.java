package org.fabricast.compiler.frontend.hf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.fabricast.compiler.frontend.Dimensions;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.FrequencyScaling;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.build.LlamaGraph;
import org.fabricast.ir.graph.build.LlamaShape;
import org.fabricast.ir.graph.build.WeightSource;

/**
 * What a {@code config.json} says, as far as it changes the computation.
 *
 * <p>Errors, all at once: F2005 dimensions, F2009 fields, F2010 architecture, F2011 features.
 *
 * @param architecture member of the family
 * @param shape        dimensions
 * @param dtype        element type of the weights as announced; F32 if nothing usable is said
 * @param bos          token that begins a sequence
 * @param ends         tokens that end one
 * @param biased       projections that have a bias: {@code attention.q}, {@code ffn.up}, …
 */
record HfConfig(HfArchitecture architecture, LlamaShape shape, DType dtype, OptionalInt bos, List<Integer> ends,
        Set<String> biased) implements HfModel {

    HfConfig {
        ends = List.copyOf(ends);
        biased = Set.copyOf(biased);
    }

    @Override
    public Optional<LlamaShape> llamaShape() {
        return Optional.of(shape);
    }

    @Override
    public boolean prependsBos() {
        return architecture == HfArchitecture.LLAMA;
    }

    @Override
    public String architectureText() {
        return architecture.text();
    }

    @Override
    public HfTensors tensors() {
        return new HfTensors(this);
    }

    @Override
    public Graph graph(String name, WeightSource weights) {
        return LlamaGraph.build(name, shape, bos, ends, weights);
    }

    /** The architecture's name as the file says it. */
    static String architectureName(JsonNode root) {
        String first = root.path("architectures").path(0).asText("");
        return first.isEmpty() ? root.path("model_type").asText("unnamed") : first;
    }

    /** The configuration, if nothing is wrong with it. */
    static Optional<HfConfig> read(JsonNode root, String subject, Findings findings) {
        ConfigFields fields = new ConfigFields(subject, root, findings);
        String name = architectureName(root);
        Optional<HfArchitecture> architecture = HfArchitecture.of(name)
                .or(() -> name.equals("llama") ? Optional.of(HfArchitecture.LLAMA) : Optional.empty());
        if (architecture.isEmpty()) {
            findings.add(ErrorCode.F2010, subject + ", architectures", HfArchitecture.names() + ", " + OptConfig.ARCHITECTURE, name);
        }
        features(fields);
        if (architecture.isEmpty()) {
            return Optional.empty();
        }
        HfConfig config = read(architecture.get(), fields, subject, findings);
        return findings.isEmpty() ? Optional.of(config) : Optional.empty();
    }

    private static void features(ConfigFields fields) {
        for (String field : List.of("hidden_act", "activation_function")) {
            if (!Set.of("silu", "swish").contains(fields.text(field, "silu"))) {
                fields.unsupported(field, "silu");
            }
        }
        if (fields.number("partial_rotary_factor", 1) != 1) {
            fields.unsupported("partial_rotary_factor", "1");
        }
        if (fields.flag("rope_interleaved", false)) {
            fields.unsupported("rope_interleaved", "false");
        }
        if (fields.has("quantization_config")) {
            fields.unsupported("quantization_config", "none: weights in F32, F16 or BF16");
        }
        if (fields.flag("use_sliding_window", fields.has("sliding_window") && !fields.has("use_sliding_window"))
                && fields.integer("sliding_window", Long.MAX_VALUE) < fields.integer("max_position_embeddings", 0)) {
            fields.unsupported("sliding_window", "none, or one no shorter than max_position_embeddings");
        }
    }

    private static HfConfig read(HfArchitecture architecture, ConfigFields fields, String subject, Findings findings) {
        long dim = fields.integer("hidden_size");
        long hidden = fields.integer("intermediate_size");
        long layers = fields.integer("num_hidden_layers");
        long heads = fields.integer("num_attention_heads");
        long kvHeads = fields.integer("num_key_value_heads", heads);
        long vocab = fields.integer("vocab_size");
        long context = fields.integer("max_position_embeddings", architecture.defaultContext());
        double eps = fields.number("rms_norm_eps", architecture.defaultEps());
        if (!((float) eps > 0) || eps > 1) {
            fields.unusable("rms_norm_eps", "a number between 0 and 1");
        }
        HfRotary rotary = HfRotary.read(fields);
        List<Integer> bos = fields.tokens("bos_token_id", architecture.defaultBos(), vocab);
        List<Integer> ends = fields.tokens("eos_token_id", architecture.defaultEos(), vocab);
        boolean tied = fields.flag("tie_word_embeddings", false);
        Set<String> biased = biased(architecture, fields);
        Dimensions check = new Dimensions(subject, findings);
        boolean counts = check.count("hidden_size", dim, Dimensions.LARGEST_WIDTH)
                & check.count("intermediate_size", hidden, Dimensions.LARGEST_WIDTH)
                & check.count("num_hidden_layers", layers, Dimensions.LARGEST_DEPTH)
                & check.count("num_attention_heads", heads, Dimensions.LARGEST_HEADS)
                & check.count("num_key_value_heads", kvHeads, Dimensions.LARGEST_HEADS)
                & check.count("vocab_size", vocab, Dimensions.LARGEST_VOCABULARY)
                & check.count("max_position_embeddings", context, Dimensions.LARGEST_CONTEXT);
        long headDim = counts ? headDim(fields, check, dim, heads) : 2;
        if (counts) {
            check.multiple("num_attention_heads", heads, "num_key_value_heads", kvHeads);
            check.evenHead(headDim);
            check.count("head size", headDim, Dimensions.LARGEST_WIDTH);
            check.count("width of all heads", headDim * heads, Dimensions.LARGEST_WIDTH);
        }
        LlamaShape shape = findings.isEmpty()
                ? new LlamaShape((int) dim, (int) hidden, (int) layers, (int) heads, (int) kvHeads, (int) headDim,
                        (int) vocab, (int) context, (float) eps, rotary.theta(), RotaryStyle.HALF, rotary.scaling(), tied)
                : new LlamaShape(2, 1, 1, 1, 1, 2, 1, 1, 1, 1, RotaryStyle.HALF, Optional.empty(), tied);
        return new HfConfig(architecture, shape, dtype(fields),
                bos.isEmpty() ? OptionalInt.empty() : OptionalInt.of(bos.getFirst()), ends, biased);
    }

    private static long headDim(ConfigFields fields, Dimensions check, long dim, long heads) {
        if (!fields.has("head_dim")) {
            check.multiple("hidden_size", dim, "num_attention_heads", heads);
        }
        return fields.integer("head_dim", dim / heads);
    }

    private static Set<String> biased(HfArchitecture architecture, ConfigFields fields) {
        Set<String> biased = new HashSet<>();
        if (architecture.queryKeyValueBias()) {
            biased.addAll(List.of("attention.q", "attention.k", "attention.v"));
        } else if (fields.flag("attention_bias", false)) {
            biased.addAll(List.of("attention.q", "attention.k", "attention.v", "attention.o"));
        }
        if (fields.flag("mlp_bias", false)) {
            biased.addAll(List.of("ffn.gate", "ffn.up", "ffn.down"));
        }
        return biased;
    }

    /** Element type that a configuration announces. */
    static DType dtype(ConfigFields fields) {
        return switch (fields.text("torch_dtype", fields.text("dtype", ""))) {
            case "float16" -> DType.F16;
            case "bfloat16" -> DType.BF16;
            default -> DType.F32;
        };
    }
}
