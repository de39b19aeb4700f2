package org.fabricast.cosim.chain;

import java.util.Arrays;
import java.util.Random;
import org.fabricast.rtl.chain.ChainEmulator;
import org.fabricast.rtl.chain.ChainShape;
import org.fabricast.rtl.chain.SparsePattern;

/**
 * Rows of 16 weights each with zeros as a pattern wants them, and the words that hold them. What a word means is thereby
 * written down a second time, from the rows' side.
 *
 * @param shape   chains of the array
 * @param pattern places of the weights
 * @param half    which 8 inputs of 16 a dense word of a chain of 8 slices is for
 * @param shared  whether the rows of a pair have their weights in the same places
 * @param rows    weight of segment s, row r, input i at [s][r][i]
 * @param places  inputs that have a weight, ascending, of segment s and row r at [s][r]
 */
record SparseRows(ChainShape shape, SparsePattern pattern, int half, boolean shared, byte[][][] rows, int[][][] places) {

    static SparseRows random(ChainShape shape, SparsePattern pattern, boolean shared, Int8s values, Random random) {
        int segment = Math.min(pattern.weights(), shape.slices());
        int half = pattern == SparsePattern.DENSE && shape.slices() == 8 ? random.nextInt(2) : 0;
        byte[][][] rows = new byte[shape.slices() / segment][shape.rowCount()][16];
        int[][][] places = new int[rows.length][shape.rowCount()][];
        for (int s = 0; s < rows.length; s++) {
            for (int r = 0; r < shape.rowCount(); r++) {
                places[s][r] = shared && r % 2 == 1 ? places[s][r - 1] : choose(pattern, segment, half, random);
                for (int place : places[s][r]) {
                    rows[s][r][place] = values.next(random);
                }
            }
        }
        return new SparseRows(shape, pattern, half, shared, rows, places);
    }

    private static int[] choose(SparsePattern pattern, int segment, int half, Random random) {
        return switch (pattern) {
            case DENSE -> range(8 * half, segment);
            case EIGHT, FOUR, TWO -> among(0, 16, pattern.weights(), random);
            case TWO_OF_FOUR -> fours(2, random);
            case ONE_OF_FOUR -> fours(1, random);
        };
    }

    private static int[] range(int from, int count) {
        int[] all = new int[count];
        Arrays.setAll(all, i -> from + i);
        return all;
    }

    private static int[] among(int from, int of, int count, Random random) {
        int[] all = range(from, of);
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(of - i);
            int kept = all[i];
            all[i] = all[j];
            all[j] = kept;
        }
        int[] chosen = Arrays.copyOf(all, count);
        Arrays.sort(chosen);
        return chosen;
    }

    private static int[] fours(int count, Random random) {
        int[] all = new int[4 * count];
        for (int four = 0; four < 4; four++) {
            System.arraycopy(among(4 * four, 4, count, random), 0, all, four * count, count);
        }
        return all;
    }

    int segments() {
        return rows.length;
    }

    int segmentSlices() {
        return shape.slices() / rows.length;
    }

    /** Products that a row's 16 weights make with 16 activations. */
    int dot(int segment, int row, byte[] x) {
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            sum += rows[segment][row][i] * x[i];
        }
        return sum;
    }

    private byte weight(int row, int slice) {
        return rows[slice / segmentSlices()][row][places[slice / segmentSlices()][row][slice % segmentSlices()]];
    }

    /** What the index word says; the upper half is noise where the pattern does not look at it. */
    private int stored(int row, int slice) {
        int place = places[slice / segmentSlices()][row][slice % segmentSlices()];
        return switch (pattern) {
            case DENSE -> 5 * (row + slice) & 15;
            case EIGHT, FOUR, TWO -> place;
            case TWO_OF_FOUR, ONE_OF_FOUR -> place % 4 | 4 * row + slice & 12;
        };
    }

    /** The weight word. */
    byte[] word(boolean transpose) {
        byte[] word = new byte[shape.rowCount() * shape.slices()];
        for (int r = 0; r < shape.rowCount(); r++) {
            for (int k = 0; k < shape.slices(); k++) {
                word[transpose ? k * shape.rowCount() + r : r * shape.slices() + k] = weight(r, k);
            }
        }
        return word;
    }

    /** The index word. */
    int[] indices() {
        int[] indices = new int[shape.rowCount() * shape.slices()];
        Arrays.setAll(indices, i -> stored(i / shape.slices(), i % shape.slices()));
        return indices;
    }

    /** The same as the emulator takes it. */
    ChainEmulator.Word emulated() {
        byte[][] weights = new byte[shape.rowCount()][shape.slices()];
        int[][] indices = new int[shape.rowCount()][shape.slices()];
        for (int r = 0; r < shape.rowCount(); r++) {
            for (int k = 0; k < shape.slices(); k++) {
                weights[r][k] = weight(r, k);
                indices[r][k] = stored(r, k);
            }
        }
        return new ChainEmulator.Word(pattern, half, weights, indices);
    }
}
