package org.fabricast.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.ExitStatus;
import org.fabricast.diag.FabricastException;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code explain CODE}: one page per error code. */
@CommandLine.Command(name = "explain", description = "What an error code means and what usually mends it.")
final class ExplainCommand extends Command {

    @Parameters(paramLabel = "CODE", description = "Such as F4001.")
    private String code;

    @Override
    ExitStatus run(Console console) {
        String wanted = code.toUpperCase(Locale.ROOT);
        Optional<ErrorCode> found = Arrays.stream(ErrorCode.values()).filter(c -> c.name().equals(wanted)).findFirst();
        ErrorCode error = found.orElseThrow(() -> new FabricastException(ErrorCode.F1001, "CODE",
                "an error code such as F4001", code, "All codes stand in docs/errors.md."));
        console.line("%s: %s (exit status %d, %s)", error, error.title(), error.exit().code(), error.exit());
        console.line("");
        console.line("%s", error.meaning());
        console.line("%s", error.remedy());
        console.json(Console.object().put("code", error.name()).put("title", error.title())
                .put("exit", error.exit().code()).put("meaning", error.meaning()).put("remedy", error.remedy()));
        return ExitStatus.OK;
    }
}
