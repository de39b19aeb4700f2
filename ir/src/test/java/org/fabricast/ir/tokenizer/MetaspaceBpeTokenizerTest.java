package org.fabricast.ir.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MetaspaceBpeTokenizerTest {

    private static final String PREPEND = "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Prepend\",\"prepend\":\"\u2581\"},"
            + "{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"\u2581\"}]}";
    private static final String DECODER = "{\"type\":\"Sequence\",\"decoders\":[{\"type\":\"Replace\",\"pattern\":"
            + "{\"String\":\"\u2581\"},\"content\":\" \"},{\"type\":\"ByteFallback\"},{\"type\":\"Fuse\"},"
            + "{\"type\":\"Strip\",\"content\":\" \",\"start\":1,\"stop\":0}]}";

    /** Tokens 0 unknown, 1 BOS, 2 EOS, 3–258 bytes, 259 space, 260 a, 261 b, 262 space a, 263 ab. */
    private static HfFile small() {
        HfFile file = new HfFile().set("normalizer", PREPEND).set("pre_tokenizer", "null").set("decoder", DECODER)
                .model("byte_fallback", "true").model("fuse_unk", "true").model("unk_token", "\"<unk>\"").model("merges", "[]");
        ObjectNode vocab = ((ObjectNode) file.root.path("model")).putObject("vocab");
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        for (int b = 0; b < 256; b++) {
            tokens.add(String.format(Locale.ROOT, "<0x%02X>", b));
        }
        tokens.addAll(List.of("\u2581", "a", "b", "\u2581a", "ab"));
        tokens.forEach(token -> vocab.put(token, vocab.size()));
        file.model("merges", "[[\"\u2581\",\"a\"],[\"a\",\"b\"]]");
        return file.added(0, "<unk>", true, List.of()).added(1, "<s>", true, List.of()).added(2, "</s>", true, List.of());
    }

    private static HfFile metaspace(String scheme) {
        return small().set("normalizer", "null").set("pre_tokenizer", "{\"type\":\"Metaspace\",\"replacement\":\"\u2581\","
                + "\"prepend_scheme\":\"" + scheme + "\",\"split\":false}");
    }

    @Test
    void aSpaceStandsInFrontAndTheLowestRankIsJoinedFirst() {
        assertThat(small().parse().encode("ab")).containsExactly(262, 261);
        assertThat(small().parse().encode("bab")).containsExactly(259, 261, 263);
        assertThat(small().parse().encode("")).isEmpty();
    }

    @Test
    void theFrontDependsOnTheScheme() {
        assertThat(small().parse().encode(" a<s>a")).containsExactly(259, 262, 1, 262);
        assertThat(metaspace("always").parse().encode(" a<s>a")).containsExactly(262, 1, 262);
        assertThat(metaspace("first").parse().encode("a<s>a")).containsExactly(262, 1, 260);
        assertThat(metaspace("first").parse().encode("<s>a")).containsExactly(1, 260);
        assertThat(metaspace("never").parse().encode("a")).containsExactly(260);
    }

    @Test
    void tokensLookedForAfterNormalisationCarryTheSpaceInFront() {
        HfFile file = small().added(264, "x", false, List.of("normalized"));
        assertThat(file.parse().encode("x")).containsExactly(264);
        assertThat(file.parse().encode("bx")).containsExactly(259, 261, 'x' + 3);
    }

    @Test
    void aCharacterWithoutTokenBecomesItsBytesOrUnknownOnce() {
        assertThat(small().parse().encode("\u00e9")).containsExactly(259, 0xC3 + 3, 0xA9 + 3);
        HfFile file = small();
        ((ObjectNode) file.root.path("model").path("vocab")).remove("<0xA9>");
        assertThat(file.parse().encode("\u00e9\u00e9b")).containsExactly(259, 0, 261);
        file.model("fuse_unk", "false");
        assertThat(file.parse().encode("\u00e9\u00e9b")).containsExactly(259, 0, 0, 261);
        file.model("unk_token", "null");
        FabricastException e = catchThrowableOfType(FabricastException.class, () -> file.parse().encode("\u00e9"));
        assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2024);
    }

    @Test
    void decodingDropsOneSpaceInFrontWhereTheFileSaysSo() {
        Tokenizer tokenizer = small().parse().withSpecials(new SpecialTokens(OptionalInt.of(1), List.of(2), true));
        assertThat(tokenizer.decode(new int[] {1, 262, 262, 0xC3 + 3, 0xA9 + 3, 2})).isEqualTo("a a\u00e9");
        assertThat(tokenizer.decode(new int[] {259, 262})).isEqualTo(" a");
        String plain = DECODER.replaceAll(",\\{\"type\":\"Strip\"[^}]*}", "");
        assertThat(small().set("decoder", plain).parse().decode(new int[] {262})).isEqualTo(" a");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("no normalizer", (Consumer<HfFile>) f -> f.set("normalizer", "null"), "normalizer: "),
                Arguments.of("another normalizer", (Consumer<HfFile>) f -> f.set("normalizer", "{\"type\":\"NFKC\"}"), "normalizer: "),
                Arguments.of("two ways to spaces", (Consumer<HfFile>) f -> f.set("pre_tokenizer",
                        "{\"type\":\"Metaspace\",\"split\":false}"), "normalizer: "),
                Arguments.of("words", (Consumer<HfFile>) f -> f.set("normalizer", "null").set("pre_tokenizer",
                        "{\"type\":\"Metaspace\",\"split\":true}"), "pre_tokenizer: "),
                Arguments.of("a scheme of the future", (Consumer<HfFile>) f -> f.set("normalizer", "null").set("pre_tokenizer",
                        "{\"type\":\"Metaspace\",\"split\":false,\"prepend_scheme\":\"last\"}"), "pre_tokenizer.prepend_scheme: "),
                Arguments.of("another decoder", (Consumer<HfFile>) f -> f.set("decoder", "{\"type\":\"Metaspace\"}"), "decoder: "),
                Arguments.of("a decoder that strips two", (Consumer<HfFile>) f -> f.set("decoder",
                        DECODER.replace("\"start\":1", "\"start\":2")), "decoder: "));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatCannotBeDoneIsNamed(String name, Consumer<HfFile> change, String place) {
        HfFile file = small();
        change.accept(file);
        FabricastException e = catchThrowableOfType(FabricastException.class, file::parse);
        assertThat(e.diagnostics()).singleElement().satisfies(d -> {
            assertThat(d.code()).isEqualTo(ErrorCode.F2023);
            assertThat(d.text()).contains("test, " + place);
        });
    }

    @Test
    void theVocabularyOfLlama2GivesTheIdsOfLlamaCpp() throws IOException {
        GgufVocabulary vocabulary = new GgufVocabulary(SharedFiles.shared("vectors/formats/ggml-vocab-llama-spm.gguf"));
        List<String> pieces = vocabulary.strings("tokenizer.ggml.tokens");
        Set<String> known = new HashSet<>(pieces);
        HfFile file = small();
        ObjectNode vocab = ((ObjectNode) file.root.path("model")).putObject("vocab");
        ArrayNode merges = ((ObjectNode) file.root.path("model")).putArray("merges");
        List<Float> scores = vocabulary.floats("tokenizer.ggml.scores");
        for (int id = 0; id < pieces.size(); id++) {
            vocab.put(pieces.get(id), id);
        }
        // The better the score of what a pair becomes, the earlier its merge.
        for (int id : IntStream.range(259, pieces.size()).boxed().sorted(Comparator.comparing(i -> -scores.get(i))).toList()) {
            String piece = pieces.get(id);
            for (int cut = 1; cut < piece.length(); cut++) {
                if (known.contains(piece.substring(0, cut)) && known.contains(piece.substring(cut))) {
                    merges.addArray().add(piece.substring(0, cut)).add(piece.substring(cut));
                }
            }
        }
        Tokenizer tokenizer = file.parse();
        for (GgufVocabulary.Case c : GgufVocabulary.cases(
                SharedFiles.shared("vectors/formats/ggml-vocab-llama-spm.gguf.inp"),
                SharedFiles.shared("vectors/formats/ggml-vocab-llama-spm.gguf.out"))) {
            assertThat(tokenizer.encode(c.text())).as("\"%s\"", c.text()).containsExactly(c.ids());
            assertThat(tokenizer.decode(c.ids())).isEqualTo(c.text());
        }
    }
}
