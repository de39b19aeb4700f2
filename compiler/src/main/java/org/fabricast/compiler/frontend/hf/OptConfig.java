package org.fabricast.compiler.frontend.hf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.fabricast.compiler.frontend.Dimensions;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.build.LlamaShape;
import org.fabricast.ir.graph.build.OptGraph;
import org.fabricast.ir.graph.build.OptShape;
import org.fabricast.ir.graph.build.WeightSource;

/**
 * What the {@code config.json} of an OPT model says, as far as it changes the computation. A silent one means the defaults of the
 * architecture: context 2048, BOS and EOS 2, biases, norms before their parts, a tied head. ε is 1e-5: no configuration says it.
 *
 * <p>Errors, all at once: F2005 dimensions, F2009 fields, F2011 features.
 *
 * @param shape  dimensions
 * @param dtype  element type of the weights as announced; F32 if nothing usable is said
 * @param bos    token that begins a sequence
 * @param ends   tokens that end one
 * @param biased whether projections have biases
 */
record OptConfig(OptShape shape, DType dtype, OptionalInt bos, List<Integer> ends, boolean biased) implements HfModel {

    /** Rows of the table of positions in front of that of position 0. */
    static final int POSITION_OFFSET = 2;

    static final String ARCHITECTURE = "OPTForCausalLM";

    private static final float EPS = 1e-5f;
    private static final int CONTEXT = 2048;
    private static final int SEPARATOR = 2;

    OptConfig {
        ends = List.copyOf(ends);
    }

    /** Whether a configuration is one of this family. */
    static boolean isOne(JsonNode root) {
        return Set.of(ARCHITECTURE, "opt").contains(HfConfig.architectureName(root));
    }

    /** The configuration, if nothing is wrong with it. */
    static Optional<OptConfig> read(JsonNode root, String subject, Findings findings) {
        ConfigFields fields = new ConfigFields(subject, root, findings);
        long dim = fields.integer("hidden_size");
        features(fields, dim);
        long hidden = fields.integer("ffn_dim");
        long layers = fields.integer("num_hidden_layers");
        long heads = fields.integer("num_attention_heads");
        long vocab = fields.integer("vocab_size");
        long context = fields.integer("max_position_embeddings", CONTEXT);
        List<Integer> bos = fields.tokens("bos_token_id", OptionalInt.of(SEPARATOR), vocab);
        List<Integer> ends = fields.tokens("eos_token_id", OptionalInt.of(SEPARATOR), vocab);
        boolean tied = fields.flag("tie_word_embeddings", true);
        boolean biased = fields.flag("enable_bias", true);
        Dimensions check = new Dimensions(subject, findings);
        boolean counts = check.count("hidden_size", dim, Dimensions.LARGEST_WIDTH)
                & check.count("ffn_dim", hidden, Dimensions.LARGEST_WIDTH)
                & check.count("num_hidden_layers", layers, Dimensions.LARGEST_DEPTH)
                & check.count("num_attention_heads", heads, Dimensions.LARGEST_HEADS)
                & check.count("vocab_size", vocab, Dimensions.LARGEST_VOCABULARY)
                & check.count("max_position_embeddings", context, Dimensions.LARGEST_CONTEXT);
        if (counts) {
            check.multiple("hidden_size", dim, "num_attention_heads", heads);
        }
        if (!findings.isEmpty()) {
            return Optional.empty();
        }
        OptShape shape = new OptShape((int) dim, (int) hidden, (int) layers, (int) heads, (int) vocab, (int) context, EPS, tied);
        return Optional.of(new OptConfig(shape, HfConfig.dtype(fields),
                bos.isEmpty() ? OptionalInt.empty() : OptionalInt.of(bos.getFirst()), ends, biased));
    }

    private static void features(ConfigFields fields, long dim) {
        if (!fields.flag("do_layer_norm_before", true)) {
            fields.unsupported("do_layer_norm_before", "true: norms before attention and feed-forward part");
        }
        if (fields.integer("word_embed_proj_dim", dim) != dim) {
            fields.unsupported("word_embed_proj_dim", dim + ", as hidden_size: no projection of the embedding");
        }
        if (!fields.text("activation_function", "relu").equals("relu")) {
            fields.unsupported("activation_function", "relu");
        }
        if (fields.flag("_remove_final_layer_norm", false)) {
            fields.unsupported("_remove_final_layer_norm", "false");
        }
        if (!fields.flag("layer_norm_elementwise_affine", true)) {
            fields.unsupported("layer_norm_elementwise_affine", "true");
        }
        if (fields.has("quantization_config")) {
            fields.unsupported("quantization_config", "none: weights in F32, F16 or BF16");
        }
    }

    @Override
    public Optional<LlamaShape> llamaShape() {
        return Optional.empty();
    }

    @Override
    public boolean prependsBos() {
        return true;
    }

    @Override
    public String architectureText() {
        return ARCHITECTURE;
    }

    @Override
    public HfTensors tensors() {
        return HfTensors.of(this);
    }

    @Override
    public Graph graph(String name, WeightSource weights) {
        return OptGraph.build(name, shape, bos, ends, weights);
    }
}
