package org.fabricast.hls;

/**
 * What the hardware of a kernel may be chosen by; it never changes a result.
 *
 * @param lanes   iterations of a vector loop per cycle: 1, 2, 4 or 8
 * @param clockNs period the operators are chained within, in nanoseconds; whether a kernel can meet it is found when it is
 *                scheduled (F3112)
 */
public record HlsOptions(int lanes, double clockNs) {

    /** Period of 250 MHz. */
    public static final double DEFAULT_CLOCK_NS = 4.0;

    /** Shortest period that can be asked for. */
    public static final double SHORTEST_CLOCK_NS = 0.1;
    /** Longest period that can be asked for. */
    public static final double LONGEST_CLOCK_NS = 1000;

    public HlsOptions {
        if (lanes < 1 || lanes > 8 || Integer.bitCount(lanes) != 1) {
            throw new IllegalArgumentException("lanes must be 1, 2, 4 or 8: " + lanes);
        }
        if (!(clockNs >= SHORTEST_CLOCK_NS && clockNs <= LONGEST_CLOCK_NS)) {
            throw new IllegalArgumentException("clock period must be " + SHORTEST_CLOCK_NS + " to " + LONGEST_CLOCK_NS + " ns: "
                    + clockNs);
        }
    }

    /** The number of lanes in words. */
    public String lanesText() {
        return lanesText(lanes);
    }

    /** A number of lanes in words, also one that no options have. */
    static String lanesText(int lanes) {
        return lanes == 1 ? "1 lane" : lanes + " lanes";
    }

    /** These lanes at {@link #DEFAULT_CLOCK_NS}. */
    public static HlsOptions lanes(int lanes) {
        return new HlsOptions(lanes, DEFAULT_CLOCK_NS);
    }
}
