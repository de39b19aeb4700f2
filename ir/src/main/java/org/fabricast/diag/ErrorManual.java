package org.fabricast.diag;

/** The page {@code docs/errors.md}, from the error codes. */
public final class ErrorManual {

    private ErrorManual() {
    }

    /** The whole page. */
    public static String text() {
        StringBuilder text = new StringBuilder("""
                # Errors

                Generated from `ErrorCode` by `ErrorManual`; do not edit. An error names its code, the subject, what was expected and
                what was found; `fabricast explain CODE` prints the same entry. The status is what the command ends with.
                """);
        for (ErrorCode code : ErrorCode.values()) {
            text.append("""

                    ## %s: %s

                    %s %s

                    Exit status %d.
                    """.formatted(code, code.title(), code.meaning(), code.remedy(), code.exit().code()));
        }
        return text.toString();
    }
}
