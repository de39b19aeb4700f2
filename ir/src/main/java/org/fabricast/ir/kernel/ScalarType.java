package org.fabricast.ir.kernel;

/**
 * Type of a kernel value.
 *
 * @param kind integer, IEEE float or bfloat
 * @param bits 1..64 for integers, 16 or 32 for IEEE floats, 16 for bfloat
 */
public record ScalarType(Kind kind, int bits) {

    /** Interpretation of the bits. */
    public enum Kind { UNSIGNED, SIGNED, FLOAT, BFLOAT }

    /** IEEE binary32. */
    public static final ScalarType F32 = new ScalarType(Kind.FLOAT, 32);
    /** IEEE binary16. */
    public static final ScalarType F16 = new ScalarType(Kind.FLOAT, 16);
    /** The upper half of binary32 (8 bits of exponent, 7 of fraction): converted, moved and reinterpreted only. */
    public static final ScalarType BF16 = new ScalarType(Kind.BFLOAT, 16);
    /** Result of a comparison. */
    public static final ScalarType BOOL = new ScalarType(Kind.UNSIGNED, 1);
    /** Unsigned integer of 32 bits, the type of trip counts. */
    public static final ScalarType U32 = new ScalarType(Kind.UNSIGNED, 32);
    /** Signed integer of 32 bits, the type of untyped literals. */
    public static final ScalarType I32 = new ScalarType(Kind.SIGNED, 32);

    public ScalarType {
        boolean legal = switch (kind) {
            case UNSIGNED, SIGNED -> bits >= 1 && bits <= 64;
            case FLOAT -> bits == 16 || bits == 32;
            case BFLOAT -> bits == 16;
        };
        if (!legal) {
            throw new IllegalArgumentException("no such type: " + kind + " of " + bits + " bits");
        }
    }

    /** Unsigned integer of {@code bits} bits. */
    public static ScalarType unsigned(int bits) {
        return new ScalarType(Kind.UNSIGNED, bits);
    }

    /** Two's complement integer of {@code bits} bits. */
    public static ScalarType signed(int bits) {
        return new ScalarType(Kind.SIGNED, bits);
    }

    /** Whether it is one of the floating-point types. */
    public boolean isFloat() {
        return kind == Kind.FLOAT || kind == Kind.BFLOAT;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case UNSIGNED -> "u" + bits;
            case SIGNED -> "i" + bits;
            case FLOAT -> "f" + bits;
            case BFLOAT -> "bf" + bits;
        };
    }
}
