package org.fabricast.ir.kernel.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarArithmetic;
import org.fabricast.ir.kernel.ScalarType;

/** A number at compile time: exact while it is whole, else binary64. */
sealed interface Static {

    /** Exact integer. */
    record Whole(BigInteger value) implements Static { }

    /** Number in binary64. */
    record Real(double value) implements Static { }

    static Static of(long value) {
        return new Whole(BigInteger.valueOf(value));
    }

    /** The number in binary64. */
    default double real() {
        return switch (this) {
            case Whole w -> w.value().doubleValue();
            case Real r -> r.value();
        };
    }

    /**
     * Raw bits of the number in a type.
     *
     * <p>Rounding: once, to nearest even. Errors: empty if it is not within the type's range; NaN is in range of floats.
     */
    default Optional<Long> raw(Type type) {
        if (type.isFloat()) {
            return floating(type.scalar(), real());
        }
        Optional<BigInteger> number = switch (this) {
            case Whole w -> Optional.of(w.value().shiftLeft(type.fraction()));
            case Real r -> Double.isFinite(r.value()) ? Optional.of(new BigDecimal(r.value())
                    .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(type.fraction())))
                    .setScale(0, RoundingMode.HALF_EVEN).toBigInteger()) : Optional.empty();
        };
        return number.filter(n -> n.compareTo(type.least()) >= 0 && n.compareTo(type.greatest()) <= 0)
                .map(n -> n.longValue() << Long.SIZE - type.bits() >>> Long.SIZE - type.bits());
    }

    private static Optional<Long> floating(ScalarType type, double value) {
        float single = (float) value;
        if (type.equals(ScalarType.F32)) {
            return Float.isInfinite(single) && Double.isFinite(value) ? Optional.empty()
                    : Optional.of(Float.floatToIntBits(single) & 0xffff_ffffL);
        }
        // Rounding to odd first leaves the second rounding, to 16 bits, the only one that counts.
        if (!Float.isNaN(single) && single != value && (Float.floatToRawIntBits(single) & 1) == 0) {
            single = value > single ? Math.nextUp(single) : Math.nextDown(single);
        }
        long raw;
        if (Float.isNaN(single)) {
            raw = type.equals(ScalarType.F16) ? 0x7e00 : 0x7fc0;
        } else if (type.equals(ScalarType.F16)) {
            raw = Float.floatToFloat16(single) & 0xffffL;
        } else {
            raw = ScalarArithmetic.apply(OpCode.F2B, type, ScalarType.F32, Float.floatToRawIntBits(single), 0, 0);
        }
        long infinity = type.equals(ScalarType.F16) ? 0x7c00 : 0x7f80;
        return (raw & 0x7fff) == infinity && Double.isFinite(value) ? Optional.empty() : Optional.of(raw);
    }

    /** The number that raw bits of a type stand for. */
    static Static value(Type type, long raw) {
        ScalarType scalar = type.scalar();
        if (scalar.isFloat()) {
            return new Real(scalar.equals(ScalarType.F32) ? Float.intBitsToFloat((int) raw)
                    : scalar.equals(ScalarType.F16) ? Float.float16ToFloat((short) raw) : Float.intBitsToFloat((int) raw << 16));
        }
        long normal = ScalarArithmetic.normalise(scalar, raw);
        BigInteger whole = type.signed() || normal >= 0 ? BigInteger.valueOf(normal)
                : BigInteger.valueOf(normal).add(BigInteger.ONE.shiftLeft(Long.SIZE));
        return type.fraction() == 0 ? new Whole(whole)
                : new Real(whole.doubleValue() * Math.scalb(1.0, -type.fraction()));
    }
}
