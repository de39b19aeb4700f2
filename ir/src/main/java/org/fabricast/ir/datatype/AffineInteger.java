package org.fabricast.ir.datatype;

/**
 * Whole numbers 0 … 2^bits − 1 around a zero point of the group, of the same range: weight ≈ (level − zero point) · scale.
 *
 * @param bits 3 to 8
 */
public record AffineInteger(int bits) implements Datatype {

    public AffineInteger {
        if (bits < 3 || bits > 8) {
            throw new IllegalArgumentException("an integer of " + bits + " bits");
        }
    }

    @Override
    public String text() {
        return "int" + bits + "a";
    }

    @Override
    public int greatest() {
        return (1 << bits) - 1;
    }

    @Override
    public int level(int code) {
        return Datatype.requireCode(code, bits);
    }

    @Override
    public int code(int level) {
        return Datatype.requireCode(level, bits);
    }

    @Override
    public int[] levels() {
        return Datatype.range(0, greatest());
    }
}
