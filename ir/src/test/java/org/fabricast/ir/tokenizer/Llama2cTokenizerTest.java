package org.fabricast.ir.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Llama2cTokenizerTest {

    // Ids 259.. in this order; the higher score is joined first.
    private static final Llama2cTokenizer SMALL = Llama2cTokenizer.parse(Llama2cFile.withBytes()
            .add(" ", -1).add("a", -2).add("b", -3).add("c", -4)
            .add("ab", -10).add("bc", -5).add(" a", -20).add("abc", -30).bytes(), "small");

    @Test
    void theBestScoreIsJoinedFirstThenTheRest() {
        // " abc": bc (-5) beats ab (-10) and " a" (-20); then " a" (-20) beats abc (-30).
        assertThat(SMALL.encode("abc")).containsExactly(265, 264);
    }

    @Test
    void ofEqualPairsTheLeftmostIsJoined() {
        Llama2cTokenizer twins = Llama2cTokenizer.parse(Llama2cFile.withBytes()
                .add(" ", -1).add("a", -2).add("aa", -3).bytes(), "twins");
        assertThat(twins.encode("aaa")).containsExactly(259, 261, 260);
    }

    @Test
    void anEmptyTextHasNoTokensNotEvenTheLeadingSpace() {
        assertThat(SMALL.encode("")).isEmpty();
        assertThat(SMALL.decode(new int[0])).isEmpty();
    }

    @Test
    void aCharacterThatIsNoPieceBecomesItsBytesPlusThree() {
        // U+00E9 is C3 A9.
        assertThat(SMALL.encode("é")).containsExactly(259, 0xC3 + 3, 0xA9 + 3);
        assertThat(SMALL.decode(new int[] {259, 0xC3 + 3, 0xA9 + 3})).isEqualTo("é");
    }

    @Test
    void decodingDropsOneSpaceAtTheBeginningAndAfterBosOnly() {
        assertThat(text(SMALL.bytesOf(265, Tokenizer.START))).isEqualTo("a");
        assertThat(text(SMALL.bytesOf(265, 1))).isEqualTo("a");
        assertThat(text(SMALL.bytesOf(265, 264))).isEqualTo(" a");
        assertThat(SMALL.decode(new int[] {1, 265, 265, 2})).isEqualTo("a a");
    }

    @Test
    void bosIsOneEosIsTwoAndSequencesBeginWithBos() {
        assertThat(SMALL.bos()).isEqualTo(OptionalInt.of(1));
        assertThat(SMALL.eos()).isEqualTo(OptionalInt.of(2));
        assertThat(SMALL.ends(2)).isTrue();
        assertThat(SMALL.prependsBos()).isTrue();
        assertThat(SMALL.prompt("b", SMALL.prependsBos())).containsExactly(1, 259, 261);
    }

    @Test
    void idsOutsideTheVocabularyAreACallersBug() {
        assertThatThrownBy(() -> SMALL.bytesOf(SMALL.vocabSize(), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SMALL.bytesOf(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void promptsOfStories260kGetTheIdsOfTheReference() throws IOException {
        Tokenizer tokenizer = TokenizerLoader.load(SharedFiles.shared("models/stories260K/tok512.bin"));
        assertThat(tokenizer.vocabSize()).isEqualTo(512);
        for (String name : List.of("once", "empty")) {
            JsonNode reference = new ObjectMapper()
                    .readTree(SharedFiles.shared("models/stories260K/ref/" + name + ".json").toFile());
            assertThat(tokenizer.prompt(reference.get("prompt").asText(), true))
                    .containsExactly(ints(reference.get("prompt_tokens")));
            assertThat(tokenizer.decode(ints(reference.get("tokens")))).isEqualTo(reference.get("text").asText());
        }
    }

    @Test
    void theFiveStoriesGetTheIdsOfTheReferenceAndComeBack() throws IOException {
        Tokenizer tokenizer = TokenizerLoader.load(SharedFiles.shared("models/stories260K/tok512.bin"));
        String text = Files.readString(SharedFiles.shared("text/tinystories_sample.txt"));
        JsonNode stories = new ObjectMapper().readTree(SharedFiles.shared(
                "models/stories260K/ref/perplexity-tinystories_sample.json").toFile()).get("stories");
        String[] pieces = Arrays.stream(text.split("<\\|endoftext\\|>")).map(String::strip)
                .filter(s -> !s.isEmpty()).toArray(String[]::new);
        assertThat(pieces).hasSize(stories.size());
        for (int i = 0; i < pieces.length; i++) {
            int[] ids = tokenizer.prompt(pieces[i], true);
            assertThat(Arrays.copyOf(ids, Math.min(512, ids.length))).containsExactly(ints(stories.get(i).get("tokens")));
            assertThat(tokenizer.decode(ids)).isEqualTo(pieces[i]);
        }
    }

    @Test
    void aRealSentencePieceVocabularyGivesTheIdsOfLlamaCpp() throws IOException {
        GgufVocabulary vocabulary = new GgufVocabulary(SharedFiles.shared("vectors/formats/ggml-vocab-llama-spm.gguf"));
        List<String> pieces = vocabulary.strings("tokenizer.ggml.tokens");
        List<Float> scores = vocabulary.floats("tokenizer.ggml.scores");
        Llama2cFile file = new Llama2cFile();
        for (int i = 0; i < pieces.size(); i++) {
            file.add(pieces.get(i).replace('\u2581', ' '), scores.get(i));
        }
        Tokenizer tokenizer = Llama2cTokenizer.parse(file.bytes(), "llama-spm");
        List<GgufVocabulary.Case> cases = GgufVocabulary.cases(
                SharedFiles.shared("vectors/formats/ggml-vocab-llama-spm.gguf.inp"),
                SharedFiles.shared("vectors/formats/ggml-vocab-llama-spm.gguf.out"));
        assertThat(cases).hasSizeGreaterThan(40);
        for (GgufVocabulary.Case c : cases) {
            assertThat(tokenizer.encode(c.text())).as("\"%s\"", c.text()).containsExactly(c.ids());
            assertThat(tokenizer.decode(c.ids())).isEqualTo(c.text());
        }
    }

    static Stream<Arguments> damagedFiles() {
        byte[] good = Llama2cFile.withBytes().bytes();
        return Stream.of(
                Arguments.of("empty", new byte[0], "a 4-byte header"),
                Arguments.of("longest piece negative", patched(good, b -> b.putInt(0, -1)), "positive longest piece"),
                Arguments.of("cut inside a token's head", Arrays.copyOf(good, 10), "score and length"),
                Arguments.of("cut inside a piece", Arrays.copyOf(good, good.length - 1), "a length of 0 to 5 bytes"),
                Arguments.of("length of two thousand million", patched(good, b -> b.putInt(8, 2_000_000_000)), "a length of"),
                Arguments.of("length negative", patched(good, b -> b.putInt(8, -5)), "a length of"),
                Arguments.of("score is no number", patched(good, b -> b.putFloat(4, Float.NaN)), "a finite score"),
                Arguments.of("too few tokens", new Llama2cFile().add("a", 0).bytes(), "at least 259 tokens"),
                Arguments.of("byte tokens elsewhere", patched(good, b -> b.put(good.length - 3, (byte) 'E')), "<0xFF>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedFiles")
    void aDamagedFileIsRefused(String name, byte[] file, String expected) {
        assertThatThrownBy(() -> Llama2cTokenizer.parse(file, name))
                .isInstanceOfSatisfying(FabricastException.class, e -> {
                    assertThat(e.diagnostics()).singleElement().satisfies(
                            d -> assertThat(d.code()).isEqualTo(ErrorCode.F2022));
                    assertThat(e).hasMessageContaining(expected);
                });
    }

    private static byte[] patched(byte[] file, UnaryOperator<ByteBuffer> patch) {
        byte[] copy = file.clone();
        patch.apply(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
        return copy;
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
