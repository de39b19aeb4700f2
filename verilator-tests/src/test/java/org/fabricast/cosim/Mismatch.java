package org.fabricast.cosim;

/** Text of a difference: where, expected and actual in decimal and hex, and how to run it again. */
public final class Mismatch {

    private Mismatch() {
    }

    public static String text(String what, long index, long cycle, long expected, long actual, long seed) {
        return String.format("%s[%d] in cycle %d: expected %d (0x%x), found %d (0x%x); seed %d", what, index, cycle,
                expected, expected, actual, actual, seed);
    }
}
