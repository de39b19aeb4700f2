package org.fabricast.ir.datatype;

/**
 * Two's complement whole numbers −q … q, q = 2^(bits − 1) − 1. The code of −q − 1 is never written; read, it stands for that number.
 *
 * @param bits 3 to 8
 */
public record SymmetricInteger(int bits) implements Datatype {

    public SymmetricInteger {
        if (bits < 3 || bits > 8) {
            throw new IllegalArgumentException("an integer of " + bits + " bits");
        }
    }

    @Override
    public String text() {
        return "int" + bits;
    }

    @Override
    public int greatest() {
        return (1 << bits - 1) - 1;
    }

    @Override
    public int level(int code) {
        int unused = Integer.SIZE - bits;
        return Datatype.requireCode(code, bits) << unused >> unused;
    }

    @Override
    public int code(int level) {
        if (Math.abs(level) > greatest()) {
            throw new IllegalArgumentException("level " + level + " of " + text());
        }
        return level & (1 << bits) - 1;
    }

    @Override
    public int[] levels() {
        return Datatype.range(-greatest(), greatest());
    }
}
