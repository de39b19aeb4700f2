package org.fabricast.compiler.frontend.hf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.graph.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HfConfigTest {

    static Stream<Arguments> refusals() {
        return Stream.of(
                of("another architecture", c -> c.putArray("architectures").add("GemmaForCausalLM"), ErrorCode.F2010,
                        "architectures: expected LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM, OPTForCausalLM, "
                        + "found GemmaForCausalLM"),
                of("no architecture", c -> c.remove(List.of("architectures", "model_type")), ErrorCode.F2010,
                        "found unnamed"),
                of("another activation", c -> c.put("hidden_act", "gelu"), ErrorCode.F2011, "hidden_act: expected silu, found \"gelu\""),
                of("part of a head turned", c -> c.put("partial_rotary_factor", 0.5), ErrorCode.F2011, "partial_rotary_factor: "),
                of("interleaved pairs", c -> c.put("rope_interleaved", true), ErrorCode.F2011, "rope_interleaved: "),
                of("quantised weights", c -> c.putObject("quantization_config").put("bits", 4), ErrorCode.F2011,
                        "quantization_config: "),
                of("a window", c -> c.put("sliding_window", 16), ErrorCode.F2011, "sliding_window: "),
                of("a scaling of another type", c -> c.putObject("rope_scaling").put("rope_type", "yarn"), ErrorCode.F2011,
                        "rope_scaling: expected none, or one of type default, linear or llama3, found {\"rope_type\":\"yarn\"}"),
                of("a linear scaling without factor", c -> c.putObject("rope_scaling").put("type", "linear"), ErrorCode.F2009,
                        "rope_scaling, factor: expected a number, found nothing"),
                of("a llama3 scaling upside down", c -> c.putObject("rope_scaling").put("rope_type", "llama3").put("factor", 8)
                        .put("low_freq_factor", 4).put("high_freq_factor", 1).put("original_max_position_embeddings", 8),
                        ErrorCode.F2009, "rope_scaling, factor: "),
                of("no width", c -> c.remove("hidden_size"), ErrorCode.F2009, "hidden_size: expected an integer, found nothing"),
                of("a width that is text", c -> c.put("hidden_size", "8"), ErrorCode.F2009,
                        "hidden_size: expected an integer, found \"8\""),
                of("a width with a fraction", c -> c.put("hidden_size", 8.5), ErrorCode.F2009, "hidden_size: "),
                of("a width of zero", c -> c.put("hidden_size", 0), ErrorCode.F2005, "hidden_size: expected 1 to 1048576, found 0"),
                of("layers beyond counting", c -> c.put("num_hidden_layers", 9_000_000_000_000_000_000L), ErrorCode.F2005,
                        "num_hidden_layers: "),
                of("a negative vocabulary", c -> c.put("vocab_size", -16), ErrorCode.F2005, "vocab_size: "),
                of("heads that do not divide", c -> c.put("num_attention_heads", 3), ErrorCode.F2005,
                        "hidden_size: expected a multiple of num_attention_heads 3, found 8"),
                of("KV heads that do not divide", c -> c.put("num_key_value_heads", 4), ErrorCode.F2005,
                        "num_attention_heads: expected a multiple of num_key_value_heads 4, found 2"),
                of("an odd head", c -> c.put("head_dim", 3), ErrorCode.F2005, "head size: "),
                of("a head beyond all width", c -> c.put("head_dim", 1 << 30), ErrorCode.F2005, "head size: "),
                of("eps of zero", c -> c.put("rms_norm_eps", 0.0), ErrorCode.F2009, "rms_norm_eps: "),
                of("theta of zero", c -> c.put("rope_theta", 0.0), ErrorCode.F2009, "rope_theta: "),
                of("BOS outside the vocabulary", c -> c.put("bos_token_id", 16), ErrorCode.F2009,
                        "bos_token_id: expected token ids from 0 to 15, found 16"),
                of("EOS that is text", c -> c.put("eos_token_id", "</s>"), ErrorCode.F2009, "eos_token_id: "),
                of("a flag that is a number", c -> c.put("tie_word_embeddings", 1), ErrorCode.F2009,
                        "tie_word_embeddings: expected true or false, found 1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void isRefused(String name, Consumer<ObjectNode> change, ErrorCode code, String said) {
        Findings findings = new Findings();
        assertThat(read(change, findings)).isEmpty();
        assertThat(findings.list()).anySatisfy(d -> {
            assertThat(d.code()).isEqualTo(code);
            assertThat(d.text()).contains("c.json, ").contains(said);
        });
    }

    @Test
    void everythingIsSaidAtOnce() {
        Findings findings = new Findings();
        read(c -> c.put("hidden_act", "relu").put("hidden_size", -1).put("rope_interleaved", true).put("eos_token_id", 99)
                .putObject("rope_scaling").put("type", "dynamic"), findings);
        assertThat(findings.list()).extracting(Diagnostic::code).containsExactlyInAnyOrder(ErrorCode.F2011, ErrorCode.F2005,
                ErrorCode.F2011, ErrorCode.F2009, ErrorCode.F2011);
    }

    @Test
    void silenceMeansTheDefaultsOfTheArchitecture() {
        HfConfig config = read(c -> c.remove(List.of("num_key_value_heads", "max_position_embeddings", "rms_norm_eps",
                "rope_theta", "hidden_act", "tie_word_embeddings", "bos_token_id", "eos_token_id"))).orElseThrow();
        assertThat(config.shape().kvHeads()).isEqualTo(2);
        assertThat(config.shape().context()).isEqualTo(2048);
        assertThat(config.shape().eps()).isEqualTo(1e-6f);
        assertThat(config.shape().theta()).isEqualTo(10_000);
        assertThat(config.shape().tied()).isFalse();
        assertThat(config.bos()).isEqualTo(OptionalInt.of(1));
        assertThat(config.ends()).containsExactly(2);
        assertThat(config.dtype()).isEqualTo(DType.F32);
    }

    @Test
    void nullMeansNoTokenAndListsMeanSeveral() {
        HfConfig config = read(c -> c.putNull("bos_token_id").put("torch_dtype", "bfloat16").putArray("eos_token_id").add(3).add(5))
                .orElseThrow();
        assertThat(config.bos()).isEmpty();
        assertThat(config.ends()).containsExactly(3, 5);
        assertThat(config.dtype()).isEqualTo(DType.BF16);
    }

    @Test
    void qwen2HasBiasesOfItsOwnAndNoDefaultTokens() {
        HfConfig config = read(c -> c.remove(List.of("bos_token_id", "eos_token_id")).putArray("architectures")
                .add("Qwen2ForCausalLM")).orElseThrow();
        assertThat(config.biased()).containsExactlyInAnyOrder("attention.q", "attention.k", "attention.v");
        assertThat(config.bos()).isEmpty();
    }

    @Test
    void rotaryParametersMayStandTogether() {
        HfConfig config = read(c -> c.remove(List.of("rope_theta")).putObject("rope_parameters")
                .put("rope_type", "default").put("rope_theta", 500_000.0)).orElseThrow();
        assertThat(config.shape().theta()).isEqualTo(500_000);
        assertThat(config.shape().scaling()).isEmpty();
    }

    private static Optional<HfConfig> read(Consumer<ObjectNode> change) {
        Findings findings = new Findings();
        Optional<HfConfig> config = read(change, findings);
        assertThat(findings.list()).isEmpty();
        return config;
    }

    private static Optional<HfConfig> read(Consumer<ObjectNode> change, Findings findings) {
        ObjectNode config = new HfDirectory().config;
        change.accept(config);
        return HfConfig.read(config, "c.json", findings);
    }

    private static Arguments of(String name, Consumer<ObjectNode> change, ErrorCode code, String said) {
        return Arguments.of(name, change, code, said);
    }
}
