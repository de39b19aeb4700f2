package org.fabricast.ir.kernel.text;

import java.math.BigInteger;
import org.fabricast.ir.kernel.ScalarType;

/**
 * Type of an expression: what the hardware sees, and where the binary point of a fixed-point number stands. A fixed-point
 * number is its raw integer times 2^-fraction; {@code fx8_16} is signed with 8 bits before the point (sign included) and
 * 16 behind, {@code ufx8_16} is unsigned.
 *
 * @param scalar   type of the raw bits
 * @param fixed    whether it is fixed point; an integer type never is
 * @param fraction bits behind the point; 0 unless fixed
 */
record Type(ScalarType scalar, boolean fixed, int fraction) {

    static final Type F32 = of(ScalarType.F32);
    static final Type F16 = of(ScalarType.F16);
    static final Type BF16 = of(ScalarType.BF16);
    static final Type BOOL = of(ScalarType.BOOL);
    static final Type U32 = of(ScalarType.U32);
    static final Type I32 = of(ScalarType.I32);

    Type {
        if (fraction < 0 || fraction > 0 && !fixed || fraction > scalar.bits() || fixed && scalar.isFloat()) {
            throw new IllegalArgumentException("no fixed point of " + scalar + " with " + fraction + " bits behind the point");
        }
    }

    static Type of(ScalarType scalar) {
        return new Type(scalar, false, 0);
    }

    static Type fixed(boolean signed, int whole, int fraction) {
        int bits = whole + fraction;
        return new Type(signed ? ScalarType.signed(bits) : ScalarType.unsigned(bits), true, fraction);
    }

    int bits() {
        return scalar.bits();
    }

    /** Bits before the point, sign included. */
    int whole() {
        return scalar.bits() - fraction;
    }

    boolean isFloat() {
        return scalar.isFloat();
    }

    /** Integer, bool included. */
    boolean isInteger() {
        return !scalar.isFloat() && !fixed;
    }

    boolean signed() {
        return scalar.kind() == ScalarType.Kind.SIGNED;
    }

    /** Least raw value of an integer or fixed-point type. */
    BigInteger least() {
        return signed() ? BigInteger.ONE.shiftLeft(bits() - 1).negate() : BigInteger.ZERO;
    }

    /** Greatest raw value of an integer or fixed-point type. */
    BigInteger greatest() {
        return BigInteger.ONE.shiftLeft(signed() ? bits() - 1 : bits()).subtract(BigInteger.ONE);
    }

    @Override
    public String toString() {
        return fixed ? (signed() ? "fx" : "ufx") + whole() + "_" + fraction : scalar.toString();
    }
}
