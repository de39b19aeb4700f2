package org.fabricast.rtl.chain;

/**
 * How many of 16 inputs have a weight, and how the place of a weight is written down.
 *
 * <p>Slice k of a segment takes the k-th weight. A chain is cut into segments of as many slices as there are weights.
 */
public enum SparsePattern {
    /** All 16 inputs. No index. */
    DENSE(0, 16),
    /** Any 8 of 16; index of 4 bits. */
    EIGHT(1, 8),
    /** Any 4 of 16; index of 4 bits. */
    FOUR(2, 4),
    /** Any 2 of 16; index of 4 bits. */
    TWO(3, 2),
    /** 2 of every 4; index of 2 bits within the four. */
    TWO_OF_FOUR(5, 8),
    /** 1 of every 4; index of 2 bits within the four. */
    ONE_OF_FOUR(6, 4);

    /** Inputs a weight is chosen from. */
    public static final int INPUTS = 16;
    private static final int QUARTER = 4;

    private final int code;
    private final int weights;

    SparsePattern(int code, int weights) {
        this.code = code;
        this.weights = weights;
    }

    /** Value of the port {@code pattern}: bits 1:0 say how many weights, bit 2 that they are spread over the fours. */
    public int code() {
        return code;
    }

    /** N: weights among 16 inputs. */
    public int weights() {
        return weights;
    }

    /** Slices of a segment of a chain. */
    public int segmentSlices(int chainSlices) {
        return Math.min(weights, chainSlices);
    }

    /**
     * Input that a weight belongs to.
     *
     * @param place  number of the weight among those of its 16 inputs
     * @param stored what the index word says, 4 bits
     */
    public int input(int place, int stored) {
        if (place < 0 || place >= weights || stored < 0 || stored >= INPUTS) {
            throw new IllegalArgumentException("weight " + place + " of " + this + " with index " + stored);
        }
        return switch (this) {
            case DENSE -> place;
            case EIGHT, FOUR, TWO -> stored;
            case TWO_OF_FOUR -> place / 2 * QUARTER + stored % QUARTER;
            case ONE_OF_FOUR -> place * QUARTER + stored % QUARTER;
        };
    }
}
