package org.fabricast.ir.kernel.text;

import java.util.Comparator;

/**
 * Something that happens once per iteration, under {@code if} only when both branches do it.
 *
 * @param name of the reduction, result or output stream
 */
record Effect(Kind kind, String name) implements Comparable<Effect> {

    private static final Comparator<Effect> ORDER = Comparator.comparing(Effect::kind).thenComparing(Effect::name);

    /** What happens. */
    enum Kind {
        /** A reduction takes a value. */
        CONTRIBUTION,
        /** A scalar result is set. */
        RESULT,
        /** An element goes into an output stream. */
        WRITE
    }

    /** How a message calls it. */
    String text() {
        return switch (kind) {
            case CONTRIBUTION -> "a contribution to " + name;
            case RESULT -> "result " + name;
            case WRITE -> "write(" + name + ", …)";
        };
    }

    @Override
    public int compareTo(Effect other) {
        return ORDER.compare(this, other);
    }
}
