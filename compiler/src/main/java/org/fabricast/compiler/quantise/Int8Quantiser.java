package org.fabricast.compiler.quantise;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * Symmetric INT8 quantisation in groups of inputs: scale = binary16(max |w| / 127), level = w / scale to nearest even.
 *
 * <p>Rounding: a scale that binary16 rounds down so far that the greatest weight would exceed level 127.5 (possible only
 * among subnormals) becomes the next greater binary16. A group of zeros has scale 0 and levels 0.
 *
 * <p>Errors: F2303 when a group's scale exceeds binary16.
 */
public final class Int8Quantiser {

    private static final int GREATEST = 127;

    private Int8Quantiser() {
    }

    /**
     * Quantises a row-major matrix.
     *
     * @param name    for the message
     * @param weights rows × cols
     */
    public static QuantisedMatrix quantise(String name, float[] weights, int rows, int cols, int group) {
        int groups = (cols + group - 1) / group;
        byte[] levels = new byte[rows * cols];
        short[] scales = new short[rows * groups];
        for (int row = 0; row < rows; row++) {
            for (int g = 0; g < groups; g++) {
                int from = row * cols + g * group;
                int to = row * cols + Math.min(cols, (g + 1) * group);
                short scale = scale(name, weights, from, to);
                scales[row * groups + g] = scale;
                double step = Float.float16ToFloat(scale);
                for (int i = from; i < to && step > 0; i++) {
                    double level = Math.rint(weights[i] / step);
                    levels[i] = (byte) Math.max(-GREATEST, Math.min(GREATEST, level));
                }
            }
        }
        return new QuantisedMatrix(rows, cols, group, levels, scales);
    }

    private static short scale(String name, float[] weights, int from, int to) {
        double greatest = 0;
        for (int i = from; i < to; i++) {
            greatest = Math.max(greatest, Math.abs((double) weights[i]));
        }
        short scale = Float.floatToFloat16((float) (greatest / GREATEST));
        double step = Float.float16ToFloat(scale);
        if (Double.isInfinite(step)) {
            throw new FabricastException(ErrorCode.F2303, "weights " + name, "a group scale of at most 65504",
                    "greatest weight " + greatest, "Rescale the model's weights.");
        }
        return greatest > 0 && greatest > step * (GREATEST + 0.5) ? (short) (scale + 1) : scale;
    }
}
