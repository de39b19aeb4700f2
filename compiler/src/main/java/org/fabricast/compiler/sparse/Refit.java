package org.fabricast.compiler.sparse;

import org.fabricast.compiler.calibrate.InputMoments;

/**
 * Moves the weights that stay so that they do the work of those that go: per row, with kept columns K and second moments M of the
 * input,
 *
 * <pre>
 *   w′ = argmin (w − w′)ᵀ M (w − w′) + λ ‖w_K − w′_K‖²,  w′ zero outside of K
 *      = (M_KK + λ I)⁻¹ (M_K w + λ w_K),                 λ = 0.01 · mean of the diagonal of M
 * </pre>
 *
 * by Cholesky factors in binary64, rounded to binary32 once. λ holds weights in place whose inputs the text hardly moved; it is the
 * damping of Frantar and Alistarh's SparseGPT (2023), of whose objective this is the minimum for a given mask.
 *
 * <p>Cost: |K|³ / 6 multiply-accumulates per row.
 */
final class Refit {

    private static final double DAMPING = 0.01;

    private Refit() {
    }

    /** The weights of {@code layer} that {@code mask} keeps, refitted; 0 elsewhere. */
    static float[] refit(LayerMatrix layer, SparseMask mask) {
        InputMoments moments = layer.inputs();
        double trace = 0;
        for (int i = 0; i < moments.width(); i++) {
            trace += moments.energy(i);
        }
        double lambda = DAMPING * trace / moments.width();
        float[] refitted = mask.masked(layer.weights());
        for (int row = 0; row < mask.grid().rows() && lambda > 0; row++) {
            row(layer, mask, row, lambda, refitted);
        }
        return refitted;
    }

    private static void row(LayerMatrix layer, SparseMask mask, int row, double lambda, float[] refitted) {
        int cols = mask.grid().cols();
        int[] kept = new int[cols];
        int count = 0;
        for (int c = 0; c < cols; c++) {
            kept[count] = c;
            count += mask.keeps(row, c) ? 1 : 0;
        }
        InputMoments moments = layer.inputs();
        double[][] factor = new double[count][];
        double[] x = new double[count];
        for (int i = 0; i < count; i++) {
            factor[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                factor[i][j] = moments.at(kept[i], kept[j]);
            }
            factor[i][i] += lambda;
            x[i] = lambda * layer.weights()[row * cols + kept[i]];
            for (int c = 0; c < cols; c++) {
                x[i] += moments.at(kept[i], c) * layer.weights()[row * cols + c];
            }
        }
        solve(factor, x);
        for (int i = 0; i < count; i++) {
            refitted[row * cols + kept[i]] = (float) x[i];
        }
    }

    /** Solves a symmetric positive definite system of which the lower half is given; both arguments are overwritten. */
    static void solve(double[][] lower, double[] x) {
        int n = x.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = lower[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
            }
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= lower[k][i] * x[k];
            }
            x[i] /= lower[i][i];
        }
    }
}
