package org.fabricast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fabricast.compiler.SharedFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of bad input at the command line: its code, its status, one JSON document, and nothing left behind. */
class BadInputTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private static Path shared;
    @TempDir
    private Path directory;
    @TempDir
    private Path cache;

    private static Path artefact;

    @BeforeAll
    static void aGoodArtefact() {
        artefact = shared.resolve("good");
        CliRun.of(Map.of(), List.of("compile", SharedFiles.project("models/fable").toString(), "-o", artefact.toString()))
                .good();
    }

    @ParameterizedTest
    @MethodSource("org.fabricast.cli.BadInputCases#all")
    void isRefusedWithItsCodeAndLeavesNothing(BadInputCases.Case bad) throws IOException {
        BadInput bench = BadInput.in(directory, artefact);
        bench.environment().put("FABRICAST_CACHE", cache.toString());
        List<String> arguments = new ArrayList<>(bad.arrangement().in(bench));
        arguments.add("--json");
        List<String> before = contents(directory);
        CliRun run = assertTimeoutPreemptively(LIMIT, () -> CliRun.of(bench.environment(), arguments));
        assertThat(run.status()).as(run.err()).isEqualTo(bad.status());
        assertThat(run.err()).contains("error[" + bad.code() + "]", bad.said()).doesNotContain("\tat ", "Exception in");
        JsonNode document = run.json();
        assertThat(document.get("exit").asInt()).isEqualTo(bad.status());
        assertThat(document.findValuesAsText("code")).contains(bad.code());
        assertThat(contents(directory)).isEqualTo(before);
        assertThat(contents(cache)).noneMatch(name -> name.contains(".building") || name.contains(".partial")
                || name.endsWith(".so"));
    }

    private static List<String> contents(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.map(path -> root.relativize(path).toString()).sorted().toList();
        }
    }
}
