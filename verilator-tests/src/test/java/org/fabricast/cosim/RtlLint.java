package org.fabricast.cosim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fabricast.driver.verilator.VerilogSource;

/**
 * Runs Verilator, Icarus and Yosys over Verilog and fails unless all three are silent. A missing tool fails too.
 */
public final class RtlLint {

    private RtlLint() {
    }

    /** Fails with the tools' output unless the design of {@code top} gives no warning in any tool. */
    public static void mustBeSilent(String top, List<VerilogSource> sources) {
        mustBeSilent(top, sources, List.of());
    }

    /** The same, of which Yosys need not look into modules that are linted with another top. */
    public static void mustBeSilent(String top, List<VerilogSource> sources, List<String> knownToYosys) {
        List<String> findings = findings(top, sources, knownToYosys);
        if (!findings.isEmpty()) {
            throw new AssertionError("lint of " + top + ":\n" + String.join("\n", findings));
        }
    }

    /** What the tools say, one entry per tool that says anything. */
    static List<String> findings(String top, List<VerilogSource> sources) {
        return findings(top, sources, List.of());
    }

    private static List<String> findings(String top, List<VerilogSource> sources, List<String> known) {
        try {
            Path directory = Files.createTempDirectory("fabricast-lint");
            try {
                return findings(top, sources, known, directory);
            } finally {
                try (Stream<Path> paths = Files.walk(directory)) {
                    for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> findings(String top, List<VerilogSource> sources, List<String> known, Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        for (VerilogSource source : sources) {
            Files.writeString(directory.resolve(source.name()), source.text(), StandardCharsets.UTF_8);
            names.add(source.name());
        }
        String files = names.stream().map(name -> "read_verilog " + (known.contains(name) ? "-lib " : "") + name + "; ")
                .collect(Collectors.joining());
        List<String> findings = new ArrayList<>();
        run(directory, findings, with(List.of("verilator", "--lint-only", "-Wall", "--top-module", top), names));
        run(directory, findings, with(List.of("iverilog", "-g2005", "-Wall", "-s", top, "-o", "design.vvp"), names));
        run(directory, findings, List.of("yosys", "-q", "-p",
                files + "hierarchy -check -top " + top + "; proc; check -assert"));
        return findings;
    }

    private static List<String> with(List<String> command, List<String> files) {
        List<String> all = new ArrayList<>(command);
        all.addAll(files);
        return all;
    }

    private static void run(Path directory, List<String> findings, List<String> command) throws IOException {
        Path log = directory.resolve("log");
        int status;
        try {
            status = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                    .redirectOutput(log.toFile()).start().waitFor();
        } catch (IOException e) {
            findings.add(command.getFirst() + " cannot be started: " + e.getMessage());
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        String output = Files.readString(log, StandardCharsets.UTF_8).strip();
        if (status != 0 || !output.isEmpty()) {
            findings.add(command.getFirst() + " (exit status " + status + "):\n" + output);
        }
    }
}
