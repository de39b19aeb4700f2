package org.fabricast.ir.datatype;

import java.util.stream.IntStream;

/**
 * The levels that the weights of a group are rounded to, whole numbers in the datatype's own unit: weight ≈ level · scale.
 *
 * <p>Every datatype has the level 0. Its codes are the numbers of {@link #bits()} bits.
 */
public sealed interface Datatype permits SymmetricInteger, AffineInteger, SignMagnitude {

    /** Name in formats and reports. */
    String text();

    /** Bits of a stored weight. */
    int bits();

    /** Greatest absolute value of a level. */
    int greatest();

    /** The level that a stored code stands for. */
    int level(int code);

    /** The code that stands for a level; {@code IllegalArgumentException} if it is none. */
    int code(int level);

    /** The levels that weights are rounded to, ascending. */
    int[] levels();

    /** Rejects what is no code of so many bits. */
    static int requireCode(int code, int bits) {
        if (code < 0 || code >= 1 << bits) {
            throw new IllegalArgumentException("code " + code + " in " + bits + " bits");
        }
        return code;
    }

    /** All whole numbers between two, both included. */
    static int[] range(int from, int to) {
        return IntStream.rangeClosed(from, to).toArray();
    }
}
