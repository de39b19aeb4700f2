package org.fabricast.diag;

/** Exit status of the command line, one per kind of failure. */
public enum ExitStatus {
    OK(0),
    INTERNAL(1),
    USAGE(2),
    MODEL(3),
    DOES_NOT_FIT(4),
    MISMATCH(5),
    TIMING(6),
    TOOL_MISSING(7),
    TOOL_FAILED(8),
    DEVICE(9),
    INTERRUPTED(130);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The number the process ends with. */
    public int code() {
        return code;
    }
}
