package org.fabricast.ir.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes are tokens 0–255 in the small files of this test, so a text's ids can be read off its bytes. */
class ByteLevelBpeTokenizerTest {

    @Test
    void aByteIsACharacterOfTheAlphabet() {
        assertThat(ByteAlphabet.character((byte) 'A')).isEqualTo('A');
        assertThat(ByteAlphabet.character((byte) 0)).isEqualTo('\u0100');
        assertThat(ByteAlphabet.character((byte) ' ')).isEqualTo('\u0120');
        assertThat(ByteAlphabet.character((byte) 127)).isEqualTo('\u0121');
        assertThat(ByteAlphabet.character((byte) 173)).isEqualTo('\u0143');
        assertThat(ByteAlphabet.bytes("\u0120a")).hasValueSatisfying(b -> assertThat(b).containsExactly(' ', 'a'));
        assertThat(ByteAlphabet.bytes("a b")).isEmpty();
    }

    @Test
    void theLowestRankIsJoinedFirst() {
        Tokenizer tokenizer = new HfFile().merge("b", "c").mergePair("a", "b").merge("a", "bc").parse();
        assertThat(tokenizer.encode("abc")).containsExactly(258);
        assertThat(tokenizer.encode("ab")).containsExactly(257);
        assertThat(tokenizer.encode("abab")).containsExactly(257, 257);
    }

    @Test
    void nothingIsJoinedAcrossWords() {
        Tokenizer tokenizer = new HfFile().merge("a", "Ġ").merge("Ġ", "b").parse();
        assertThat(tokenizer.encode("a b")).containsExactly('a', 257);
    }

    @Test
    void aWordThatIsATokenIsTakenWholeOnlyWhenMergesAreIgnored() {
        assertThat(new HfFile().token("xyz").parse().encode("xyz")).containsExactly('x', 'y', 'z');
        assertThat(new HfFile().token("xyz").model("ignore_merges", "true").parse().encode("xyz")).containsExactly(256);
    }

    @Test
    void addedTokensAreFoundWholeTheLongestFirst() {
        Tokenizer tokenizer = new HfFile().added(256, "<s>", true, List.of())
                .added(257, "<s>!", false, List.of()).parse();
        assertThat(tokenizer.vocabSize()).isEqualTo(258);
        assertThat(tokenizer.encode("a<s>b<s>!")).containsExactly('a', 256, 'b', 257);
        assertThat(tokenizer.decode(new int[] {'a', 256, 'b', 257})).isEqualTo("ab<s>!");
    }

    @Test
    void strippingTokensSwallowTheSpacesBesideThem() {
        Tokenizer tokenizer = new HfFile().added(256, "<l>", true, List.of("lstrip"))
                .added(257, "<r>", true, List.of("rstrip")).parse();
        assertThat(tokenizer.encode("a <l> b <r> c")).containsExactly('a', 256, ' ', 'b', ' ', 257, 'c');
    }

    @Test
    void tokensLookedForAfterNormalisationAreFoundInNormalText() {
        // e followed by U+0301 becomes U+00E9 under NFC.
        HfFile file = new HfFile().set("normalizer", "{\"type\":\"NFC\"}").added(256, "\u00e9!", false, List.of("normalized"))
                .added(257, "\u00e9?", false, List.of());
        assertThat(file.parse().encode("e\u0301!")).containsExactly(256);
        assertThat(file.parse().encode("e\u0301?")).containsExactly(0xC3, 0xA9, '?');
    }

    @Test
    void aPrefixSpaceIsAddedWhereTheFileAsksForIt() {
        Tokenizer tokenizer = new HfFile()
                .set("pre_tokenizer", "{\"type\":\"ByteLevel\",\"add_prefix_space\":true}").parse();
        assertThat(tokenizer.encode("a")).containsExactly(' ', 'a');
        assertThat(tokenizer.encode(" a")).containsExactly(' ', 'a');
    }

