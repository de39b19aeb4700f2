package org.fabricast.cli;

import picocli.CommandLine.Option;

/** Options of every command. */
final class GlobalOptions {

    /** When text is coloured. */
    enum Color { AUTO, ALWAYS, NEVER }

    @Option(names = "--json", description = "Print one JSON document and nothing else on standard output.")
    boolean json;

    @Option(names = {"-q", "--quiet"}, description = "Print results and errors only.")
    boolean quiet;

    @Option(names = {"-v", "--verbose"}, description = "Show progress also where no terminal is; stack traces of internal errors.")
    boolean verbose;

    @Option(names = "--color", paramLabel = "WHEN", defaultValue = "AUTO",
            description = "auto, always or never (default: auto).")
    Color color = Color.AUTO;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    boolean help;
}
