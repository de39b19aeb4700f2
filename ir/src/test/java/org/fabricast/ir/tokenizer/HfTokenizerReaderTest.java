package org.fabricast.ir.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HfTokenizerReaderTest {

    private static final String BYTE_LEVEL = "{\"type\":\"ByteLevel\"}";

    static Stream<Arguments> refusals() {
        return Stream.of(
                of("a lower-casing normalizer", f -> f.set("normalizer", "{\"type\":\"Lowercase\"}"),
                        ErrorCode.F2023, "normalizer: ", "found Lowercase"),
                of("a normalizer in a sequence", f -> f.set("normalizer",
                        "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"},{\"type\":\"Prepend\"}]}"),
                        ErrorCode.F2023, "normalizer[1]: ", "found Prepend"),
                of("no pre-tokenizer", f -> f.set("pre_tokenizer", "null"), ErrorCode.F2023, "pre_tokenizer: ", "found none"),
                of("a split that drops text", f -> f.set("pre_tokenizer",
                        "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\",\"pattern\":{\"String\":\" \"},"
                                + "\"behavior\":\"Removed\",\"invert\":false}," + BYTE_LEVEL + "]}"),
                        ErrorCode.F2023, "pre_tokenizer[0]: ", "found Split Removed"),
                of("a split without a pattern", f -> f.set("pre_tokenizer",
                        "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\",\"behavior\":\"Isolated\"},"
                                + BYTE_LEVEL + "]}"),
                        ErrorCode.F2022, "pre_tokenizer[0].pattern: ", "found nothing"),
                of("a pattern that is none", f -> f.set("pre_tokenizer",
                        "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},"
                                + "\"behavior\":\"Isolated\"}," + BYTE_LEVEL + "]}"),
                        ErrorCode.F2023, "pre_tokenizer[0].pattern: ", "found Unclosed group"),
                of("a step after the bytes", f -> f.set("pre_tokenizer",
                        "{\"type\":\"Sequence\",\"pretokenizers\":[" + BYTE_LEVEL + ",{\"type\":\"Digits\"}]}"),
                        ErrorCode.F2023, "pre_tokenizer[1]: ", "found Digits"),
                of("a post-processor of BERT", f -> f.set("post_processor", "{\"type\":\"BertProcessing\"}"),
                        ErrorCode.F2023, "post_processor: ", "found BertProcessing"),
                of("a template with a token behind", f -> f.set("post_processor", template("[{\"Sequence\":{\"id\":\"A\"}},"
                        + "{\"SpecialToken\":{\"id\":\"!\"}}]")), ErrorCode.F2023, "post_processor.single: ", "found [{"),
                of("a template with an unknown token", f -> f.set("post_processor",
                        template("[{\"SpecialToken\":{\"id\":\"?\"}},{\"Sequence\":{\"id\":\"A\"}}]")),
                        ErrorCode.F2023, "post_processor.single: ", "found [{"),
                of("a template with an id outside", f -> f.set("post_processor",
                        "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"!\"}},"
                                + "{\"Sequence\":{\"id\":\"A\"}}],\"special_tokens\":{\"!\":{\"ids\":[999]}}}"),
                        ErrorCode.F2022, "post_processor: ", "found id 999"),
                of("another decoder", f -> f.set("decoder", "{\"type\":\"Metaspace\"}"),
                        ErrorCode.F2023, "decoder: ", "found Metaspace"),
                of("another model", f -> f.model("type", "\"Unigram\""), ErrorCode.F2023, "model: ", "found Unigram"),
                of("dropout", f -> f.model("dropout", "0.1"), ErrorCode.F2023, "model.dropout: ", "found 0.1"),
                of("a suffix", f -> f.model("end_of_word_suffix", "\"</w>\""), ErrorCode.F2023,
                        "model.end_of_word_suffix: ", "found \"</w>\""),
                of("single words", f -> f.added(256, "x", false, List.of("single_word")), ErrorCode.F2023,
                        "added_tokens[0]: ", "found single_word true"),
                of("no vocabulary", f -> f.model("vocab", "{}"), ErrorCode.F2022, "model.vocab: ", "found {}"),
                of("an id that is no number", f -> f.model("vocab", "{\"a\":\"0\"}"), ErrorCode.F2022,
                        "model.vocab, token \"a\": ", "found \"0\""),
                of("an id of two thousand million", f -> f.model("vocab", "{\"a\":2000000000}"), ErrorCode.F2022,
                        "token \"a\": ", "found 2000000000"),
                of("an id for two tokens", f -> f.added(97, "x", false, List.of()), ErrorCode.F2022,
                        "token \"x\": ", "found id 97, which \"a\" has"),
                of("an added token without content", f -> f.added(256, "", false, List.of()), ErrorCode.F2022,
                        "added_tokens[0]: ", "found {"),
                of("a merge of unknown tokens", f -> f.model("merges", "[\"a b\"]"), ErrorCode.F2022,
                        "model.merges[0]: ", "found \"a b\""),
                of("a merge of three", f -> f.model("merges", "[[\"a\",\"b\",\"c\"]]"), ErrorCode.F2022,
                        "model.merges[0]: ", "found ["),
                of("merges that are no list", f -> f.model("merges", "7"), ErrorCode.F2022, "model.merges: ", "found 7"),
                of("an unknown token that is unknown", f -> f.model("unk_token", "\"<unk>\""), ErrorCode.F2022,
                        "model.unk_token: ", "found \"<unk>\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatCannotBeDoneIsNamed(String name, Consumer<HfFile> change, ErrorCode code, String place, String found) {
        HfFile file = new HfFile();
        change.accept(file);
        FabricastException e = catchThrowableOfType(FabricastException.class, file::parse);
        assertThat(e).isNotNull();
        assertThat(e.diagnostics()).anySatisfy(d -> {
            assertThat(d.code()).isEqualTo(code);
            assertThat(d.text()).contains("test, " + place).contains(found);
        });
    }

    @Test
    void everythingUnsupportedIsListedAtOnce() {
        HfFile file = new HfFile().set("normalizer", "{\"type\":\"BertNormalizer\"}")
                .set("pre_tokenizer", "{\"type\":\"Whitespace\"}").set("post_processor", "{\"type\":\"RobertaProcessing\"}")
                .set("decoder", "{\"type\":\"WordPiece\"}").model("type", "\"WordPiece\"");
        FabricastException e = catchThrowableOfType(FabricastException.class, file::parse);
        assertThat(e.diagnostics()).extracting(Diagnostic::subject).containsExactly("test, normalizer",
                "test, pre_tokenizer", "test, pre_tokenizer", "test, post_processor", "test, decoder", "test, model");
    }

    @Test
    void theTemplateDecidesAboutBos() {
        assertThat(new HfFile().parse().template()).isEqualTo(new BosTemplate.Absent());
        assertThat(new HfFile().set("post_processor", BYTE_LEVEL).parse().template()).isEqualTo(new BosTemplate.Absent());
        assertThat(new HfFile().set("post_processor", template("[{\"Sequence\":{\"id\":\"A\"}}]")).parse().template())
                .isEqualTo(new BosTemplate.Plain());
        String prepends = template("[{\"SpecialToken\":{\"id\":\"!\"}},{\"Sequence\":{\"id\":\"A\"}}]");
        assertThat(new HfFile().set("post_processor", prepends).parse().template()).isEqualTo(new BosTemplate.Prepends(33));
        assertThat(new HfFile().set("post_processor",
                "{\"type\":\"Sequence\",\"processors\":[" + BYTE_LEVEL + "," + prepends + "]}").parse().template())
                .isEqualTo(new BosTemplate.Prepends(33));
    }

    @Test
    void textThatIsNotJsonIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> HfTokenizerReader.parse("{\n \"a\": ]".getBytes(StandardCharsets.UTF_8), "t"))
                .isInstanceOfSatisfying(FabricastException.class, e -> {
                    assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2003);
                    assertThat(e.diagnostics().getFirst().subject()).startsWith("t:2:");
                });
    }

    private static String template(String single) {
        return "{\"type\":\"TemplateProcessing\",\"single\":" + single
                + ",\"special_tokens\":{\"!\":{\"id\":\"!\",\"ids\":[33],\"tokens\":[\"!\"]}}}";
    }

    private static Arguments of(String name, Consumer<HfFile> change, ErrorCode code, String place, String found) {
        return Arguments.of(name, change, code, place, found);
    }
}
