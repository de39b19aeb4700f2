package org.fabricast.compiler.estimate;

import org.fabricast.compiler.estimate.machine.Totals;

/** What a time is bound by: the unit that is busy most of it, if one is. */
public enum Bound {
    /** The memory moves data. */
    MEMORY,
    /** The array multiplies. */
    COMPUTE,
    /** Special functions, and the quantiser in front of the engine. */
    SPECIAL_FUNCTIONS,
    /** None of these most of the time: a chain of work that waits for work. */
    LATENCY;

    /** Share of the time from which a unit is the bound. */
    public static final double MOST = 0.5;

    /** Of what units did: the greatest share of the time, if it is at least {@link #MOST}. */
    public static Bound of(Totals totals) {
        double memory = totals.memory();
        double compute = totals.multiplying();
        double special = totals.special() + totals.quantising();
        double most = Math.max(memory, Math.max(compute, special));
        if (most < MOST * totals.cycles()) {
            return LATENCY;
        }
        return most == memory ? MEMORY : most == compute ? COMPUTE : SPECIAL_FUNCTIONS;
    }

    /** As reports write it. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
