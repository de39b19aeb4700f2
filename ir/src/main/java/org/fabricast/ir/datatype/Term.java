package org.fabricast.ir.datatype;

/**
 * What a processing element multiplies an activation by in one cycle: {@code (−1)^sign · 2^exponent · mantissa · 2^significance}.
 *
 * @param sign         whether it is subtracted
 * @param exponent     0 to 3, of each weight
 * @param mantissa     0 or 1, of each weight
 * @param significance the same for all weights in that cycle: 0, 2, 4, 6 of integers, 0 and −1 of numbers in halves
 */
public record Term(boolean sign, int exponent, int mantissa, int significance) {

    public Term {
        if (exponent < 0 || exponent > 3 || mantissa < 0 || mantissa > 1 || significance < -1 || significance > 6) {
            throw new IllegalArgumentException("term " + exponent + ", " + mantissa + ", " + significance);
        }
    }

    /** Its value in halves: a whole number. */
    public int halves() {
        int magnitude = mantissa << exponent + significance + 1;
        return sign ? -magnitude : magnitude;
    }
}
