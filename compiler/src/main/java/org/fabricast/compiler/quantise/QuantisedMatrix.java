package org.fabricast.compiler.quantise;

/**
 * A matrix of symmetric levels in groups along the input dimension.
 *
 * @param rows   outputs
 * @param cols   inputs
 * @param group  inputs per group; the last group of a row may be short
 * @param bits   of a level, 2 to 8
 * @param levels row-major, rows × cols, −q … q with q = 2^(bits − 1) − 1 as the quantiser makes them, −q − 1 at least
 * @param scales row-major binary16 bits, rows × ⌈cols / group⌉
 */
public record QuantisedMatrix(int rows, int cols, int group, int bits, byte[] levels, short[] scales) {

    public QuantisedMatrix {
        if (rows < 1 || cols < 1 || group < 1 || levels.length != rows * cols
                || scales.length != rows * groups(cols, group)) {
            throw new IllegalArgumentException("levels and scales do not have the shape " + rows + "×" + cols);
        }
        int greatest = greatest(bits);
        for (byte level : levels) {
            if (level > greatest || level < -greatest - 1) {
                throw new IllegalArgumentException("level " + level + " in " + bits + " bits");
            }
        }
    }

    /** Greatest level of so many bits. */
    public static int greatest(int bits) {
        if (bits < 2 || bits > 8) {
            throw new IllegalArgumentException("no levels of " + bits + " bits");
        }
        return (1 << bits - 1) - 1;
    }

    private static int groups(int cols, int group) {
        return (cols + group - 1) / group;
    }

    /** Groups of a row. */
    public int groups() {
        return groups(cols, group);
    }

    /** The matrix the engine multiplies by: level × scale, exact in binary32. */
    public float[] dequantised() {
        float[] values = new float[levels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = levels[i] * Float.float16ToFloat(scales[i / cols * groups() + i % cols / group]);
        }
        return values;
    }

    /** The rows {@code sources} names, in that order; zeros where it says −1. */
    public QuantisedMatrix select(int[] sources) {
        byte[] some = new byte[sources.length * cols];
        short[] scale = new short[sources.length * groups()];
        for (int row = 0; row < sources.length; row++) {
            if (sources[row] >= 0) {
                System.arraycopy(levels, sources[row] * cols, some, row * cols, cols);
                System.arraycopy(scales, sources[row] * groups(), scale, row * groups(), groups());
            }
        }
        return new QuantisedMatrix(sources.length, cols, group, bits, some, scale);
    }

    /** Stored bytes without padding: the bits of all levels, two bytes per scale. */
    public long necessaryBytes() {
        return necessaryBytes(rows, cols, group, bits);
    }

    /** Stored bytes without padding of a matrix of this shape. */
    public static long necessaryBytes(int rows, int cols, int group, int bits) {
        return ((long) rows * cols * bits + 7) / 8 + 2L * rows * groups(cols, group);
    }

    /** ‖w − dequantised‖ / ‖w‖ (Frobenius), 0 for a matrix of zeros. */
    public double relativeError(float[] weights) {
        float[] stored = dequantised();
        double error = 0;
        double norm = 0;
        for (int i = 0; i < stored.length; i++) {
            double difference = (double) weights[i] - stored[i];
            error += difference * difference;
            norm += (double) weights[i] * weights[i];
        }
        return norm == 0 ? 0 : Math.sqrt(error / norm);
    }
}
