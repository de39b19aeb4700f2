package org.fabricast.rtl.chain;

import java.util.ArrayList;
import java.util.List;

/**
 * The bits of {@link SparseChain} and {@link SparseArray}, word by word.
 *
 * <p>Formula: see those. Timing is not emulated: a chain gives the sums of a word whatever the words around it.
 */
public final class ChainEmulator {

    private ChainEmulator() {
    }

    /**
     * What a group takes in for one word.
     *
     * @param mode   which products share
     * @param cut    whether a new sum begins
     * @param first  its first slice
     * @param second its second slice
     */
    public record GroupStep(ProductMode mode, boolean cut, SliceStep first, SliceStep second) { }

    /**
     * What a slice takes in for one word: weights of the two rows and the selected activations of the two vectors.
     */
    public record SliceStep(int w0, int w1, int a, int b) { }

    /** What every group's end holds after one word; group 0 starts a sum whatever its step says. */
    public static List<PackedPair> sums(List<GroupStep> groups) {
        List<PackedPair> ends = new ArrayList<>();
        PackedPair sum = PackedPair.empty();
        for (GroupStep group : groups) {
            if (group.cut()) {
                sum = PackedPair.empty();
            }
            for (SliceStep slice : List.of(group.first(), group.second())) {
                sum = sum.plus(group.mode().operands(slice.w0(), slice.w1(), slice.a(), slice.b()));
            }
            ends.add(sum);
        }
        return ends;
    }

    /**
     * A word of weights in an array.
     *
     * @param pattern places of the weights
     * @param half    which 8 of 16 inputs, for a dense word of a chain of 8 slices
     * @param weights weight of row r and slice k at [r][k]
     * @param indices index at [r][k], 0 to 15
     */
    public record Word(SparsePattern pattern, int half, byte[][] weights, int[][] indices) {

        /** Input, 0 to 15, that slice k of a chain selects when row r gives the index. */
        public int input(int row, int slice) {
            int slices = weights[row].length;
            int place = pattern == SparsePattern.DENSE ? half * slices + slice : slice % pattern.segmentSlices(slices);
            return pattern.input(place, indices[row][slice]);
        }
    }

    /**
     * What every group's end of one chain of an array holds.
     *
     * @param word   the weights
     * @param chain  number of the chain
     * @param mode   which products share
     * @param joined whether the chain stays whole
     * @param x0     16 activations of the first vector for group g at [g]
     * @param x1     likewise of the second vector
     */
    public static List<PackedPair> sums(Word word, int chain, ProductMode mode, boolean joined, byte[][] x0, byte[][] x1) {
        int row = ChainShape.CHAIN_ROWS * chain;
        int slices = word.weights()[row].length;
        int segment = joined ? slices : word.pattern().segmentSlices(slices);
        List<GroupStep> groups = new ArrayList<>();
        for (int k = 0; k < slices; k += ChainShape.GROUP_SLICES) {
            groups.add(new GroupStep(mode, k % segment == 0, slice(word, row, mode, k, x0, x1),
                    slice(word, row, mode, k + 1, x0, x1)));
        }
        return sums(groups);
    }

    private static SliceStep slice(Word word, int row, ProductMode mode, int k, byte[][] x0, byte[][] x1) {
        int group = k / ChainShape.GROUP_SLICES;
        int input = word.input(mode.second() ? row + 1 : row, k);
        return new SliceStep(word.weights()[row][k], word.weights()[row + 1][k], x0[group][input], x1[group][input]);
    }
}
