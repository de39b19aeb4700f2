package org.fabricast.compiler.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fabricast.compiler.verify.LintTools;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.verilator.ToolRun;
import org.fabricast.driver.verilator.Toolchain;

/**
 * Runs a test bench. The directory holds {@code rtl/} and {@code tb/}; everything made is left beside them.
 *
 * <p>Errors: F5004 the bench fails; F7001 a tool is missing; F7501, F7502, F7504 a tool fails; F7503 it leaves no product.
 */
final class Simulator {

    private static final Pattern RUN = Pattern.compile("run \\d+: (\\d+) cycles, pauses [01]{2}");
    private static final String VVP = "vvp";

    private static final String FAULT = "A fault of the generator: report it; --no-simulate --no-synthesis keeps the files.";

    private final Path directory;
    private final String bench;
    private final List<String> sources;
    private final Toolchain tools;
    private final LintTools lint;

    /**
     * @param directory where {@code rtl/} and {@code tb/} stand
     * @param bench     module of the bench
     * @param sources   Verilog files of both, relative to {@code tb/}
     */
    Simulator(Path directory, String bench, List<String> sources, Map<String, String> environment) {
        this.directory = directory.resolve("tb");
        this.bench = bench;
        this.sources = List.copyOf(sources);
        this.tools = Toolchain.of(environment);
        this.lint = LintTools.of(environment);
    }

    /** Verilates the bench, compiles and runs it. */
    Simulation verilator() {
        String version = version(tools.verilator(), "--version");
        String build = "../verilated";
        List<String> command = new ArrayList<>(List.of(tools.verilator(), "--cc", "--exe", "--main", "--timing", "-Wall",
                "--top-module", bench, "--Mdir", build));
        command.addAll(sources);
        tool(ErrorCode.F7501, command, build + "/V" + bench + ".mk");
        tool(ErrorCode.F7502, List.of(tools.make(), "-j2", "-C", build, "-f", "V" + bench + ".mk", "OPT_FAST=-O1", "OPT_SLOW=-O0",
                "CXX=" + tools.compiler(), "LINK=" + tools.compiler(), "OBJCACHE=" + tools.cache().orElse("")), build + "/V" + bench);
        return passed("verilator", version, List.of(directory.resolve(build + "/V" + bench).normalize().toString()));
    }

    /** Compiles the bench with Icarus and runs it. */
    Simulation icarus() {
        String version = version(lint.iverilog(), "-V");
        String product = "../bench.vvp";
        List<String> command = new ArrayList<>(List.of(lint.iverilog(), "-g2005", "-Wall", "-s", bench, "-o", product));
        command.addAll(sources);
        String words = tool(ErrorCode.F7504, command, product);
        if (!words.isBlank()) {
            throw new FabricastException(ErrorCode.F7504, lint.iverilog(), "no warning", words.lines().findFirst().orElseThrow(), FAULT);
        }
        return passed("icarus", version, List.of(vvp(), "-N", product));
    }

    /** The run-time part of Icarus stands beside its compiler. */
    private String vvp() {
        Path compiler = Path.of(lint.iverilog());
        Path beside = compiler.resolveSibling(VVP);
        return compiler.getParent() != null && Files.isExecutable(beside) ? beside.toString() : VVP;
    }

    private String version(String tool, String option) {
        return ToolRun.of(directory, List.of(tool, option)).output().lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst()
                .orElse("unknown");
    }

    private String tool(ErrorCode failure, List<String> command, String product) {
        ToolRun run = ToolRun.of(directory, command);
        if (run.status() != 0) {
            throw new FabricastException(failure, command.getFirst(), "exit status 0", "exit status " + run.status() + ": "
                    + run.firstError(), failure == ErrorCode.F7502 ? "" : FAULT);
        }
        if (!Files.isRegularFile(directory.resolve(product))) {
            throw new FabricastException(ErrorCode.F7503, command.getFirst(), "the file " + product,
                    "exit status 0 but no such file: " + run.firstError(), "");
        }
        return run.output();
    }

    private Simulation passed(String simulator, String version, List<String> command) {
        ToolRun run = ToolRun.of(directory, command);
        List<String> lines = run.output().lines().toList();
        List<String> failures = lines.stream().filter(l -> l.startsWith("FAIL")).toList();
        boolean pass = lines.stream().anyMatch(l -> l.startsWith("PASS"));
        if (!failures.isEmpty()) {
            throw new FabricastException(ErrorCode.F5004, bench + " in " + simulator, "PASS", failures.getFirst(),
                    "--no-simulate writes the files nevertheless; tb/run.sh runs them.");
        }
        if (run.status() != 0 || !pass) {
            throw new FabricastException(ErrorCode.F7504, command.getFirst(), "a bench that ends with PASS or FAIL",
                    "exit status " + run.status() + ": " + run.firstError(), FAULT);
        }
        return new Simulation(simulator, version, lines.stream().map(RUN::matcher).filter(Matcher::matches)
                .map(m -> Long.parseLong(m.group(1))).toList());
    }
}
