package org.fabricast.ir.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerLoaderTest {

    @TempDir
    Path directory;

    @Test
    void aSavedByteLevelTokenizerComesBackWithItsSpecialTokensAndBytes() throws IOException {
        byte[] file = new HfFile().merge("a", "b").bytes();
        Tokenizer tokenizer = HfTokenizerReader.parse(file, "t")
                .withSpecials(new SpecialTokens(OptionalInt.of(7), List.of(9, 8), true));
        TokenizerLoader.save(tokenizer, directory);
        assertThat(directory.resolve("tokenizer.json")).hasBinaryContent(file);
        Tokenizer back = TokenizerLoader.load(directory);
        assertThat(back.encode("ab")).containsExactly(256);
        assertThat(back.specials()).isEqualTo(tokenizer.specials());
        assertThat(back.eos()).isEqualTo(OptionalInt.of(9));
    }

    @Test
    void aSavedLlama2cTokenizerComesBack() throws IOException {
        byte[] file = Llama2cFile.withBytes().add(" ", 0).add("x", -1).bytes();
        TokenizerLoader.save(Llama2cTokenizer.parse(file, "t"), directory);
        assertThat(directory.resolve("tokenizer.bin")).hasBinaryContent(file);
        Tokenizer back = TokenizerLoader.load(directory);
        assertThat(back.encode("x")).containsExactly(259, 260);
        assertThat(back.specials()).isEqualTo(new SpecialTokens(OptionalInt.of(1), List.of(2), true));
    }

    @Test
    void theTemplateComesBeforeTheConfigurationAndLlamaPrependsWithoutOne() {
        OptionalInt one = OptionalInt.of(1);
        assertThat(TokenizerLoader.specials(new BosTemplate.Prepends(5), one, List.of(2), false))
                .isEqualTo(new SpecialTokens(OptionalInt.of(5), List.of(2), true));
        assertThat(TokenizerLoader.specials(new BosTemplate.Plain(), one, List.of(2), true).prependsBos()).isFalse();
        assertThat(TokenizerLoader.specials(new BosTemplate.Absent(), one, List.of(2), true).prependsBos()).isTrue();
        assertThat(TokenizerLoader.specials(new BosTemplate.Absent(), one, List.of(2), false).prependsBos()).isFalse();
        assertThat(TokenizerLoader.specials(new BosTemplate.Absent(), OptionalInt.empty(), List.of(), true).prependsBos())
                .isFalse();
    }

    @Test
    void aDirectoryWithoutTokenizerIsRefused() {
        refused(directory, ErrorCode.F2021);
        refused(directory.resolve("tok.bin"), ErrorCode.F2001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"bos\": 300, \"ends\": [], \"prepends_bos\": false}",
            "{\"bos\": null, \"ends\": [], \"prepends_bos\": true}", "{\"bos\": 1, \"ends\": [-1], \"prepends_bos\": true}",
            "{\"bos\": 1, \"ends\": [2], \"prepends_bos\": 1}"})
    void damagedFactsAreRefused(String facts) throws IOException {
        Files.write(directory.resolve("tokenizer.json"), new HfFile().bytes());
        Files.writeString(directory.resolve(TokenizerLoader.FACTS_FILE), facts);
        refused(directory, ErrorCode.F2022);
    }

    private static void refused(Path path, ErrorCode code) {
        assertThatThrownBy(() -> TokenizerLoader.load(path)).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(code));
    }
}
