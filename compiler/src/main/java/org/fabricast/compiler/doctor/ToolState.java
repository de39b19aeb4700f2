package org.fabricast.compiler.doctor;

/** How a thing that is needed was found. */
public enum ToolState {
    /** There, and good enough. */
    FOUND("found"),
    /** Not there. */
    MISSING("missing"),
    /** There in a version that cannot be used. */
    TOO_OLD("too-old"),
    /** There, but it fails or does not say what it is. */
    UNUSABLE("unusable");

    private final String text;

    ToolState(String text) {
        this.text = text;
    }

    /** Name as in reports. */
    public String text() {
        return text;
    }
}
