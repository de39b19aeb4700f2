package org.fabricast.compiler.estimate;

/** What is estimated. */
public enum Phase {
    /** Reading a prompt, from the first position on. */
    PREFILL,
    /** One generated token, in the middle of a text. */
    DECODE
}
