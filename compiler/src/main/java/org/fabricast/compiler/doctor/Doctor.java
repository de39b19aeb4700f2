package org.fabricast.compiler.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fabricast.compiler.verify.LintTools;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.CacheDirectory;
import org.fabricast.driver.verilator.ToolRun;
import org.fabricast.driver.verilator.Toolchain;

/**
 * Looks at everything that Fabricast needs around it: starts each tool and asks for its version, compiles a line against zlib,
 * writes into the cache.
 *
 * <p>Errors: none; each is a finding. Minimum versions: of Verilator, Yosys and Icarus the ones this is
 * tested with (Debian 12); of the compiler, make and ccache a cautious choice.
 */
public final class Doctor {

    private static final int JAVA = 21;
    private static final String JDK_LINE = "apt install openjdk-21-jdk-headless (Debian 12: temurin-21-jdk from adoptium.net)";

    private final Map<String, String> environment;
    private final Path scratch;

    private Doctor(Map<String, String> environment, Path scratch) {
        this.environment = environment;
        this.scratch = scratch;
    }

    /** Examines the machine as {@code environment} names its tools and places. */
    public static Diagnosis examine(Map<String, String> environment) {
        try {
            Path scratch = Files.createTempDirectory("fabricast-doctor");
            try {
                return new Diagnosis(new Doctor(Map.copyOf(environment), scratch).findings());
            } finally {
                try (Stream<Path> paths = Files.walk(scratch)) {
                    for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for temporary files", e);
        }
    }

    private List<ToolFinding> findings() {
        Toolchain tools = Toolchain.of(environment);
        LintTools lint = LintTools.of(environment);
        List<ToolFinding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(jdk());
        findings.add(tool("verilator", List.of(tools.verilator(), "--version"), "5.006", "to simulate Verilog",
                "apt install verilator (Debian 12 or newer)", true));
        findings.add(tool("g++", List.of(tools.compiler(), "--version"), "10.0", "to compile simulations",
                "apt install g++", true));
        findings.add(tool("make", List.of(tools.make(), "--version"), "4.0", "to compile simulations",
                "apt install make", true));
        findings.add(zlib(tools.compiler()));
        findings.add(tool("yosys", List.of(lint.yosys(), "-V"), "0.23", "for the synthesis of verify and kernel",
                "apt install yosys", true));
        findings.add(tool("iverilog", List.of(lint.iverilog(), "-V"), "11.0", "for the lint of verify and the benches of kernel",
                "apt install iverilog", true));
        findings.add(tool("ccache", List.of("ccache", "--version"), "4.0", "to compile simulations again faster (optional)",
                "apt install ccache", false));
        findings.add(cache());
        return findings;
    }

    private static ToolFinding java() {
        Runtime.Version version = Runtime.version();
        return new ToolFinding("java", version.feature() >= JAVA ? ToolState.FOUND : ToolState.TOO_OLD, version.toString(),
                JAVA + " or newer, to run", JDK_LINE, true);
    }

    private static ToolFinding jdk() {
        Path home = Path.of(System.getProperty("java.home"));
        boolean there = Files.isExecutable(home.resolve("bin").resolve("javac"));
        return new ToolFinding("jdk", there ? ToolState.FOUND : ToolState.MISSING,
                there ? Runtime.version().toString() : "no javac beside the running java", JAVA + " or newer, to build",
                JDK_LINE, true);
    }

    private ToolFinding tool(String name, List<String> command, String least, String purpose, String mend,
                             boolean required) {
        String needed = least + " or newer, " + purpose;
        ToolRun run;
        try {
            run = ToolRun.of(scratch, command);
        } catch (FabricastException e) {
            return new ToolFinding(name, ToolState.MISSING, command.getFirst() + " cannot be started", needed, mend, required);
        }
        Optional<ToolVersion> version = ToolVersion.in(run.output());
        if (run.status() != 0 || version.isEmpty()) {
            String found = command.getFirst() + " ends with exit status " + run.status() + ": " + run.firstError();
            return new ToolFinding(name, ToolState.UNUSABLE, found, needed, mend, required);
        }
        boolean enough = version.get().compareTo(ToolVersion.of(least)) >= 0;
        return new ToolFinding(name, enough ? ToolState.FOUND : ToolState.TOO_OLD, first(run.output()), needed, mend, required);
    }

    private static String first(String output) {
        return output.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElseThrow();
    }

    /** Compiles and links, as a simulation does: the header alone would not show that the library is absent. */
    private ToolFinding zlib(String compiler) {
        String needed = "zlib.h and libz, to write traces of simulations";
        String mend = "apt install zlib1g-dev";
        try {
            Files.writeString(scratch.resolve("probe.cpp"),
                    "#include <zlib.h>\n#include <cstdio>\nint main() { std::puts(zlibVersion()); return 0; }\n");
            ToolRun build = ToolRun.of(scratch, List.of(compiler, "-o", "probe", "probe.cpp", "-lz"));
            Path program = scratch.resolve("probe");
            if (build.status() != 0 || !Files.isExecutable(program)) {
                return new ToolFinding("zlib", ToolState.MISSING, build.firstError(), needed, mend, true);
            }
            ToolRun run = ToolRun.of(scratch, List.of(program.toString()));
            ToolState state = run.status() == 0 ? ToolState.FOUND : ToolState.UNUSABLE;
            return new ToolFinding("zlib", state, run.firstError(), needed, mend, true);
        } catch (FabricastException e) {
            return new ToolFinding("zlib", ToolState.UNUSABLE, "no C++ compiler to look with", needed, mend, true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a temporary file", e);
        }
    }

    private ToolFinding cache() {
        Path place = CacheDirectory.of(environment);
        String needed = "a directory that can be written, for verilated machines";
        String mend = "export " + CacheDirectory.VARIABLE + "=DIR with a directory of yours";
        try {
            Files.createDirectories(place);
            Files.delete(Files.createTempFile(place, "doctor", ".tmp"));
            return new ToolFinding("cache", ToolState.FOUND, place.toString(), needed, mend, true);
        } catch (IOException e) {
            return new ToolFinding("cache", ToolState.UNUSABLE, place + " cannot be written (" + e.getClass().getSimpleName()
                    + ")", needed, mend, true);
        }
    }
}
