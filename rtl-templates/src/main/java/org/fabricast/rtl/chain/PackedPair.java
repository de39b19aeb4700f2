package org.fabricast.rtl.chain;

/**
 * Two sums of INT8 products in one 48-bit number, as the cascade of a sparse chain carries them.
 *
 * <p>{@code p = 2^18·S1 + S0 - 1}, where S1 sums {@code upper·shared} and S0 sums {@code lower·shared}.
 *
 * <p>Range: an INT8 product lies in [-16,256, 16,384], so n of them lie in [-16,256·n, 16,384·n]. With n = 16, S0 - 1 lies in
 * [-260,097, 262,143], inside [-2^18, 2^18): 19 bits with sign s, of which p shows the lower 18. As
 * {@code S0 - 1 = p mod 2^18 - 2^18·s}, what is above is {@code p >> 18 = S1 - s}, whose lowest bit is the parity of S1
 * exclusive or s. The parity of S1 is the exclusive or of the lowest bits of its products, each the AND of the factors' lowest
 * bits: known without the sum. So s is known, S0 and S1 follow, and nothing overflows for up to 16 products. The operand
 * {@code 2^18·upper + lower} lies in [-2^25 - 128, 2^25), inside the 27 bits of the pre-adder.
 *
 * <p>Rounding: none, exact. Source: FlightLLM section 3, which splits the lower sum in an overflow adjust unit between groups;
 * here the sums of all groups stay whole and one bit travels beside them.
 *
 * @param p      the number, sign extended from 48 bits
 * @param parity lowest bit of S1
 * @param count  products in each sum
 */
public record PackedPair(long p, boolean parity, int count) {

    /** Where the upper sum begins. */
    public static final int SHIFT = 18;
    /** Products that a sum may have. */
    public static final int MAX_PRODUCTS = 16;
    private static final int UNUSED_BITS = 64 - 48;

    public PackedPair {
        if (p << UNUSED_BITS >> UNUSED_BITS != p) {
            throw new IllegalArgumentException("more than 48 bits: " + p);
        }
        if (count < 0 || count > MAX_PRODUCTS) {
            throw new IllegalArgumentException(count + " products in a sum");
        }
    }

    /** No product: what a cut starts from. */
    public static PackedPair empty() {
        return new PackedPair(-1, false, 0);
    }

    /** This and the products of a slice. */
    public PackedPair plus(SliceOperands slice) {
        long packed = ((long) slice.upper() << SHIFT) + slice.lower();
        boolean odd = (slice.upper() & slice.shared() & 1) == 1;
        return new PackedPair(p + packed * slice.shared(), parity ^ odd, count + 1);
    }

    private int sign() {
        return (int) (p >> SHIFT & 1) ^ (parity ? 1 : 0);
    }

    /** S0. */
    public int low() {
        return (int) (p & (1L << SHIFT) - 1) - (sign() << SHIFT) + 1;
    }

    /** S1. */
    public int high() {
        return (int) (p >> SHIFT) + sign();
    }
}
