package org.fabricast.compiler.quantise;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * Symmetric quantisation in groups of inputs: with q = 2^(bits − 1) − 1 the greatest level, scale = binary16(max |w| / q),
 * level = w / scale to nearest even, −q … q.
 *
 * <p>Rounding: a scale that binary16 rounds down so far that the greatest weight would exceed level q + 0.5 (possible only
 * among subnormals) becomes the next greater binary16. A group of zeros has scale 0 and levels 0.
 *
 * <p>Errors: F2303 when a group's scale exceeds binary16.
 */
public final class SymmetricQuantiser {

    private SymmetricQuantiser() {
    }

    /**
     * Quantises a row-major matrix.
     *
     * @param name    for the message
     * @param weights rows × cols
     * @param bits    of a level, 2 to 8
     */
    public static QuantisedMatrix quantise(String name, float[] weights, int rows, int cols, int group, int bits) {
        int greatest = QuantisedMatrix.greatest(bits);
        int groups = (cols + group - 1) / group;
        byte[] levels = new byte[rows * cols];
        short[] scales = new short[rows * groups];
        for (int row = 0; row < rows; row++) {
            for (int g = 0; g < groups; g++) {
                int from = row * cols + g * group;
                int to = row * cols + Math.min(cols, (g + 1) * group);
                short scale = scale(name, weights, from, to, greatest);
                scales[row * groups + g] = scale;
                double step = Float.float16ToFloat(scale);
                for (int i = from; i < to && step > 0; i++) {
                    double level = Math.rint(weights[i] / step);
                    levels[i] = (byte) Math.max(-greatest, Math.min(greatest, level));
                }
            }
        }
        return new QuantisedMatrix(rows, cols, group, bits, levels, scales);
    }

    private static short scale(String name, float[] weights, int from, int to, int levels) {
        double greatest = 0;
        for (int i = from; i < to; i++) {
            greatest = Math.max(greatest, Math.abs((double) weights[i]));
        }
        short scale = Float.floatToFloat16((float) (greatest / levels));
        double step = Float.float16ToFloat(scale);
        if (Double.isInfinite(step)) {
            throw new FabricastException(ErrorCode.F2303, "weights " + name, "a group scale of at most 65504",
                    "greatest weight " + greatest, "Rescale the model's weights.");
        }
        return greatest > 0 && greatest > step * (levels + 0.5) ? (short) (scale + 1) : scale;
    }
}
