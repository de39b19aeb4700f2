package org.fabricast.rtl.chain;

/**
 * Which two products of a DSP slice share a factor.
 *
 * <p>A slice holds the weights of a pair of rows and selects, by its index, an activation of each of two vectors.
 */
public enum ProductMode {
    /** Two activations share the weight of the pair's first row: MM, or one product per slice when the second vector is 0. */
    FIRST_ROW(false, false),
    /** Two activations share the weight of the pair's second row. */
    SECOND_ROW(false, true),
    /** The two weights share the activation of the first vector: MV, when both rows have one index set. */
    ROW_PAIR(true, false);

    private final boolean rows;
    private final boolean second;

    ProductMode(boolean rows, boolean second) {
        this.rows = rows;
        this.second = second;
    }

    /** Level of the input {@code rows}. */
    public boolean rows() {
        return rows;
    }

    /** Level of the input {@code second}. */
    public boolean second() {
        return second;
    }

    /**
     * What a slice multiplies.
     *
     * @param first        weight of the first row
     * @param secondWeight weight of the second row
     * @param a            selected activation of the first vector
     * @param b            selected activation of the second vector
     */
    public SliceOperands operands(int first, int secondWeight, int a, int b) {
        return switch (this) {
            case FIRST_ROW -> new SliceOperands(b, a, first);
            case SECOND_ROW -> new SliceOperands(b, a, secondWeight);
            case ROW_PAIR -> new SliceOperands(secondWeight, first, a);
        };
    }
}
