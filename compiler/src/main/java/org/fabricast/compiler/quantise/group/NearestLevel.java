package org.fabricast.compiler.quantise.group;

import java.util.Arrays;

import org.fabricast.ir.datatype.Datatype;

/**
 * The level next to a number, by one look into a table: levels are whole numbers, so what is nearest changes at multiples of ½ only.
 * With y = 2x the table has an entry for each whole y and each open interval between two, told by ⌊y⌋ + ⌈y⌉.
 *
 * <p>Rounding: none; y is exact, and what is added to it loses only what is far below the distance to the next multiple of ½.
 */
final class NearestLevel {

    /** Scales are rounded, so weights may be a little beyond the greatest level; no group has them beyond twice that. */
    private static final int REACH = 4;

    private final Datatype datatype;
    private final int reach;
    private final float[] levels;
    private final byte[] codes;

    NearestLevel(Datatype datatype, Ties ties) {
        this.datatype = datatype;
        this.reach = REACH * datatype.greatest();
        this.levels = new float[4 * reach + 1];
        this.codes = new byte[levels.length];
        int[] all = datatype.levels();
        for (int i = 0; i < levels.length; i++) {
            int level = nearest(all, (i - 2 * reach) / 4.0, ties);
            levels[i] = level;
            codes[i] = (byte) datatype.code(level);
        }
    }

    private int nearest(int[] all, double x, Ties ties) {
        int best = all[0];
        for (int level : all) {
            double gain = Math.abs(best - x) - Math.abs(level - x);
            if (gain > 0 || gain == 0 && ties == Ties.EVEN && datatype.code(level) % 2 == 0) {
                best = level;
            }
        }
        return best;
    }

    Datatype datatype() {
        return datatype;
    }

    /** Place of a number of at most twice the greatest level in both tables. */
    private int place(float x) {
        double y = 2.0 * x;
        return (int) (y + reach) - (int) (reach - y) + 2 * reach;
    }

    /** Code of the level nearest to any number. */
    byte code(float x) {
        float beyond = reach / 2f;
        return codes[place(Math.max(-beyond, Math.min(beyond, x)))];
    }

    /** Writes the codes of weights. */
    void encode(float[] weights, int from, int to, float scale, byte[] into) {
        for (int i = from; i < to; i++) {
            into[i] = codes[place(weights[i] / scale)];
        }
    }

    /** Squared error over a group, levels · scale in binary32, all else in binary64. */
    double error(float[] weights, int from, int to, float scale) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double difference = (double) (levels[place(weights[i] / scale)] * scale) - weights[i];
            sum += difference * difference;
        }
        return sum;
    }

    @Override
    public String toString() {
        return datatype.text() + " " + Arrays.toString(datatype.levels());
    }
}
