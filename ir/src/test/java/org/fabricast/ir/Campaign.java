package org.fabricast.ir;

import java.util.Locale;

/** A long test of which a usual run takes a share, and all with {@code -Dfabricast.full=true}; how much is run is printed. */
public final class Campaign {

    private Campaign() {
    }

    /** True when long tests run wholly. */
    public static boolean full() {
        return Boolean.getBoolean("fabricast.full");
    }

    /**
     * Cases to run.
     *
     * @param what  the test and its cases, in words
     * @param share cases of a usual run
     * @param whole cases of a full one
     */
    public static long cases(String what, long share, long whole) {
        long cases = full() ? whole : share;
        System.out.printf(Locale.ROOT, "campaign: %s: %,d of %,d (%.3g %%)%n", what, cases, whole, 100.0 * cases / whole);
        return cases;
    }

    /** True when a test runs that a usual run leaves out. */
    public static boolean runs(String what) {
        System.out.printf("campaign: %s: %s%n", what, full() ? "run" : "left out");
        return full();
    }
}
