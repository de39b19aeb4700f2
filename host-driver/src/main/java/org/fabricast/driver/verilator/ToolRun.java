package org.fabricast.driver.verilator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * One finished run of an outside tool.
 *
 * @param status exit status
 * @param output what it wrote to both of its outputs
 */
public record ToolRun(int status, String output) {

    private static final Pattern COMPILER_ERROR = Pattern.compile(
            "(?i).*(\\berror:|\\bfatal error\\b|undefined reference|not found|cannot find|\\*\\*\\*|no such file).*");
    private static final String LAST_WORD = "%Error: Exiting due to";

    /**
     * Runs a command to its end.
     *
     * @param directory working directory, which also takes the log
     * @param command   the tool and its arguments
     * @throws FabricastException F7001 if the tool cannot be started
     */
    public static ToolRun of(Path directory, List<String> command) {
        try {
            Path log = Files.createTempFile(directory, "tool", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(log.toFile());
            // A make above us must not hand its flags to ours; messages are read, so they must not be translated.
            builder.environment().keySet().removeAll(List.of("MAKEFLAGS", "MAKELEVEL", "MFLAGS"));
            builder.environment().put("LC_ALL", "C");
            int status = finish(start(builder, command.getFirst()));
            String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            Files.delete(log);
            return new ToolRun(status, output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the output of " + command.getFirst(), e);
        }
    }

    private static Process start(ProcessBuilder builder, String tool) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw missing(tool, "nothing that can be started (" + e.getMessage() + ")");
        }
    }

    /** The error for a tool that is not there. */
    static FabricastException missing(String tool, String found) {
        return new FabricastException(ErrorCode.F7001, tool, "an installed program", found,
                "install it (Debian: apt install verilator g++ make zlib1g-dev iverilog yosys), or name another in "
                        + Toolchain.VERILATOR_VARIABLE + ", " + Toolchain.COMPILER_VARIABLE + ", "
                        + Toolchain.MAKE_VARIABLE + ", FABRICAST_IVERILOG or FABRICAST_YOSYS.");
    }

    private static int finish(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a tool was running", e);
        }
    }

    /** The line of the output that says what is wrong: the first error, else the first warning, else the first line. */
    public String firstError() {
        Optional<String> verilator = first(line -> line.startsWith("%Error") && !line.startsWith(LAST_WORD));
        return verilator
                .or(() -> first(line -> line.startsWith("%Warning")))
                .or(() -> first(line -> COMPILER_ERROR.matcher(line).matches()))
                .or(() -> first(line -> true))
                .orElse("no output");
    }

    private Optional<String> first(Predicate<String> wanted) {
        return output.lines().map(String::strip).filter(line -> !line.isEmpty()).filter(wanted).findFirst();
    }
}
