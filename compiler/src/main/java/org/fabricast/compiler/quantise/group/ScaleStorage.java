package org.fabricast.compiler.quantise.group;

/** How the scales of groups are kept. Formats whose scales are powers of two keep 8 bits of exponent either way. */
public enum ScaleStorage {
    /** Binary32. */
    FLOAT("float"),
    /** 8 bits without sign per group, and a binary32 scale per row that they multiply. */
    INT8("int8");

    private final String text;

    ScaleStorage(String text) {
        this.text = text;
    }

    /** Name in options and reports. */
    public String text() {
        return text;
    }
}
