package org.fabricast.compiler.quantise;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * Symmetric quantisation in groups of inputs: with q = 2^(bits − 1) − 1 the greatest level, scale = binary16(max |w| / q),
 * level = w / scale to nearest even, −q … q.
 *
 * <p>Below 8 bits the greatest weight of a group is not worth all that it costs the others: the scale is that of max |w| · (1 − k/40),
 * k = 0 … 20, with the least squared error over the group (in binary64; of equals the greatest), and what lies beyond q clips.
 *
 * <p>Rounding: at 8 bits a scale that binary16 rounds down so far that the greatest weight would exceed level q + 0.5 (possible only
 * among subnormals) becomes the next greater binary16. A group of zeros has scale 0 and levels 0.
 *
 * <p>Errors: F2303 when a group's scale exceeds binary16.
 */
public final class SymmetricQuantiser {

    private static final int CUTS = 20;
    private static final double CUT_UNITS = 40;

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
                if (bits < 8) {
                    scale = leastError(weights, from, to, greatest, scale);
                }
                scales[row * groups + g] = scale;
                double step = Float.float16ToFloat(scale);
                for (int i = from; i < to && step > 0; i++) {
                    levels[i] = level(weights[i], step, greatest);
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

    private static byte level(float weight, double step, int greatest) {
        return (byte) Math.max(-greatest, Math.min(greatest, Math.rint(weight / step)));
    }

    private static short leastError(float[] weights, int from, int to, int greatest, short whole) {
        double step = Float.float16ToFloat(whole);
        short best = whole;
        double least = step > 0 ? error(weights, from, to, greatest, step, Double.POSITIVE_INFINITY) : 0;
        for (int k = 1; k <= CUTS && least > 0; k++) {
            short scale = Float.floatToFloat16((float) (step * (1 - k / CUT_UNITS)));
            double candidate = Float.float16ToFloat(scale);
            double error = candidate > 0 ? error(weights, from, to, greatest, candidate, least) : Double.POSITIVE_INFINITY;
            if (error < least) {
                least = error;
                best = scale;
            }
        }
        return best;
    }

    /** Squared error over a group; no more than a number above {@code enough} where it exceeds that. */
    private static double error(float[] weights, int from, int to, int greatest, double step, double enough) {
        double sum = 0;
        for (int i = from; i < to && sum <= enough; i++) {
            double difference = weights[i] - step * level(weights[i], step, greatest);
            sum += difference * difference;
        }
        return sum;
    }
}
