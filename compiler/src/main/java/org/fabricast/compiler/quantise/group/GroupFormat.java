package org.fabricast.compiler.quantise.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.fabricast.ir.datatype.AffineInteger;
import org.fabricast.ir.datatype.Datatype;
import org.fabricast.ir.datatype.SignMagnitude;
import org.fabricast.ir.datatype.SymmetricInteger;

/**
 * How the weights of a matrix are quantised in groups.
 *
 * @param text       name in options and reports
 * @param candidates datatypes among which each group has the one with the least squared error, of equals the first; all of the same
 *                   bits
 * @param rule       of scales
 * @param ties       of levels at the same distance
 * @param fixedGroup inputs per group, where the format says it
 */
public record GroupFormat(String text, List<Datatype> candidates, ScaleRule rule, Ties ties, OptionalInt fixedGroup) {

    /** Most inputs per group. */
    public static final int GREATEST_GROUP = 1024;

    private static final int MX_GROUP = 32;
    private static final List<GroupFormat> ALL = all();

    public GroupFormat {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty() || candidates.stream().mapToInt(Datatype::bits).distinct().count() != 1) {
            throw new IllegalArgumentException("candidates of " + text + ": " + candidates);
        }
        boolean affine = candidates.stream().anyMatch(AffineInteger.class::isInstance);
        if (affine != (rule == ScaleRule.RANGE) || affine && candidates.size() > 1) {
            throw new IllegalArgumentException("a zero point goes with the rule RANGE and no choice, not " + text);
        }
    }

    /** Format of one datatype. */
    public static GroupFormat of(Datatype datatype) {
        return switch (datatype) {
            case SymmetricInteger integer -> new GroupFormat(integer.text(), List.of(integer), ScaleRule.GREATEST, Ties.EVEN,
                    OptionalInt.empty());
            case AffineInteger affine -> new GroupFormat(affine.text(), List.of(affine), ScaleRule.RANGE, Ties.EVEN,
                    OptionalInt.empty());
            case SignMagnitude number -> chosen(number.text().replace("_", ""), number);
        };
    }

    /** Format whose groups choose among datatypes, or have the one, by the rules of BitMoD's search. */
    public static GroupFormat chosen(String text, Datatype... candidates) {
        return new GroupFormat(text, List.of(candidates), ScaleRule.GREATEST, Ties.LOWER, OptionalInt.empty());
    }

    private static List<GroupFormat> all() {
        List<GroupFormat> all = new ArrayList<>();
        for (int bits = 8; bits >= 3; bits--) {
            all.add(of(new SymmetricInteger(bits)));
        }
        for (int bits = 8; bits >= 3; bits--) {
            all.add(of(new AffineInteger(bits)));
        }
        all.add(chosen("bitmod4", SignMagnitude.FP4_ER_POS, SignMagnitude.FP4_ER_NEG, SignMagnitude.FP4_EA_POS,
                SignMagnitude.FP4_EA_NEG));
        all.add(chosen("bitmod3", SignMagnitude.FP3_ER_POS, SignMagnitude.FP3_ER_NEG, SignMagnitude.FP3_EA_POS,
                SignMagnitude.FP3_EA_NEG));
        for (SignMagnitude number : List.of(SignMagnitude.FP4, SignMagnitude.FP3, SignMagnitude.FP6_E2M3, SignMagnitude.FP6_E3M2,
                SignMagnitude.FLINT4)) {
            all.add(of(number));
        }
        all.add(chosen("ant4", new SymmetricInteger(4), SignMagnitude.FLINT4));
        all.add(chosen("ant3", new SymmetricInteger(3), SignMagnitude.FP3));
        all.add(mx("mxfp4", SignMagnitude.FP4, ScaleRule.SHARED_EXPONENT, Ties.LOWER));
        all.add(mx("mxfp3", SignMagnitude.FP3, ScaleRule.SHARED_EXPONENT, Ties.LOWER));
        all.add(mx("mxfp4ocp", SignMagnitude.FP4, ScaleRule.OCP_EXPONENT, Ties.EVEN));
        return List.copyOf(all);
    }

    private static GroupFormat mx(String text, SignMagnitude number, ScaleRule rule, Ties ties) {
        return new GroupFormat(text, List.of(number), rule, ties, OptionalInt.of(MX_GROUP));
    }

    /** Every format that has a name in options. */
    public static List<GroupFormat> named() {
        return ALL;
    }

    /** The format of that name. */
    public static Optional<GroupFormat> find(String text) {
        return ALL.stream().filter(format -> format.text.equals(text)).findFirst();
    }

    /** Bits of a code. */
    public int bits() {
        return candidates.getFirst().bits();
    }

    /** Whether groups have a zero point. */
    public boolean affine() {
        return rule == ScaleRule.RANGE;
    }

    /** Bits that tell which of the candidates a group has. */
    public int choiceBits() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(candidates.size() - 1);
    }

    /** Inputs per group if {@code asked} were asked for. */
    public int group(int asked) {
        return fixedGroup.orElse(asked);
    }
}
