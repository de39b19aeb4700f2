package org.fabricast.compiler.quantise.group;

import org.fabricast.ir.datatype.Datatype;

/** What a group's scale is made of, in binary32. With L the greatest level and e = ⌊log2 max |w|⌋: */
public enum ScaleRule {
    /** max |w| / L. */
    GREATEST,
    /** (max w − min w) / L, for integers with a zero point. */
    RANGE,
    /** 2/L · 2^e: the MX variant that BitMoD is compared with; the greatest level is always 2 · 2^e. */
    SHARED_EXPONENT,
    /** 2^e over the greatest power of two not above L: OCP MX, where weights beyond the greatest level saturate. */
    OCP_EXPONENT;

    /** Weights below this count as zero where scales are powers of two. */
    private static final int LEAST_EXPONENT = -100;

    /**
     * The scale of a group.
     *
     * @param least    of its weights
     * @param most     of its weights
     * @param datatype whose levels it has
     * @param floor    no scale of {@link #GREATEST} and {@link #RANGE} is below
     */
    float scale(float least, float most, Datatype datatype, float floor) {
        float greatest = Math.max(Math.abs(least), Math.abs(most));
        return switch (this) {
            case GREATEST -> Math.max(greatest / datatype.greatest(), floor);
            case RANGE -> Math.max((most - least) / datatype.greatest(), floor);
            case SHARED_EXPONENT, OCP_EXPONENT -> Math.scalb(unit(datatype), exponent(greatest));
        };
    }

    /** Whether scales are a constant times a power of two. */
    public boolean powerOfTwo() {
        return this == SHARED_EXPONENT || this == OCP_EXPONENT;
    }

    /** The constant before the power of two. */
    public float unit(Datatype datatype) {
        return this == SHARED_EXPONENT ? 2f / datatype.greatest() : 1f / Integer.highestOneBit(datatype.greatest());
    }

    /** ⌊log2⌋, exact: the published one takes the logarithm in binary32, which rounds up just below a power of two. */
    private static int exponent(float greatest) {
        return Math.max(greatest == 0 ? LEAST_EXPONENT : Math.getExponent(greatest), LEAST_EXPONENT);
    }
}
