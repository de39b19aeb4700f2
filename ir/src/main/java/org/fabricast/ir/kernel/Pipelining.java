package org.fabricast.ir.kernel;

/**
 * How the hardware of a loop is pipelined; what the loop computes does not depend on it.
 *
 * @param kind     who decides
 * @param interval cycles between the starts of two iterations (words of lanes in a vector loop) of kind {@code INTERVAL},
 *                 0 otherwise
 */
public record Pipelining(Kind kind, int interval) {

    /** Who decides on the interval between iterations. */
    public enum Kind {
        /** The scheduler takes the least interval that recurrences and resources allow. */
        AUTO,
        /** An iteration starts when the one before has ended. */
        OFF,
        /** The source asks for exactly this interval. */
        INTERVAL
    }

    /** The scheduler decides. */
    public static final Pipelining AUTO = new Pipelining(Kind.AUTO, 0);
    /** One iteration after the other. */
    public static final Pipelining OFF = new Pipelining(Kind.OFF, 0);
    /** Largest interval that can be asked for. */
    public static final int MAX_INTERVAL = 1024;

    public Pipelining {
        boolean legal = kind == Kind.INTERVAL ? interval >= 1 && interval <= MAX_INTERVAL : interval == 0;
        if (!legal) {
            throw new IllegalArgumentException("no pipelining " + kind + " with interval " + interval);
        }
    }

    /** An iteration (or word) every {@code interval} cycles. */
    public static Pipelining every(int interval) {
        return new Pipelining(Kind.INTERVAL, interval);
    }
}
