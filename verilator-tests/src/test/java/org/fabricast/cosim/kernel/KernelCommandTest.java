package org.fabricast.cosim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fabricast.ir.Campaign;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a source to Verilog that two simulators have run; and Verilog with a planted mistake, which they must refuse. */
class KernelCommandTest {

    /** Saturating sum and count of what was saturated: no floating point, so that it builds fast. */
    private static final String SATURATE = """
            // vectors: n = 0..50
            kernel saturate(in stream u8 x, in stream u8 z, out stream u8 y, result u32 most, u32 n, u8 bias) {
                vector for (i : n) reduce(max, 1) u32 top {
                    u16 sum = u16(read(x)) + u16(read(z)) + u16(bias);
                    top <- u32(sum);
                    write(y, sum > 255 ? 255 : u8(sum));
                }
                most = top;
            }
            """;

    @TempDir
    private Path directory;

    private List<String> command(String... more) throws IOException {
        Path source = Files.writeString(directory.resolve("saturate.fk"), SATURATE);
        List<String> all = new ArrayList<>(List.of("kernel", source.toString(), "-o", directory.resolve("out").toString(), "--json"));
        all.addAll(List.of(more));
        return all;
    }

    private static void mustHaveRun(JsonNode document, int runs) {
        assertThat(document.get("checked_vectors").asInt()).isEqualTo(runs);
        assertThat(document.get("runs")).hasSize(runs).allSatisfy(run -> {
            assertThat(run.get("verilator_cycles")).isEqualTo(run.get("icarus_cycles"));
            if (!run.get("idle").asBoolean() && !run.get("back_pressure").asBoolean()) {
                assertThat(run.get("verilator_cycles")).isEqualTo(run.get("predicted_cycles"));
            }
        });
        assertThat(document.get("tools").toString()).contains("Verilator 5", "Icarus Verilog version");
    }

    @Test
    void aUsersKernelPassesInBothSimulatorsAndIsSynthesised() throws IOException {
        JsonNode document = CommandRun.of(System.getenv(), command("--lanes", "4")).json();
        mustHaveRun(document, 28);
        JsonNode made = document.at("/resources/synthesised");
        JsonNode estimate = document.at("/resources/estimate");
        assertThat(document.at("/resources/origin").asText()).isEqualTo("synthesised");
        assertThat(document.at("/resources/lut")).isEqualTo(made.get("lut"));
        // The model promises the order of magnitude of gates, and the number of everything that is instantiated.
        assertThat(estimate.get("lut").asInt()).isBetween(made.get("lut").asInt() / 2, made.get("lut").asInt() * 2);
        assertThat(estimate.get("ff").asInt()).isBetween(made.get("ff").asInt() / 2, made.get("ff").asInt() * 2);
        assertThat(made.get("dsp").asInt()).isZero();
        assertThat(document.at("/tools/2").asText()).startsWith("Yosys");
        assertThat(directory.resolve("out/report/schedule.txt")).content().contains("estimate against Yosys");
    }

    @Test
    void aKernelWithoutStreamsThatTakesOneCyclePassesInBothSimulators() throws IOException {
        Path source = Files.writeString(directory.resolve("masked.fk"), "kernel masked(u32 a, u32 b, result u32 r) { r = a & b; }");
        mustHaveRun(CommandRun.of(System.getenv(), List.of("kernel", source.toString(), "-o", directory.resolve("out").toString(),
                "--no-synthesis", "--json")).json(), 28);
    }

