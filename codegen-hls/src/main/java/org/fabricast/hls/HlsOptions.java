package org.fabricast.hls;

/**
 * What the hardware of a kernel may be chosen by; it never changes a result.
 *
 * @param lanes   iterations of a vector loop per cycle: 1, 2, 4 or 8
 * @param clockNs period the operators are chained within, in nanoseconds
 */
public record HlsOptions(int lanes, double clockNs) {

    /** Period of 250 MHz. */
    public static final double DEFAULT_CLOCK_NS = 4.0;

    public HlsOptions {
        if (lanes < 1 || lanes > 8 || Integer.bitCount(lanes) != 1) {
            throw new IllegalArgumentException("lanes must be 1, 2, 4 or 8: " + lanes);
        }
        if (!(clockNs >= DelayModel.LEAST_CLOCK_NS && clockNs <= 1000)) {
            throw new IllegalArgumentException("clock period must be " + DelayModel.LEAST_CLOCK_NS + " to 1000 ns: " + clockNs);
        }
    }

    /** These lanes at {@link #DEFAULT_CLOCK_NS}. */
    public static HlsOptions lanes(int lanes) {
        return new HlsOptions(lanes, DEFAULT_CLOCK_NS);
    }
}
