package org.fabricast.ir.datatype;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A sign and one of 2^(bits − 1) magnitudes: small floating-point numbers and Flint. The code is the sign bit above the place of the
 * magnitude, which for floating-point numbers is exponent above mantissa. The code of −0 stands for a special value where there is
 * one, and for 0 otherwise.
 *
 * @param text       name
 * @param bits       of a code
 * @param unit       levels per 1.0 of the number that the code is commonly read as
 * @param magnitudes ascending from 0
 * @param special    a level beside plus and minus the magnitudes
 */
public record SignMagnitude(String text, int bits, int unit, List<Integer> magnitudes, OptionalInt special) implements Datatype {

    /** E1M1 without its subnormal. */
    public static final SignMagnitude FP3 = of("fp3", 3, 1, 0, 1, 2, 4);
    /** FP3 with extra resolution: 3. */
    public static final SignMagnitude FP3_ER_POS = FP3.with("fp3_er_pos", 3);
    /** FP3 with extra resolution: −3. */
    public static final SignMagnitude FP3_ER_NEG = FP3.with("fp3_er_neg", -3);
    /** FP3 with extra asymmetry: 6. */
    public static final SignMagnitude FP3_EA_POS = FP3.with("fp3_ea_pos", 6);
    /** FP3 with extra asymmetry: −6. */
    public static final SignMagnitude FP3_EA_NEG = FP3.with("fp3_ea_neg", -6);
    /** E2M1, in halves. */
    public static final SignMagnitude FP4 = of("fp4", 4, 2, 0, 1, 2, 3, 4, 6, 8, 12);
    /** FP4 with extra resolution: 5. */
    public static final SignMagnitude FP4_ER_POS = FP4.with("fp4_er_pos", 10);
    /** FP4 with extra resolution: −5. */
    public static final SignMagnitude FP4_ER_NEG = FP4.with("fp4_er_neg", -10);
    /** FP4 with extra asymmetry: 8. */
    public static final SignMagnitude FP4_EA_POS = FP4.with("fp4_ea_pos", 16);
    /** FP4 with extra asymmetry: −8. */
    public static final SignMagnitude FP4_EA_NEG = FP4.with("fp4_ea_neg", -16);
    /** Flint of Guo et al., ANT (2022); read in halves, so that it has the terms of FP4. */
    public static final SignMagnitude FLINT4 = of("flint4", 4, 2, 0, 1, 2, 3, 4, 6, 8, 16);
    /** E2M3, in eighths. */
    public static final SignMagnitude FP6_E2M3 = floating("fp6_e2m3", 2, 3);
    /** E3M2, in sixteenths. */
    public static final SignMagnitude FP6_E3M2 = floating("fp6_e3m2", 3, 2);

    public SignMagnitude {
        magnitudes = List.copyOf(magnitudes);
        if (bits < 2 || bits > 8 || magnitudes.size() != 1 << bits - 1 || magnitudes.getFirst() != 0
                || IntStream.range(1, magnitudes.size()).anyMatch(rising(magnitudes)) || unit < 1) {
            throw new IllegalArgumentException("magnitudes " + magnitudes + " of " + text);
        }
        if (special.isPresent() && magnitudes.contains(Math.abs(special.getAsInt()))) {
            // A magnitude has both signs already.
            throw new IllegalArgumentException("special value " + special + " of " + text);
        }
    }

    private static IntPredicate rising(List<Integer> magnitudes) {
        return i -> magnitudes.get(i) <= magnitudes.get(i - 1);
    }

    private static SignMagnitude of(String text, int bits, int unit, Integer... magnitudes) {
        return new SignMagnitude(text, bits, unit, List.of(magnitudes), OptionalInt.empty());
    }

    /** Subnormals and no infinities: mantissa · 2^max(exponent − 1, 0) with the hidden bit where the exponent is not 0. */
    private static SignMagnitude floating(String text, int exponentBits, int mantissaBits) {
        List<Integer> magnitudes = IntStream.range(0, 1 << exponentBits + mantissaBits).mapToObj(code -> {
            int exponent = code >> mantissaBits;
            int mantissa = code & (1 << mantissaBits) - 1;
            return exponent == 0 ? mantissa : mantissa + (1 << mantissaBits) << exponent - 1;
        }).toList();
        int bias = (1 << exponentBits - 1) - 1;
        return new SignMagnitude(text, 1 + exponentBits + mantissaBits, 1 << mantissaBits + bias - 1, magnitudes, OptionalInt.empty());
    }

    private SignMagnitude with(String name, int level) {
        return new SignMagnitude(name, bits, unit, magnitudes, OptionalInt.of(level));
    }

    @Override
    public int greatest() {
        return Math.max(magnitudes.getLast(), Math.abs(special.orElse(0)));
    }

    private int minusZero() {
        return 1 << bits - 1;
    }

    @Override
    public int level(int code) {
        int magnitude = magnitudes.get(Datatype.requireCode(code, bits) & minusZero() - 1);
        if (code == minusZero()) {
            return special.orElse(0);
        }
        return code > minusZero() ? -magnitude : magnitude;
    }

    @Override
    public int code(int level) {
        if (special.isPresent() && special.getAsInt() == level) {
            return minusZero();
        }
        int place = magnitudes.indexOf(Math.abs(level));
        if (place < 0) {
            throw new IllegalArgumentException("level " + level + " of " + text);
        }
        return level < 0 ? minusZero() | place : place;
    }

    @Override
    public int[] levels() {
        return IntStream.range(0, 1 << bits).map(this::level).sorted().distinct().toArray();
    }
}
