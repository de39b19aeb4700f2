package org.fabricast.compiler.pack;

import org.fabricast.compiler.divide.Division;
import org.fabricast.ir.hw.HardwareConfig;

/**
 * The biases of a layer side by side, each where lane words begin: of the queries, the output projection, the projection into the
 * feed-forward part and the one out of it. Those of keys and values have no place of their own, see {@link BiasVectors}.
 *
 * <p>Units: binary16 elements.
 *
 * @param queries  length of the first
 * @param dim      length of the second and of the last
 * @param hidden   length of the third
 */
public record BiasRow(int queries, int dim, int hidden) {

    private static final int UNIT = HardwareConfig.ALIGNMENT / 2;

    /** The row of a layer in a core. */
    public static BiasRow of(Division division) {
        return new BiasRow(division.heads() * division.model().headDim(), division.dim(), division.hidden());
    }

    /** Elements rounded up to where an instruction can address. */
    public static int padded(int elements) {
        return Math.ceilDiv(elements, UNIT) * UNIT;
    }

    /** Where the bias of the output projection begins. */
    public int out() {
        return padded(queries);
    }

    /** Where the bias of the projection into the feed-forward part begins. */
    public int up() {
        return out() + padded(dim);
    }

    /** Where the bias of the projection out of the feed-forward part begins. */
    public int down() {
        return up() + padded(hidden);
    }

    /** Length of the row. */
    public int elements() {
        return down() + padded(dim);
    }
}
