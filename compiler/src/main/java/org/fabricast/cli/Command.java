package org.fabricast.cli;

import java.util.concurrent.Callable;

import org.fabricast.diag.ExitStatus;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** What all commands share: options, console, exit status. */
abstract class Command implements Callable<Integer> {

    @Mixin
    private final GlobalOptions options = new GlobalOptions();

    @ParentCommand
    private Main main;

    /** Does the work and says how it ended. */
    abstract ExitStatus run(Console console);

    @Override
    public final Integer call() {
        return run(console()).code();
    }

    final Console console() {
        return main.console(options);
    }
}