    @Test
    void splitPatternsOfLlama3KeepDigitsInThreesAndSpacesBeforeWords() {
        String pattern = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\\\r\\\\n\\\\p{L}\\\\p{N}]?\\\\p{L}+|\\\\p{N}{1,3}|"
                + " ?[^\\\\s\\\\p{L}\\\\p{N}]+[\\\\r\\\\n]*|\\\\s*[\\\\r\\\\n]+|\\\\s+(?!\\\\S)|\\\\s+";
        Tokenizer tokenizer = new HfFile().merge("1", "2").merge("3", "4").merge("'", "S").merge("Ġ", "d")
                .set("pre_tokenizer", "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\",\"pattern\":{\"Regex\":\""
                        + pattern + "\"},\"behavior\":\"Isolated\",\"invert\":false},"
                        + "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":false}]}").parse();
        // 1234 is cut as 123 and 4, so "34" cannot be joined; 'S is a contraction whatever its case.
        assertThat(tokenizer.encode("1234'S  d")).containsExactly(256, '3', '4', 258, ' ', 259);
    }

    @Test
    void digitsStandAloneWhereTheFileAsksForIt() {
        Tokenizer tokenizer = new HfFile().merge("1", "2").set("pre_tokenizer",
                "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Digits\",\"individual_digits\":true},"
                        + "{\"type\":\"ByteLevel\",\"add_prefix_space\":false}]}").parse();
        assertThat(tokenizer.encode("a12")).containsExactly('a', '1', '2');
    }

    @Test
    void aByteWithoutTokenIsUnknownOrRefused() {
        HfFile file = new HfFile().token("<unk>");
        ((com.fasterxml.jackson.databind.node.ObjectNode) file.root.path("model").path("vocab")).remove("q");
        assertThatThrownBy(() -> file.parse().encode("aqq"))
                .isInstanceOfSatisfying(FabricastException.class,
                        e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2024));
        file.model("unk_token", "\"<unk>\"");
        assertThat(file.parse().encode("aqq")).containsExactly('a', 256, 256);
        file.model("fuse_unk", "true");
        assertThat(file.parse().encode("aqq")).containsExactly('a', 256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n", "héllo wörld", "tabs\tand\r\nlines", "🙂👩‍👩‍👧 emoji", "日本語 テキスト",
            "  lead and trail  ", "mixed 123,456.78 it's we'll", "\u0000\u007f\u00ad", "<s>not bos"})
    void everyTextComesBack(String text) throws IOException {
        Tokenizer fable = TokenizerLoader.load(SharedFiles.project("models/fable"))
                .withSpecials(SpecialTokens.NONE);
        String expected = text.replace("<s>", "");
        assertThat(fable.decode(fable.encode(text))).isEqualTo(expected);
        StreamingDecoder stream = new StreamingDecoder(fable, Tokenizer.START);
        StringBuilder pieces = new StringBuilder();
        for (int token : fable.encode(text)) {
            pieces.append(stream.push(token));
        }
        assertThat(pieces.append(stream.finish()).toString()).isEqualTo(expected);
    }

    @Test
    void aCharacterSplitOverTokensAppearsWithItsLastByte() {
        Tokenizer bytes = new HfFile().parse();
        StreamingDecoder stream = new StreamingDecoder(bytes, Tokenizer.START);
        assertThat(stream.push(0xE2)).isEmpty();
        assertThat(stream.push(0x82)).isEmpty();
        assertThat(stream.push(0xAC)).isEqualTo("€");
        assertThat(stream.push(0xE2)).isEmpty();
        assertThat(stream.finish()).isEqualTo("\ufffd");
    }

    @Test
    void theValidationStoriesOfFableComeBackAndCountAsInTheReference() throws IOException {
        Tokenizer fable = TokenizerLoader.load(SharedFiles.project("models/fable"));
        int tokens = 0;
        for (String line : Files.readAllLines(SharedFiles.shared("text/fable_valid.txt"))) {
            int[] ids = fable.encode(line.strip());
            assertThat(fable.decode(ids)).isEqualTo(line.strip());
            tokens += ids.length;
        }
        // tokens_scored of models/fable/ref/perplexity.json
        assertThat(tokens).isEqualTo(7039);
    }

    @Test
    void promptsOfFableGetTheIdsOfTheReference() throws IOException {
        Tokenizer fable = TokenizerLoader.load(SharedFiles.project("models/fable"));
        for (String name : List.of("once", "tom", "empty")) {
            JsonNode reference = new ObjectMapper().readTree(SharedFiles.project("models/fable/ref/" + name + ".json").toFile());
            int[] prompt = ints(reference.get("prompt_tokens"));
            assertThat(fable.encode(reference.get("prompt").asText()))
                    .containsExactly(java.util.Arrays.copyOfRange(prompt, 1, prompt.length));
            assertThat(fable.decode(prompt) + fable.decode(ints(reference.get("generated_tokens"))))
                    .isEqualTo(reference.get("text").asText());
        }
    }

    @Test
    void theVocabularyOfGpt2GivesTheIdsOfLlamaCpp() throws IOException {
        GgufVocabulary vocabulary = new GgufVocabulary(SharedFiles.shared("vectors/formats/ggml-vocab-gpt-2.gguf"));
        HfFile file = new HfFile();
        file.model("vocab", "{}");
        var vocab = (com.fasterxml.jackson.databind.node.ObjectNode) file.root.path("model").path("vocab");
        List<String> tokens = vocabulary.strings("tokenizer.ggml.tokens");
        for (int id = 0; id < tokens.size(); id++) {
            vocab.put(tokens.get(id), id);
        }
        var merges = (com.fasterxml.jackson.databind.node.ArrayNode) file.root.path("model").path("merges");
        vocabulary.strings("tokenizer.ggml.merges").forEach(merges::add);
        Tokenizer tokenizer = file.parse();
        List<GgufVocabulary.Case> cases = GgufVocabulary.cases(
                SharedFiles.shared("vectors/formats/ggml-vocab-gpt-2.gguf.inp"),
                SharedFiles.shared("vectors/formats/ggml-vocab-gpt-2.gguf.out"));
        assertThat(cases).hasSizeGreaterThan(40);
        for (GgufVocabulary.Case c : cases) {
            assertThat(tokenizer.encode(c.text())).as("\"%s\"", c.text()).containsExactly(c.ids());
            assertThat(tokenizer.decode(c.ids())).isEqualTo(c.text());
        }
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

}