    @Test
    void softmaxOfTheLibraryPassesInBothSimulators() {
        mustHaveRun(CommandRun.of(System.getenv(), List.of("kernel", "--library", "softmax", "-o", directory.resolve("out").toString(),
                "--no-synthesis", "--vectors", "14", "--json")).json(), 14);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void everyKernelOfTheLibraryPassesUnderIcarus(int lanes) throws Exception {
        assumeTrue(Campaign.runs("every library kernel by the command"), "takes minutes: with -Dfabricast.full=true");
        for (String name : KernelLibrary.names()) {
            CommandRun.of(System.getenv(), List.of("kernel", "--library", name, "-o", directory.resolve(name).toString(), "--lanes",
                    "" + lanes, "--no-simulate", "--no-synthesis", "--vectors", "84", "--seed", "" + lanes, "--json")).json();
            CommandRun run = CommandRun.program(directory, List.of("sh", name + "/tb/run.sh", "icarus"));
            assertThat(run.out()).as("%s, %d lanes", name, lanes).contains("PASS kernel_" + name + ": 84 runs").doesNotContain("FAIL");
        }
    }

    @ParameterizedTest
    @CsvSource({"icarus", "verilator"})
    void theBenchRunsByHandAndItsStatusSaysWhetherItPassed(String simulator) throws Exception {
        CommandRun.of(System.getenv(), command("--no-simulate", "--no-synthesis")).json();
        Path bench = directory.resolve("out/tb");
        CommandRun good = CommandRun.program(bench, List.of("sh", "run.sh", simulator));
        assertThat(good.status()).as(good.out()).isZero();
        assertThat(good.out()).contains("PASS kernel_saturate: 28 runs");
        Path expected = bench.resolve("vectors/m_y.hex");
        List<String> words = new ArrayList<>(Files.readAllLines(expected));
        // One element of one run differs by one bit.
        int at = words.size() / 2;
        words.set(at, Long.toHexString(Long.parseLong(words.get(at), 16) ^ 1));
        Files.write(expected, words);
        CommandRun bad = CommandRun.program(bench, List.of("sh", "run.sh", simulator));
        assertThat(bad.status()).as(bad.out()).isNotZero();
        assertThat(bad.out()).containsPattern("FAIL run \\d+: m_y: element \\d+: expected +\\d+ \\(0x..\\), got +\\d+ \\(0x..\\)")
                .doesNotContain("PASS");
    }

    /** A tool that spoils the kernel's Verilog before it does its work. */
    private Map<String, String> spoiling(String variable, String tool, String edit) throws IOException {
        Path script = Files.writeString(directory.resolve(tool), "#!/bin/sh\nif [ -f ../rtl/kernel_saturate.v ]; then sed -i '" + edit
                + "' ../rtl/kernel_saturate.v; fi\nexec " + tool + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put(variable, script.toString());
        return environment;
    }

    @ParameterizedTest
    @CsvSource({"FABRICAST_VERILATOR,verilator", "FABRICAST_IVERILOG,iverilog"})
    void aWrongConstantInTheVerilogEndsWithItsFirstDifferenceAndLeavesNothing(String variable, String tool) throws IOException {
        CommandRun run = CommandRun.of(spoiling(variable, tool, "s/8.hff/8'\"'\"'hfe/"), command("--no-synthesis"));
        assertThat(run.status()).as(run.err()).isEqualTo(5);
        assertThat(run.err()).contains("error[F5004]", "m_y: element", "expected 255 (0xff), got 254 (0xfe)");
        assertNothingWasWritten();
    }

    @Test
    void aKernelThatHangsIsStoppedByTheWatchdog() throws IOException {
        CommandRun run = CommandRun.of(spoiling("FABRICAST_IVERILOG", "iverilog", "s/assign done = .*/assign done = 0;/"),
                command("--no-synthesis"));
        assertThat(run.status()).as(run.err()).isEqualTo(5);
        assertThat(run.err()).contains("expected done within", "got none");
        assertNothingWasWritten();
    }

    @Test
    void aCycleTooManyIsADifferenceToo() throws IOException {
        // The queue of two words with one place left over: the values stay right, the pace does not.
        CommandRun run = CommandRun.of(spoiling("FABRICAST_IVERILOG", "iverilog", "s/y_count_q == 2.d2/y_count_q == 2'\"'\"'d1/"),
                command("--no-synthesis"));
        assertThat(run.status()).as(run.err()).isEqualTo(5);
        assertThat(run.err()).contains("cycles as predicted");
        assertNothingWasWritten();
    }

    private void assertNothingWasWritten() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            assertThat(entries.map(p -> p.getFileName().toString())).noneMatch(name -> name.startsWith("out") || name.startsWith("."));
        }
    }
}
