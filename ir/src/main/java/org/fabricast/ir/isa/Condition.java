package org.fabricast.ir.isa;

/** When {@code SYS.BRANCH} continues at its target; {@code cond} holds the ordinal. */
public enum Condition {
    /** In any case. */
    ALWAYS,
    /** Equal. */
    EQUAL,
    /** Not equal. */
    NOT_EQUAL,
    /** Less, unsigned. */
    LESS,
    /** Greater or equal, unsigned. */
    GREATER_OR_EQUAL;

    /**
     * The condition that a field holds.
     *
     * @throws IllegalArgumentException if there is none of that number
     */
    public static Condition of(int field) {
        if (field < 0 || field >= values().length) {
            throw new IllegalArgumentException("no condition " + field);
        }
        return values()[field];
    }

    /** Whether it holds for two numbers whose comparison gave {@code order}, as a {@code Comparator} does. */
    public boolean holds(int order) {
        return switch (this) {
            case ALWAYS -> true;
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }
}
