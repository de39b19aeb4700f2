package org.fabricast.cli;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.ExitStatus;
import org.fabricast.diag.FabricastException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Entry point. Exit statuses are those of {@link ExitStatus}. */
@CommandLine.Command(name = "fabricast", mixinStandardHelpOptions = true, version = "fabricast 0.1.0",
        description = "Casts transformers into FPGA fabric.", synopsisSubcommandLabel = "COMMAND",
        subcommands = {DoctorCommand.class, BoardsCommand.class, InspectCommand.class, CompileCommand.class, RunCommand.class,
            VerifyCommand.class, QuantizeCommand.class, EvaluateCommand.class, EstimateCommand.class, KernelCommand.class, ExplainCommand.class})
public final class Main implements Runnable {

    /** 1 is set by the launcher when standard error is a terminal: Java 21 cannot tell. */
    private static final String TERMINAL_VARIABLE = "FABRICAST_TERMINAL";

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final boolean terminal;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main(PrintStream out, PrintStream err, Map<String, String> environment, boolean terminal) {
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.terminal = terminal;
    }

    /** Runs the command and ends the process with its status. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err, System.getenv(), "1".equals(System.getenv(TERMINAL_VARIABLE))));
    }

    /** Runs a command in process, without a terminal; its exit status is returned. */
    public static int run(String[] args, PrintStream out, PrintStream err, Map<String, String> environment) {
        return run(args, out, err, environment, false);
    }

    private static int run(String[] args, PrintStream out, PrintStream err, Map<String, String> environment,
                           boolean terminal) {
        CommandLine line = new CommandLine(new Main(out, err, environment, terminal));
        line.setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Path.class, Main::path);
        line.setParameterExceptionHandler(Main::misused);
        line.setExecutionExceptionHandler(Main::failed);
        try {
            return line.execute(args);
        } catch (Error e) {
            // picocli hands on exceptions only; whatever ends a command, it is said in one line and with a status.
            return internal(e, line.getCommand(), List.of(args));
        }
    }

    /** The empty path would be the current directory, which nobody means by it. */
    private static Path path(String text) {
        if (text.isBlank()) {
            throw new CommandLine.TypeConversionException("an empty path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }

    Console console(GlobalOptions options) {
        return new Console(out, err, environment, terminal, options);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required command");
    }

    private static int misused(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        Main main = line.getCommandSpec().root().commandLine().getCommand();
        Console console = main.console(options(List.of(args)));
        console.findings(List.of(new Diagnostic(ErrorCode.F1001, line.getCommandSpec().qualifiedName(),
                "arguments as in --help", e.getMessage(), "Try " + line.getCommandSpec().qualifiedName() + " --help.")),
                ExitStatus.USAGE.code());
        return ExitStatus.USAGE.code();
    }

    private static int failed(Exception e, CommandLine line, ParseResult parsed) {
        Console console = ((Command) line.getCommand()).console();
        if (e instanceof FabricastException known) {
            console.findings(known.diagnostics(), known.exit().code());
            return known.exit().code();
        }
        if (e instanceof UncheckedIOException io) {
            console.findings(List.of(new Diagnostic(ErrorCode.F1007, line.getCommandSpec().qualifiedName(),
                    "files that can be read and written", String.valueOf(io.getCause()), "")), ErrorCode.F1007.exit().code());
            return ErrorCode.F1007.exit().code();
        }
        return internal(e, console, line.getCommandSpec().qualifiedName());
    }

    private static int internal(Error e, Main main, List<String> args) {
        return internal(e, main.console(options(args)), main.spec.qualifiedName());
    }

    private static int internal(Throwable e, Console console, String subject) {
        String hint = e instanceof OutOfMemoryError ? "Give Java more memory with -Xmx."
                : "Run again with -v for the place, and report it.";
        console.findings(List.of(new Diagnostic(ErrorCode.F0001, subject, "no internal error", e.toString(), hint)),
                ExitStatus.INTERNAL.code());
        if (console.options().verbose) {
            e.printStackTrace(console.err());
        }
        return ExitStatus.INTERNAL.code();
    }

    /** What of the global options can be told where the arguments were not parsed. */
    private static GlobalOptions options(List<String> args) {
        GlobalOptions options = new GlobalOptions();
        options.json = args.contains("--json");
        options.verbose = args.contains("-v") || args.contains("--verbose");
        return options;
    }
}
