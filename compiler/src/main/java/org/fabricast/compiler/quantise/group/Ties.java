package org.fabricast.compiler.quantise.group;

/** Which of two levels at the same distance a weight is rounded to. */
public enum Ties {
    /** The more negative one: the rule of BitMoD's search. */
    LOWER,
    /** The one with an even code: to nearest even for integers and floating-point numbers. */
    EVEN
}
