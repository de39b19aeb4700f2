package org.fabricast.hls.optimise;

import org.fabricast.ir.kernel.ScalarType;

/**
 * What an integer lies between, ends included, in normal form: numbers from 2^63 on of 64 unsigned bits are negative here.
 */
record Interval(long low, long high) {

    Interval {
        if (low > high) {
            throw new IllegalArgumentException("an empty interval: " + low + " to " + high);
        }
    }

    static Interval of(long number) {
        return new Interval(number, number);
    }

    /** Everything a type holds; all of a long for floats and 64 bits. */
    static Interval whole(ScalarType type) {
        if (type.isFloat() || type.bits() == Long.SIZE) {
            return new Interval(Long.MIN_VALUE, Long.MAX_VALUE);
        }
        return type.kind() == ScalarType.Kind.SIGNED ? new Interval(-1L << type.bits() - 1, (1L << type.bits() - 1) - 1)
                : new Interval(0, (1L << type.bits()) - 1);
    }

    /** This if a type holds it all, else everything the type holds, for results wrap. */
    Interval within(ScalarType type) {
        Interval whole = whole(type);
        return whole.contains(this) ? this : whole;
    }

    boolean contains(Interval other) {
        return low <= other.low && other.high <= high;
    }

    Interval hull(Interval other) {
        return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }

    boolean single() {
        return low == high;
    }

    /** The narrowest type that holds it; unsigned unless there are negative numbers. */
    ScalarType least() {
        if (low >= 0) {
            return ScalarType.unsigned(Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(high)));
        }
        int spare = Math.min(Long.numberOfLeadingZeros(~low), Long.numberOfLeadingZeros(high < 0 ? ~high : high));
        return ScalarType.signed(Long.SIZE - spare + 1);
    }
}
