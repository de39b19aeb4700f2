package org.fabricast.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.RtlOptions.Trace;

/** The value of {@code --trace}: a file, with an optional window of cycles. */
final class TraceOption {

    private static final Pattern FORM = Pattern.compile("(.+?)(?::(\\d+)-(\\d+))?");

    private static final int MOST_DIGITS = 18;

    private TraceOption() {
    }

    static Trace parse(String value) {
        Matcher matcher = FORM.matcher(value);
        if (matcher.matches() && !tooLong(matcher.group(2)) && !tooLong(matcher.group(3))) {
            long from = matcher.group(2) == null ? 0 : Long.parseLong(matcher.group(2));
            long to = matcher.group(3) == null ? Long.MAX_VALUE : Long.parseLong(matcher.group(3));
            if (from <= to) {
                return new Trace(writable(Path.of(matcher.group(1))), from, to);
            }
        }
        throw new FabricastException(ErrorCode.F1001, "--trace", "F.fst or F.fst:FROM-TO with FROM at most TO", value, "");
    }

    /** A cycle that no run reaches, and no {@code long} holds. */
    private static boolean tooLong(String digits) {
        return digits != null && digits.length() > MOST_DIGITS;
    }

    /** Said before a model is built for tracing, which takes long. What stands there is left alone. */
    private static Path writable(Path file) {
        boolean fresh = !Files.exists(file);
        try {
            Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
            if (fresh) {
                Files.delete(file);
            }
            return file;
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F9107, "--trace " + file, "a file that can be written", e.toString(), "");
        }
    }
}
