package org.fabricast.compiler.calibrate;

/**
 * Second moments of a vector over tokens: {@code M[i, j] = Σ_t x_t[i] · x_t[j]}, in binary64.
 *
 * <p>Shapes: symmetric [width, width]; only {@code j ≤ i} is stored. Cost: width² / 2 multiply-accumulates per token and
 * 4 · width² bytes.
 */
public final class InputMoments {

    private final int width;
    private final double[] lower;

    /**
     * No token yet.
     *
     * @param width elements of the vector
     */
    public InputMoments(int width) {
        if (width < 1) {
            throw new IllegalArgumentException("a vector of " + width + " elements");
        }
        this.width = width;
        this.lower = new double[Math.toIntExact(width * (width + 1L) / 2)];
    }

    /** Adds the vector of one token. */
    public void add(float[] x) {
        if (x.length != width) {
            throw new IllegalArgumentException(x.length + " elements, not " + width);
        }
        for (int i = 0, at = 0; i < width; i++) {
            double xi = x[i];
            for (int j = 0; j <= i; j++) {
                lower[at++] += xi * x[j];
            }
        }
    }

    /** Elements of the vector. */
    public int width() {
        return width;
    }

    /** {@code M[i, j]}. */
    public double at(int i, int j) {
        return i >= j ? lower[(int) (i * (i + 1L) / 2) + j] : lower[(int) (j * (j + 1L) / 2) + i];
    }

    /** {@code ‖x[i]‖²} over the tokens. */
    public double energy(int i) {
        return at(i, i);
    }

    /** {@code dᵀ M d = Σ_t (d · x_t)²}: the energy of one output row with weights {@code d}, never below 0. */
    public double energyOf(double[] d) {
        double total = 0;
        for (int i = 0; i < width; i++) {
            if (d[i] != 0) {
                int row = (int) (i * (i + 1L) / 2);
                double below = 0;
                for (int j = 0; j < i; j++) {
                    below += lower[row + j] * d[j];
                }
                total += d[i] * (2 * below + lower[row + i] * d[i]);
            }
        }
        return Math.max(0, total);
    }
}
