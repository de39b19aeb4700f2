package org.fabricast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fabricast.ir.hash.Sha256;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kernel} writes and promises to scripts, without outside tools. */
class KernelCommandTest {

    private static final String SCALE = """
            // vectors: n = 0..40; f = 2, 4
            kernel scale(in stream f32 x, out stream f32 y, u32 n, f32 f) {
                vector for (i : n) { write(y, read(x) * f); }
            }
            """;

    @TempDir
    private Path directory;

    private CliRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--no-simulate", "--no-synthesis"));
        return CliRun.of(Map.of(), all);
    }

    private String source() throws IOException {
        return Files.writeString(directory.resolve("scale.fk"), SCALE).toString();
    }

    private Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    @Test
    void theDocumentHasTheKeysOfTheDesignAndTheFiguresOfTheSchedule() throws IOException {
        JsonNode document = run("kernel", source(), "-o", directory.resolve("out").toString(), "--json").good().json();
        assertThat(document.fieldNames()).toIterable().contains("latency", "initiation_interval", "resources", "checked_vectors",
                "loops", "runs", "register_bits", "stages", "tools");
        // Read in stage 0, three cycles of fp32_mul, written in stage 3: 1 to start, 1 to enter, 1 word, 3 to drain, end.
        assertThat(document.get("latency").asLong()).isEqualTo(1 + 1 + 1 + 3 + 1);
        assertThat(document.get("initiation_interval").asInt()).isEqualTo(1);
        assertThat(document.at("/loops/0/depth").asInt()).isEqualTo(3);
        assertThat(document.at("/loops/0/interval_reason").asText()).isEqualTo("nothing needs more than 1");
        assertThat(document.at("/loops/0/interval_bound").asInt()).isEqualTo(1);
        assertThat(document.at("/loops/0/interval_proved_least").asBoolean()).isTrue();
        assertThat(document.at("/loops/0/interval_asked").asBoolean(true)).isFalse();
        assertThat(document.get("checked_vectors").asInt()).as("nothing was simulated").isZero();
        assertThat(document.at("/resources/dsp").asInt()).as("one fp32_mul").isEqualTo(2);
        assertThat(document.at("/resources/origin").asText()).isEqualTo("estimate");
        assertThat(document.get("runs")).hasSize(28);
        document.get("runs").forEach(r -> assertThat(r.at("/arguments/f").asText()).isIn("0x40000000", "0x40800000"));
    }

    @Test
    void everyFileIsInTheSummaryWithItsHashAndEqualInputsGiveEqualBytes() throws IOException {
        run("kernel", source(), "-o", directory.resolve("a").toString()).good();
        run("kernel", source(), "-o", directory.resolve("b").toString()).good();
        Map<String, String> files = files(directory.resolve("a"));
        assertThat(files(directory.resolve("b"))).isEqualTo(files);
        assertThat(files.keySet()).contains("kernel.json", "rtl/kernel_scale.v", "rtl/fp32_mul.v", "tb/kernel_scale_bench.v",
                "tb/kernel_scale_source_x.v", "tb/kernel_scale_sink_y.v", "tb/run.sh", "tb/vectors/arg_n.hex", "report/schedule.txt",
                "report/schedule.html", "report/report.json", "report/kernel.ssa", "source/scale.fk");
        JsonNode list = new ObjectMapper().readTree(files.get("kernel.json")).get("files");
        assertThat(list).hasSize(files.size() - 1);
        list.forEach(f -> assertThat(f.get("sha256").asText()).isEqualTo(Sha256.of(files.get(f.get("path").asText()))));
        assertThat(files.get("source/scale.fk")).isEqualTo(SCALE);
    }

    @Test
    void anotherSeedGivesOtherVectorsAndAKernelThatStandsThereIsReplaced() throws IOException {
        String place = directory.resolve("out").toString();
        run("kernel", source(), "-o", place, "--seed", "1").good();
        String first = files(directory.resolve("out")).get("tb/vectors/s_x.hex");
        run("kernel", source(), "-o", place, "--seed", "2", "--lanes", "2").good();
        Map<String, String> second = files(directory.resolve("out"));
        assertThat(second.get("tb/vectors/s_x.hex")).isNotEqualTo(first);
        assertThat(second.get("rtl/kernel_scale.v")).contains("s_x_data_1");
    }

    @Test
    void argumentsAndStreamsAreDrawnAsAsked() throws IOException {
        JsonNode document = run("kernel", source(), "-o", directory.resolve("out").toString(), "--arg", "n=3", "--arg", "f=8/2",
                "--stream", "x=1", "--vectors", "2", "--json").good().json();
        document.get("runs").forEach(r -> {
            assertThat(r.at("/arguments/n").asText()).isEqualTo("0x3");
            assertThat(r.at("/arguments/f").asText()).as("4.0").isEqualTo("0x40800000");
        });
        Map<String, String> files = files(directory.resolve("out"));
        assertThat(files.get("tb/vectors/s_x.hex")).as("two runs of three times 1.0").isEqualTo("3f800000\n".repeat(6));
        // The mask bit stands before the element.
        assertThat(files.get("tb/vectors/m_y.hex")).as("4.0").isEqualTo("140800000\n".repeat(6));
    }

    @Test
    void theLibraryIsListedAndEveryKernelOfItCanBeNamed() {
        CliRun list = CliRun.of(Map.of(), List.of("kernel", "--list", "--json")).good();
        assertThat(list.json().get("kernels").findValuesAsText("name")).isEqualTo(KernelLibrary.names());
        assertThat(CliRun.of(Map.of(), List.of("kernel", "--list")).good().out()).contains("softmax", "in f32 x, out f16 y");
        for (String name : KernelLibrary.names()) {
            JsonNode document = run("kernel", "--library", name, "-o", directory.resolve(name).toString(), "--json", "--vectors",
                    "7").good().json();
            assertThat(document.get("initiation_interval").asInt()).as(name).isEqualTo(1);
        }
    }

    @Test
    void aKernelWhoseRunsCannotBeForeseenIsWrittenWithoutABenchWhenNoneIsToBeRun() throws IOException {
        Path file = Files.writeString(directory.resolve("count.fk"),
                "kernel count(in stream u32 x, out stream u32 y) { u32 n = read(x); for (i : n) { write(y, i); } }");
        CliRun run = run("kernel", file.toString(), "-o", directory.resolve("out").toString()).good();
        assertThat(run.out()).contains("bench      none");
        assertThat(files(directory.resolve("out")).keySet()).contains("rtl/kernel_count.v").noneMatch(name -> name.startsWith("tb/"));
    }

    @Test
    void stepsAreNumberedWhenProgressIsShown() throws IOException {
        assertThat(run("kernel", source(), "-o", directory.resolve("out").toString(), "-v").good().err())
                .contains("[1/3] schedule kernel_scale", "[2/3] make 28 test vectors", "[3/3] write");
    }

    @Test
    void lanesWithoutAVectorLoopAreNoted() throws IOException {
        Path file = Files.writeString(directory.resolve("twice.fk"), "kernel twice(result u32 r, u32 n) { r = n + n; }");
        String place = directory.resolve("out").toString();
        assertThat(run("kernel", file.toString(), "-o", place, "--lanes", "4").good().out()).contains("--lanes has no effect");
        assertThat(run("kernel", file.toString(), "-o", place).good().out()).doesNotContain("no effect");
        assertThat(run("kernel", source(), "-o", place, "--lanes", "4").good().out()).doesNotContain("no effect");
    }

    @Test
    void valuesOfTheScheduleAreFoundInTheListing() throws IOException {
        run("kernel", source(), "-o", directory.resolve("out").toString()).good();
        Map<String, String> files = files(directory.resolve("out"));
        List<String> values = Pattern.compile("%\\d+").matcher(files.get("report/schedule.txt")).results().map(m -> m.group()).toList();
        assertThat(values).isNotEmpty().allSatisfy(v -> assertThat(files.get("report/kernel.ssa")).containsPattern(v + "\\b"));
        assertThat(files.get("report/schedule.txt")).contains("loops of unknown trip count once");
    }

    @Test
    void aKernelOfGatesTakesAClockThatNoFloatingPointCellMeets() throws IOException {
        String gates = Files.writeString(directory.resolve("gates.fk"), "kernel gates(in stream u32 x, out stream u32 y, u32 n) {\n"
                + "    vector for (i : n) { write(y, read(x) ^ 21); }\n}\n").toString();
        CliRun run = run("kernel", gates, "-o", directory.resolve("out").toString(), "--clock-ns", "2.7").good();
        assertThat(run.out()).contains("kernel     gates, 1 lane, 370.4 MHz");
    }

    @Test
    void theValuesThatTheScheduleNamesStandInTheListingButForTheTreesOfReductions() throws IOException {
        run("kernel", "--library", "softmax", "-o", directory.resolve("out").toString()).good();
        Map<String, String> files = files(directory.resolve("out"));
        Map<Integer, String> listed = new TreeMap<>();
        Pattern.compile("%(\\d+): \\S+ = (\\w+)").matcher(files.get("report/kernel.ssa")).results()
                .forEach(m -> listed.put(Integer.valueOf(m.group(1)), m.group(2).toUpperCase(Locale.ROOT)));
        int greatest = Pattern.compile("%(\\d+)").matcher(files.get("report/kernel.ssa")).results()
                .mapToInt(m -> Integer.parseInt(m.group(1))).max().orElseThrow();
        TreeMap<Integer, String> scheduled = new TreeMap<>();
        // A maximum or sum is said as such, after the accumulation of its loop; its tree ends in its value.
        Pattern.compile("(?m)^    ([A-Z0-9]+) %(\\d+) +ready").matcher(files.get("report/schedule.txt")).results()
                .filter(m -> !m.group(1).matches("MAX|SUM")).forEach(m -> scheduled.put(Integer.valueOf(m.group(2)), m.group(1)));
        assertThat(scheduled).hasSizeGreaterThan(200);
        assertThat(scheduled.lastKey()).as("a tree of 31 sums").isGreaterThanOrEqualTo(greatest + 30);
        scheduled.keySet().removeIf(value -> value > greatest);
        List<Integer> reductions = Pattern.compile("%(\\d+): \\S+ = (?:max|sum) of").matcher(files.get("report/kernel.ssa")).results()
                .map(m -> Integer.valueOf(m.group(1))).toList();
        assertThat(reductions).hasSize(2);
        scheduled.keySet().removeAll(reductions);
        assertThat(listed).containsAllEntriesOf(scheduled);
    }
}
