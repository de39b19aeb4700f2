package org.fabricast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.diag.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands print, keep and promise to scripts. */
@Timeout(120)
class CommandLineTest {

    private static final List<String> COMMANDS = List.of("doctor", "boards", "inspect", "compile", "run", "verify", "evaluate",
            "kernel", "explain");
    private static final String[] RUN_KEYS = {"text", "prompt_tokens", "tokens", "device", "wall_seconds", "stop_reason"};

    @TempDir
    private static Path cache;
    @TempDir
    private Path directory;

    private static CliRun run(String... arguments) {
        return CliRun.of(Map.of("FABRICAST_CACHE", cache.toString()), List.of(arguments));
    }

    private static String fable() {
        return SharedFiles.project("models/fable").toString();
    }

    private static JsonNode reference(String name) throws IOException {
        return new ObjectMapper().readTree(SharedFiles.project("models/fable/ref/" + name).toFile());
    }

    private static List<Integer> integers(JsonNode array) {
        List<Integer> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asInt()));
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "functional"})
    void runGivesTheStoredTokensAndItsKeys(String device) throws IOException {
        JsonNode expected = reference("once.json");
        JsonNode document = run("run", fable(), "--device", device, "--prompt", expected.get("prompt").asText(), "--tokens",
                "12", "--json").good().json();
        assertThat(document.fieldNames()).toIterable().contains(RUN_KEYS);
        assertThat(document.get("device").asText()).isEqualTo(device);
        assertThat(document.get("stop_reason").asText()).isEqualTo("length");
        assertThat(integers(document.get("prompt_tokens"))).isEqualTo(integers(expected.get("prompt_tokens")));
        assertThat(integers(document.get("tokens"))).isEqualTo(integers(expected.get("generated_tokens")).subList(0, 12));
        assertThat(expected.get("text").asText()).startsWith(document.get("text").asText());
    }

    @Test
    void onlySimulatedVerilogReportsCycles() {
        assertThat(run("run", fable(), "--device", "functional", "--tokens", "2", "--json").good().json().has("cycles"))
                .isFalse();
    }

    @Test
    void dumpedLogitsAreThoseOfTheReference() throws IOException {
        JsonNode expected = reference("once.json").get("logits_after_prompt_and_each_step_f64");
        String file = directory.resolve("logits.json").toString();
        run("run", fable(), "--device", "reference", "--prompt", "Once upon a time", "--tokens", "3", "--dump-logits", file)
                .good();
        JsonNode rows = new ObjectMapper().readTree(Path.of(file).toFile()).get("logits");
        assertThat(rows).hasSize(3);
        for (int step = 0; step < 3; step++) {
            assertThat(rows.get(step)).hasSize(512);
            for (int i = 0; i < 512; i++) {
                assertThat(rows.get(step).get(i).asDouble()).as("step %d, logit %d", step, i)
                        .isCloseTo(expected.get(step).get(i).asDouble(), within(1e-4));
            }
        }
    }

    @Test
    void samplingIsReproducibleBySeed() {
        List<List<Integer>> texts = Stream.of("7", "7", "8").map(seed -> integers(run("run", fable(), "--device",
                "reference", "--temperature", "1.5", "--seed", seed, "--tokens", "24", "--json").good().json().get("tokens")))
                .toList();
        assertThat(texts.get(0)).isEqualTo(texts.get(1)).isNotEqualTo(texts.get(2));
    }

    @Test
    void compileReportsItsKeysAndWritesTheSameBytesTwice() throws IOException {
        JsonNode document = run("compile", fable(), "-o", directory.resolve("a").toString(), "--json").good().json();
        assertThat(document.fieldNames()).toIterable().contains("board", "engine", "weights", "resources", "weight_bytes",
                "bits_per_weight", "program_bytes", "instruction_counts", "memory_map", "seconds");
        assertThat(document.get("board").asText()).isEqualTo("sim256");
        // 4 layers of 128·(128 + 64 + 64 + 128) + 3·128·384 and a classifier of 512·128, one byte each, and two per 64.
        assertThat(document.get("weight_bytes").asLong()).isGreaterThanOrEqualTo((4 * 196_608L + 65_536) * 66 / 64);
        int instructions = integers(document.get("instruction_counts")).stream().mapToInt(Integer::intValue).sum();
        assertThat(document.get("program_bytes").asInt()).isEqualTo(32 * instructions);
        run("compile", fable(), "-o", directory.resolve("b").toString()).good();
        assertThat(bytes(directory.resolve("b"))).isEqualTo(bytes(directory.resolve("a"))).hasSizeGreaterThan(20);
    }

    private static Map<String, String> bytes(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    @Test
    void anArtefactRunsWithoutItsModelAndIsReplacedByTheNextCompilation() {
        String place = directory.resolve("artefact").toString();
        run("compile", fable(), "-o", place).good();
        run("compile", fable(), "-o", place, "--board", "sim64").good();
        JsonNode document = run("run", place, "--tokens", "3", "--json").good().json();
        assertThat(document.get("configuration").asText()).isEqualTo("sim64");
        assertThat(document.get("tokens")).hasSize(3);
        assertThat(run("run", place, "--device", "reference").err()).contains("error[F1001]");
    }

    @Test
    void evaluateScoresWithAndWithoutADevice() throws IOException {
        String text = Files.writeString(directory.resolve("text.txt"), "Once upon a time, there was a clever boy named Sam.\n"
                + "\nTom and Nora wanted to build a house.\n").toString();
        double reference = score("reference", "--text", text, "--device", "reference");
        assertThat(score("functional", "--text", text, "--device", "functional")).isCloseTo(reference, within(0.1));
        assertThat(score("dequantised", "--text", text)).isCloseTo(reference, within(0.1));
    }

    private static double score(String device, String... options) {
        List<String> arguments = new ArrayList<>(List.of("evaluate", fable(), "--json"));
        arguments.addAll(List.of(options));
        JsonNode document = run(arguments.toArray(String[]::new)).good().json();
        assertThat(document.fieldNames()).toIterable().contains("perplexity", "mean_nll", "tokens", "weights", "device");
        assertThat(document.get("device").asText()).isEqualTo(device);
        double mean = document.get("mean_nll").asDouble();
        assertThat(document.get("perplexity").asDouble()).isCloseTo(Math.exp(mean), within(1e-9));
        return mean;
    }

    @Test
    @Timeout(20)
    void shapesNeedNoWeightsAndAllThatDoesNotFitIsSaidAtOnce() {
        CliRun large = run("compile", SharedFiles.shared("configs/hf/llama-2-7b.json").toString(), "--shape-only", "--json");
        assertThat(large.status()).isEqualTo(4);
        assertThat(large.json().findValuesAsText("code")).contains("F4001", "F4002");
        assertThat(large.err()).contains("token memory", "activation buffer", "result buffer", "input buffer",
                "input scale buffer", "found 4096 binary16 elements");
        JsonNode small = run("compile", fable() + "/config.json", "--shape-only", "--json").good().json();
        assertThat(small.at("/model/parameters").asLong()).isEqualTo(853_120);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void explainHasAPageForEveryCode(ErrorCode code) {
        CliRun text = run("explain", code.name()).good();
        assertThat(text.out()).contains(code.name(), code.title(), code.meaning(), code.remedy());
        JsonNode document = run("explain", code.name().toLowerCase(java.util.Locale.ROOT), "--json").good().json();
        assertThat(document.get("exit").asInt()).isEqualTo(code.exit().code());
    }

    @Test
    void explainKnowsNoOtherCodes() {
        assertThat(run("explain", "F0000").status()).isEqualTo(2);
    }

    @Test
    void everyCommandHasAHelpTextWithTheCommonOptions() {
        assertThat(run("--help").good().out()).contains(COMMANDS);
        for (String command : COMMANDS) {
            assertThat(run(command, "--help").good().out()).as(command).contains("Usage: fabricast " + command, "--json",
                    "--quiet", "--verbose", "--color");
        }
    }

    @Test
    void noCommandOrAnUnknownOneIsMisuse() {
        assertThat(run().status()).isEqualTo(2);
        assertThat(run("cast").status()).isEqualTo(2);
        assertThat(run("cast", "--json").json().findValuesAsText("code")).containsExactly("F1001");
    }

    @Test
    void inspectAndBoardsGiveOneDocument() {
        assertThat(run("inspect", fable(), "--json").good().json().at("/shape/kv_heads").asInt()).isEqualTo(2);
        assertThat(run("boards", "--json").good().json().get("boards").findValuesAsText("name")).contains("sim64", "sim256",
                "u280");
    }

    @Test
    void progressIsShownWhenAskedForAndColourWhereWanted() {
        String[] shape = {"compile", fable(), "--shape-only"};
        assertThat(run(shape).good().err()).isEmpty();
        assertThat(run("compile", fable(), "--shape-only", "-v").good().err()).contains("[1/4] import");
        assertThat(run("compile", fable(), "--shape-only", "-v", "-q").good().err()).isEmpty();
        assertThat(run("explain", "F0000", "--color", "always").err()).startsWith("\u001b[31merror[F1001]\u001b[0m");
        assertThat(run("explain", "F0000", "--color", "never").err()).startsWith("error[F1001]");
        assertThat(run("explain", "F0000").err()).startsWith("error[F1001]");
    }

    /** A standard output that fails in a way of its own. */
    private static PrintStream failing(Runnable failure) {
        return new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void println(String text) {
                failure.run();
            }
        };
    }

    private static CliRun boardsInto(Runnable failure) {
        var err = new java.io.ByteArrayOutputStream();
        int status = Main.run(new String[] {"boards"}, failing(failure), new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of());
        return new CliRun(status, "", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whateverEndsACommandHasAStatusAndALine() {
        CliRun deep = boardsInto(() -> {
            throw new StackOverflowError();
        });
        assertThat(deep.status()).isEqualTo(1);
        assertThat(deep.err()).startsWith("error[F0001]").contains("StackOverflowError").doesNotContain("\tat ");
        CliRun full = boardsInto(() -> {
            throw new OutOfMemoryError("planted");
        });
        assertThat(full.err()).startsWith("error[F0001]").contains("-Xmx");
        CliRun wrong = boardsInto(() -> {
            throw new IllegalStateException("planted");
        });
        assertThat(wrong.status()).isEqualTo(1);
        CliRun disk = boardsInto(() -> {
            throw new UncheckedIOException(new IOException("No space left on device"));
        });
        assertThat(disk.status()).isEqualTo(2);
        assertThat(disk.err()).startsWith("error[F1007]").contains("No space left on device");
    }
}
