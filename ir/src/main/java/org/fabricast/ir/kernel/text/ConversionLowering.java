package org.fabricast.ir.kernel.text;

import java.math.BigInteger;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;

/** Lowers conversions by value. Between integers and fixed point nothing but shifts, an increment and two selects remain. */
final class ConversionLowering {

    private static final ScalarType COUNT = ScalarType.unsigned(8);

    private final SsaBuilder ssa;

    ConversionLowering(SsaBuilder ssa) {
        this.ssa = ssa;
    }

    /** The same number in a type that holds it exactly. */
    int align(Type from, Type to, int value) {
        int wide = ssa.op(OpCode.RESIZE, to.scalar(), value);
        int shift = to.fraction() - from.fraction();
        return shift == 0 ? wide : ssa.op(OpCode.SHL, to.scalar(), wide, ssa.constant(COUNT, shift));
    }

    int convert(Type from, Type to, Mode mode, int value) {
        if (from.equals(to)) {
            return value;
        }
        if (from.isFloat()) {
            return fromFloat(to, single(from, value));
        }
        if (to.equals(Type.F32)) {
            int number = ssa.op(OpCode.I2F, ScalarType.F32, ssa.op(OpCode.RESIZE, ScalarType.I32, value));
            return scaled(number, -from.fraction());
        }
        if (!from.fixed() && !to.fixed() && !mode.stated()) {
            return ssa.op(OpCode.RESIZE, to.scalar(), value);
        }
        return overflow(rounded(from, to, mode.rounding(), value), to, mode.overflow());
    }

    private int single(Type from, int value) {
        return from.equals(Type.F32) ? value
                : ssa.op(from.equals(Type.F16) ? OpCode.H2F : OpCode.B2F, ScalarType.F32, value);
    }

    /** Float to integer rounds to nearest even and saturates at 32 bits, then resizes; fixed point saturates at its ends. */
    private int fromFloat(Type to, int value) {
        if (to.isFloat()) {
            return to.equals(Type.F32) ? value : ssa.op(to.equals(Type.F16) ? OpCode.F2H : OpCode.F2B, to.scalar(), value);
        }
        int number = ssa.op(OpCode.F2I, ScalarType.I32, scaled(value, to.fraction()));
        return to.fixed() ? overflow(number, to, Mode.Overflow.SATURATE) : ssa.op(OpCode.RESIZE, to.scalar(), number);
    }

    /** Times a power of two, which is exact within the range of binary32. */
    private int scaled(int value, int exponent) {
        return exponent == 0 ? value : ssa.op(OpCode.FMUL, ScalarType.F32, value,
                ssa.constant(ScalarType.F32, Float.floatToRawIntBits(Math.scalb(1f, exponent))));
    }

    /**
     * The raw number with the point of the target: floor(x / 2^s), plus the bit below the cut (to nearest, ties up), plus
     * that bit only if any bit below it or the lowest bit that stays is set (ties to even).
     */
    private int rounded(Type from, Type to, Mode.Rounding rounding, int value) {
        int shift = from.fraction() - to.fraction();
        ScalarType type = from.scalar();
        if (shift <= 0) {
            int bits = from.bits() - shift;
            ScalarType wide = from.signed() ? ScalarType.signed(bits) : ScalarType.unsigned(bits);
            int resized = ssa.op(OpCode.RESIZE, wide, value);
            return shift == 0 ? resized : ssa.op(OpCode.SHL, wide, resized, ssa.constant(COUNT, -shift));
        }
        // One bit more, so that an increment of the greatest number does not wrap.
        int bits = Math.min(type.bits() + 1, Long.SIZE);
        ScalarType wide = from.signed() ? ScalarType.signed(bits) : ScalarType.unsigned(bits);
        int x = ssa.op(OpCode.RESIZE, wide, value);
        int floor = ssa.op(OpCode.SHR, wide, x, ssa.constant(COUNT, shift));
        if (rounding == Mode.Rounding.FLOOR) {
            return floor;
        }
        int one = ssa.constant(wide, 1);
        int half = ssa.op(OpCode.AND, wide, ssa.op(OpCode.SHR, wide, x, ssa.constant(COUNT, shift - 1)), one);
        if (rounding == Mode.Rounding.EVEN) {
            long mask = shift - 1 >= Long.SIZE ? -1 : (1L << shift - 1) - 1;
            int below = ssa.op(OpCode.AND, wide, x, ssa.constant(wide, mask));
            int sticky = ssa.op(OpCode.NE, ScalarType.BOOL, below, ssa.constant(wide, 0));
            int odd = ssa.op(OpCode.AND, wide, floor, one);
            int inexact = ssa.op(OpCode.OR, wide, odd, ssa.op(OpCode.RESIZE, wide, sticky));
            half = ssa.op(OpCode.AND, wide, half, inexact);
        }
        return ssa.op(OpCode.ADD, wide, floor, half);
    }

    /** Brings a raw number into the width of the target. All limits are compared in the type of the number. */
    private int overflow(int value, Type to, Mode.Overflow overflow) {
        ScalarType type = ssa.type(value);
        Type wide = Type.of(type);
        int result = ssa.op(OpCode.RESIZE, to.scalar(), value);
        if (overflow == Mode.Overflow.WRAP) {
            return result;
        }
        if (to.greatest().compareTo(wide.greatest()) < 0) {
            int above = ssa.op(OpCode.LT, ScalarType.BOOL, constant(type, to.greatest()), value);
            result = ssa.op(OpCode.SELECT, to.scalar(), above, constant(to.scalar(), to.greatest()), result);
        }
        if (to.least().compareTo(wide.least()) > 0) {
            int below = ssa.op(OpCode.LT, ScalarType.BOOL, value, constant(type, to.least()));
            result = ssa.op(OpCode.SELECT, to.scalar(), below, constant(to.scalar(), to.least()), result);
        }
        return result;
    }

    private int constant(ScalarType type, BigInteger value) {
        return ssa.constant(type, value.longValue());
    }
}
