package org.fabricast.driver.verilator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.ExitStatus;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerilatorBuildTest {

    private static final String ADDER = """
            `default_nettype none
            module adder #(parameter OFFSET = 0) (input wire [7:0] a, input wire [7:0] b, output wire [7:0] z);
              assign z = a + b + OFFSET[7:0];
            endmodule
            `default_nettype wire
            """;
    private static final String WRAPPER = """
            #include "Vdut.h"
            extern "C" int fab_add(int a, int b) {
                VerilatedContext context;
                Vdut dut(&context);
                dut.a = a; dut.b = b; dut.eval();
                return dut.z;
            }
            """;

    @TempDir
    Path directory;

    private Path cacheRoot;
    private Map<String, String> environment;

    @BeforeEach
    void useACacheOfOurOwn() {
        cacheRoot = directory.resolve("cache");
        environment = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "FABRICAST_CACHE", cacheRoot.toString()));
    }

    private static BuildRequest request(String verilog, String wrapper) {
        return new BuildRequest("adder", List.of(new VerilogSource("adder.v", verilog)), wrapper, BuildOptions.FAST);
    }

    private Path build(BuildRequest request, BuildListener listener) {
        return VerilatorBuild.of(environment).build(request, listener);
    }

    private static int add(Path library, int a, int b) {
        try (NativeLibrary loaded = NativeLibrary.getInstance(library.toString())) {
            Function function = loaded.getFunction("fab_add");
            return function.invokeInt(new Object[] {a, b});
        }
    }

    private List<String> cacheEntries() throws IOException {
        if (!Files.exists(cacheRoot.resolve("verilated"))) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(cacheRoot.resolve("verilated"))) {
            return entries.map(path -> path.getFileName().toString()).filter(name -> !name.endsWith(".lock")).toList();
        }
    }

    private void plant(String variable, String script) throws IOException {
        Path fake = directory.resolve("fake-" + variable);
        Files.writeString(fake, "#!/bin/sh\n" + script + "\n");
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        environment.put(variable, fake.toString());
    }

    private void assertFails(ErrorCode code, ExitStatus exit, String... quotes) throws IOException {
        assertThatThrownBy(() -> build(request(ADDER, WRAPPER), BuildListener.SILENT))
                .isInstanceOfSatisfying(FabricastException.class, failure -> {
                    assertThat(failure.diagnostics().getFirst().code()).isEqualTo(code);
                    assertThat(failure.exit()).isEqualTo(exit);
                    assertThat(failure.getMessage()).contains(quotes);
                });
        assertThat(cacheEntries()).isEmpty();
    }

    @Test
    void buildsALibraryThatComputesAndFindsItTheSecondTime() throws IOException {
        List<String> steps = new ArrayList<>();
        BuildListener listener = (step, count, what, elapsed) -> {
            assertThat(elapsed.isNegative()).isFalse();
            steps.add(step + "/" + count + " " + what);
        };
        Path library = build(request(ADDER, WRAPPER), listener);
        assertThat(add(library, 200, 100)).isEqualTo(44);
        assertThat(steps).containsExactly("1/3 verilate adder", "2/3 compile adder", "3/3 link adder");
        assertThat(library).startsWith(cacheRoot);

        Path again = build(request(ADDER, WRAPPER), listener);
        assertThat(again).isEqualTo(library);
        assertThat(steps).hasSize(3);
        assertThat(cacheEntries()).hasSize(1);
    }

    @Test
    void anotherTextAnotherWrapperAnotherParameterOrAnotherOptionIsAnotherLibrary() throws IOException {
        Path plain = build(request(ADDER, WRAPPER), BuildListener.SILENT);
        Path subtract = build(request(ADDER.replace("a + b", "a - b"), WRAPPER), BuildListener.SILENT);
        Path swapped = build(request(ADDER, WRAPPER.replace("return dut.z", "return 1000 + dut.z")), BuildListener.SILENT);
        List<VerilogSource> sources = List.of(new VerilogSource("adder.v", ADDER));
        Path offset = build(new BuildRequest("adder", new TreeMap<>(Map.of("OFFSET", 5L)), sources, WRAPPER,
                BuildOptions.FAST), BuildListener.SILENT);
        Path traced = build(new BuildRequest("adder", sources, WRAPPER, BuildOptions.TRACED), BuildListener.SILENT);
        assertThat(add(plain, 7, 3)).isEqualTo(10);
        assertThat(add(subtract, 7, 3)).isEqualTo(4);
        assertThat(add(swapped, 7, 3)).isEqualTo(1010);
        assertThat(add(offset, 7, 3)).isEqualTo(15);
        assertThat(add(traced, 7, 3)).isEqualTo(10);
        assertThat(cacheEntries()).hasSize(5);
    }

    @Test
    void twoBuildersAtOnceMakeOneEntry() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Callable<Path> job = () -> build(request(ADDER, WRAPPER), BuildListener.SILENT);
            for (Future<Path> result : pool.invokeAll(List.of(job, job))) {
                assertThat(add(result.get(), 1, 2)).isEqualTo(3);
            }
        }
        assertThat(cacheEntries()).hasSize(1);
    }

    /** Started as a process of its own: builds the adder and prints the library's path. */
    static final class BuildOnce {
        public static void main(String[] arguments) {
            BuildListener listener = (step, steps, what, elapsed) -> System.out.println(what);
            System.out.println(VerilatorBuild.fromEnvironment().build(request(ADDER, WRAPPER), listener));
        }
    }

    @Test
    void twoProcessesAtOnceMakeOneEntryAndOneOfThemDoesTheWork() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), BuildOnce.class.getName()).redirectErrorStream(true);
        builder.environment().put("FABRICAST_CACHE", cacheRoot.toString());
        List<Process> processes = List.of(builder.start(), builder.start());
        List<String> lines = new ArrayList<>();
        for (Process process : processes) {
            lines.addAll(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList());
            assertThat(process.waitFor()).as(lines.toString()).isZero();
        }
        assertThat(cacheEntries()).hasSize(1);
        String library = cacheRoot.resolve("verilated").resolve(cacheEntries().getFirst()).resolve("libadder.so").toString();
        assertThat(lines).containsExactlyInAnyOrder("verilate adder", "compile adder", "link adder", library, library);
    }

    @Test
    void whatAKilledBuildLeftBehindDoesNotDisturbTheNext() throws IOException {
        build(request(ADDER, WRAPPER), BuildListener.SILENT);
        String entry = cacheEntries().getFirst();
        Path root = cacheRoot.resolve("verilated");
        Files.move(root.resolve(entry), root.resolve(entry + ".building"));
        Path library = build(request(ADDER, WRAPPER), BuildListener.SILENT);
        assertThat(add(library, 2, 3)).isEqualTo(5);
        assertThat(cacheEntries()).containsExactly(entry);
    }

    @Test
    void aMissingToolIsNamed() throws IOException {
        for (String variable : List.of("FABRICAST_VERILATOR", "FABRICAST_CXX", "FABRICAST_MAKE")) {
            environment.put(variable, "/nowhere/" + variable);
            assertFails(ErrorCode.F7001, ExitStatus.TOOL_MISSING, "/nowhere/" + variable);
            environment.remove(variable);
        }
    }

    @Test
    void aToolThatCannotEvenTellItsVersionCountsAsMissing() throws IOException {
        plant("FABRICAST_VERILATOR", "echo 'perl: library not loaded' >&2; exit 127");
        assertFails(ErrorCode.F7001, ExitStatus.TOOL_MISSING, "exit status 127", "perl: library not loaded");
    }

    @Test
    void aFailingVerilatorIsQuotedByItsFirstError() throws IOException {
        plant("FABRICAST_VERILATOR", """
                [ "$1" = --version ] && { echo 'Verilator 5.006 planted'; exit 0; }
                echo '%Warning-WIDTH: adder.v:3: too narrow'
                echo '%Error: adder.v:4:1: planted failure' >&2
                echo '%Error: adder.v:5:1: a later failure' >&2
                exit 1""");
        assertFails(ErrorCode.F7501, ExitStatus.TOOL_FAILED, "exit status 1: %Error: adder.v:4:1: planted failure");
    }

    @Test
    void aVerilatorThatReportsSuccessWithoutProductIsAFailure() throws IOException {
        plant("FABRICAST_VERILATOR", "echo 'Verilator 5.006 planted'; exit 0");
        assertFails(ErrorCode.F7503, ExitStatus.TOOL_FAILED, "the file Vdut.mk");
    }

    @Test
    void aCompilerThatFailsIsQuoted() throws IOException {
        plant("FABRICAST_CXX", """
                [ "$1" = --version ] && { echo 'g++ planted'; exit 0; }
                echo 'wrapper.cpp:1:1: error: planted by the test' >&2
                exit 1""");
        assertFails(ErrorCode.F7502, ExitStatus.TOOL_FAILED, "error: planted by the test");
    }

    @Test
    void aMakeThatReportsSuccessWithoutProductIsAFailure() throws IOException {
        plant("FABRICAST_MAKE", "exit 0");
        assertFails(ErrorCode.F7503, ExitStatus.TOOL_FAILED, "the file wrapper.o");
    }

    @Test
    void badVerilogAndABadWrapperAreRefusedAndLeaveNothing() throws IOException {
        assertThatThrownBy(() -> build(request(ADDER.replace("assign", "asign"), WRAPPER), BuildListener.SILENT))
                .isInstanceOf(FabricastException.class).hasMessageContainingAll("F7501", "adder.v:3", "syntax error");
        assertThatThrownBy(() -> build(request(ADDER, WRAPPER.replace("dut.z", "dut.y")), BuildListener.SILENT))
                .isInstanceOf(FabricastException.class).hasMessageContainingAll("F7502", "wrapper.cpp:6");
        assertThat(cacheEntries()).isEmpty();
    }

    @Test
    void aWarningOfVerilatorIsAFailureThatQuotesTheWarning() throws IOException {
        assertThatThrownBy(() -> build(request(ADDER.replace("OFFSET[7:0]", "OFFSET[5:0]"), WRAPPER), BuildListener.SILENT))
                .isInstanceOf(FabricastException.class).hasMessageContainingAll("F7501", "%Warning-WIDTH", "adder.v:3");
        assertThat(cacheEntries()).isEmpty();
    }

    @Test
    void theCacheStandsInTheUsersCacheDirectoryUnlessTheEnvironmentSaysOtherwise() {
        assertThat(BuildCache.of(Map.of("XDG_CACHE_HOME", "/x")).root()).isEqualTo(Path.of("/x/fabricast/verilated"));
        assertThat(BuildCache.of(Map.of("XDG_CACHE_HOME", "/x", "FABRICAST_CACHE", "/y")).root())
                .isEqualTo(Path.of("/y/verilated"));
        assertThat(BuildCache.of(Map.of()).root())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "fabricast", "verilated"));
    }

    @Test
    void aCacheThatCannotBeWrittenIsAnErrorOfUse() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        environment.put("FABRICAST_CACHE", file.toString());
        assertThatThrownBy(() -> build(request(ADDER, WRAPPER), BuildListener.SILENT))
                .isInstanceOf(FabricastException.class).hasMessageContaining("F1003");
    }
}
