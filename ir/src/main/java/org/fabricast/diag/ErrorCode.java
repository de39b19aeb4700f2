package org.fabricast.diag;

/**
 * Every kind of user-visible error, once. {@code F1xxx} usage and files, {@code F2xxx} models and their formats,
 * {@code F3xxx} kernels, {@code F4xxx} fit, {@code F5xxx} verification, {@code F7xxx} tools, {@code F9xxx} devices and
 * artefacts. A code has one meaning, one test and one page; it is never reused.
 */
public enum ErrorCode {
    F1001(ExitStatus.USAGE, "unusable option or argument",
            "An option's value cannot be used, or two options contradict each other.",
            "Read the accepted values in the message, or run the command with --help."),
    F1002(ExitStatus.USAGE, "file or directory not found",
            "A path given on the command line does not exist or is of the wrong kind.",
            "Check the path; a model is a .bin file or a directory that holds config.json."),
    F1003(ExitStatus.USAGE, "output cannot be written",
            "The output directory or file cannot be created, or it exists and is not an artefact of ours.",
            "Choose a writable place, or remove what stands there.");

    private final ExitStatus exit;
    private final String title;
    private final String meaning;
    private final String remedy;

    ErrorCode(ExitStatus exit, String title, String meaning, String remedy) {
        this.exit = exit;
        this.title = title;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** Exit status of a command that ends with this error. */
    public ExitStatus exit() {
        return exit;
    }

    /** A few words that name the kind of error. */
    public String title() {
        return title;
    }

    /** What the error means, for {@code explain} and the error pages. */
    public String meaning() {
        return meaning;
    }

    /** What usually mends it. */
    public String remedy() {
        return remedy;
    }
}
