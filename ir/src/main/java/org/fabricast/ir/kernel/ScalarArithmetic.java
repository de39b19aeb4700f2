package org.fabricast.ir.kernel;

/**
 * The meaning of every operator on single values, bit for bit.
 *
 * <p>A value is a {@code long} in normal form: the bits of the type, sign-extended for signed integers, zero-extended for
 * unsigned integers and floats. Rounding: nearest even. NaN results are canonical.
 */
public final class ScalarArithmetic {

    /** The NaN every binary32 operator returns. */
    public static final int NAN_32 = 0x7fc00000;

    /** The NaN every binary16 operator returns. */
    public static final int NAN_16 = 0x7e00;

    /** The NaN every bfloat16 operator returns. */
    public static final int NAN_B16 = 0x7fc0;

    private ScalarArithmetic() {
    }

    /** Brings the low bits of {@code raw} into the normal form of a type. */
    public static long normalise(ScalarType type, long raw) {
        int spare = Long.SIZE - type.bits();
        return type.kind() == ScalarType.Kind.SIGNED ? raw << spare >> spare : raw << spare >>> spare;
    }

    /**
     * Applies a pure operator other than CONST and TABLE.
     *
     * @param result  type of the result
     * @param operand type of the first operand; of the second for SELECT
     * @param a       first operand
     * @param b       second operand, ignored if there is none
     * @param c       third operand, ignored if there is none
     */
    public static long apply(OpCode opcode, ScalarType result, ScalarType operand, long a, long b, long c) {
        return switch (opcode) {
            case CONST, TABLE -> throw new IllegalArgumentException(opcode + " is not computed from its operands");
            case FADD -> round(result, real(result, a) + real(result, b));
            case FSUB -> round(result, real(result, a) - real(result, b));
            case FMUL -> round(result, real(result, a) * real(result, b));
            case FMA -> f32(Math.fma(single(a), single(b), single(c)));
            case I2F -> f32((float) (int) a);
            case F2I -> (int) Math.rint(single(a));
            case H2F -> f32(Float.float16ToFloat((short) a));
            case F2H -> half(single(a));
            case B2F -> f32(single(a << 16));
            case F2B -> bfloat((int) a);
            case FLT -> real(operand, a) < real(operand, b) ? 1 : 0;
            case FLE -> real(operand, a) <= real(operand, b) ? 1 : 0;
            case FEQ -> real(operand, a) == real(operand, b) ? 1 : 0;
            case BITCAST, RESIZE -> normalise(result, a);
            case ADD -> normalise(result, a + b);
            case SUB -> normalise(result, a - b);
            case MUL -> normalise(result, a * b);
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHL -> b >= result.bits() ? 0 : normalise(result, a << b);
            case SHR -> operand.kind() == ScalarType.Kind.SIGNED
                    ? a >> Math.min(b, Long.SIZE - 1) : b >= result.bits() ? 0 : a >>> b;
            case EQ -> a == b ? 1 : 0;
            case NE -> a != b ? 1 : 0;
            case LT -> compare(operand, a, b) < 0 ? 1 : 0;
            case LE -> compare(operand, a, b) <= 0 ? 1 : 0;
            case SELECT -> a != 0 ? b : c;
        };
    }

    /** Order of two integers of one type, both in normal form. */
    static int compare(ScalarType type, long a, long b) {
        return type.kind() == ScalarType.Kind.SIGNED ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    }

    /** Binary32 holds every binary16. */
    private static float real(ScalarType type, long bits) {
        return type.bits() == 16 ? Float.float16ToFloat((short) bits) : single(bits);
    }

    /**
     * Rounds a sum, difference or product of binary32 to the operands' type. For binary16 that is a second rounding which
     * changes nothing: sums of binary16 that are inexact in binary32 are no ties, for 24 bits are 2 * 11 + 2, and
     * products are exact.
     */
    private static long round(ScalarType type, float value) {
        return type.bits() == 16 ? half(value) : f32(value);
    }

    private static float single(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    private static long f32(float value) {
        return Float.floatToIntBits(value) & 0xffff_ffffL;
    }

    /** Bits of a value rounded to binary16. */
    static int half(float value) {
        return value == value ? Float.floatToFloat16(value) & 0xffff : NAN_16;
    }

    /** Bits of binary32 rounded to bfloat16: the carry runs into the exponent, and at the end of it into infinity. */
    static int bfloat(int bits) {
        int rounded = bits + 0x7fff + (bits >>> 16 & 1) >>> 16;
        return (bits & 0x7fff_ffff) > 0x7f80_0000 ? NAN_B16 : rounded;
    }
}
