package org.fabricast.compiler.quantise;

/**
 * A matrix in INT8 groups along the input dimension.
 *
 * @param rows   outputs
 * @param cols   inputs
 * @param group  inputs per group; the last group of a row may be short
 * @param levels row-major, rows × cols, −127..127
 * @param scales row-major binary16 bits, rows × ⌈cols / group⌉
 */
public record QuantisedMatrix(int rows, int cols, int group, byte[] levels, short[] scales) {

    public QuantisedMatrix {
        if (rows < 1 || cols < 1 || group < 1 || levels.length != rows * cols
                || scales.length != rows * groups(cols, group)) {
            throw new IllegalArgumentException("levels and scales do not have the shape " + rows + "×" + cols);
        }
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

    /** Stored bytes without padding: one per level, two per scale. */
    public long necessaryBytes() {
        return levels.length + 2L * scales.length;
    }
}
