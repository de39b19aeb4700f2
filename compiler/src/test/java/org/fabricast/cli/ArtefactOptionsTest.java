package org.fabricast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import org.fabricast.compiler.SharedFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that would make another artefact are refused on one that exists, instead of being ignored. */
class ArtefactOptionsTest {

    @TempDir
    private static Path directory;

    private static String artefact() {
        return directory.resolve("fable").toString();
    }

    private static String run(int status, String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        int actual = Main.run(args, nowhere, new PrintStream(err, true, StandardCharsets.UTF_8), Map.of());
        String text = err.toString(StandardCharsets.UTF_8);
        assertThat(actual).as(text).isEqualTo(status);
        return text;
    }

    @BeforeAll
    static void compile() {
        run(0, "compile", SharedFiles.project("models/fable").toString(), "--board", "sim64", "-o", artefact(), "-q");
    }

    @ParameterizedTest
    @CsvSource({"--board, sim256, F1001", "--board, nonesuch, F1001", "--group, 32, F1001", "--weights, int2, F1006",
        "--tokenizer, other.bin, F1001"})
    void anotherMachineOrFormatIsRefused(String option, String value, String code) {
        assertThat(run(2, "run", artefact(), "--tokens", "1", option, value)).contains(code, option, value);
    }

    @Test
    void theBoardItWasCompiledForMayBeSaid() {
        run(0, "run", artefact(), "--tokens", "1", "--board", "sim64");
    }

    @Test
    void theCurrentDirectoryIsNoPlaceForAnArtefact() {
        assertThat(run(2, "compile", SharedFiles.project("models/fable").toString(), "-o", "."))
                .contains("F1003", "the current directory");
    }
}
