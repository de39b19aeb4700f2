package org.fabricast.compiler.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

import org.fabricast.compiler.calibrate.InputMoments;
import org.junit.jupiter.api.Test;

class RefitTest {

    @Test
    void aWeightDoesTheWorkOfItsTwinThatGoes() {
        // Columns 0 and 2 always read the same x, Σx² = 4; the other 14 columns read nothing. Kept: 0 and 1.
        InputMoments moments = new InputMoments(16);
        float[] x = new float[16];
        x[0] = 2;
        x[2] = 2;
        moments.add(x);
        float[] weights = new float[16];
        weights[0] = 1;
        weights[1] = 5;
        weights[2] = 3;
        SparseMask mask = new SparseMask(new BlockGrid(1, 16), 16, IndexSharing.ROW, new byte[] {2}, new short[] {3});
        float[] refitted = Refit.refit(new LayerMatrix("w", mask.grid(), weights, moments), mask);
        // λ = 0.01 · (4 + 4) / 16 = 0.005: w′ = (4 · 1 + 4 · 3 + λ · 1) / (4 + λ); column 1 has no reason to move.
        assertThat(refitted[0]).isCloseTo(16.005f / 4.005f, within(1e-6f));
        assertThat(refitted[1]).isCloseTo(5, within(1e-6f));
        assertThat(refitted[2]).isZero();
    }

    @Test
    void noStepFromTheRefittedWeightsMakesTheObjectiveSmaller() {
        Random random = new Random(3);
        int cols = 40;
        InputMoments moments = new InputMoments(cols);
        for (int t = 0; t < 100; t++) {
            float[] x = new float[cols];
            float common = (float) random.nextGaussian();
            for (int c = 0; c < cols; c++) {
                x[c] = common + (float) random.nextGaussian() * (1 + c % 3);
            }
            moments.add(x);
        }
        float[] weights = new float[3 * cols];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        LayerMatrix layer = new LayerMatrix("w", new BlockGrid(3, cols), weights, moments);
        SparseMask mask = new BlockScores(layer.grid(), IndexSharing.ROW, Criterion.WANDA.scores(weights, moments))
                .mask(new byte[] {8, 8, 8}, 16);
        float[] refitted = Refit.refit(layer, mask);
        double lambda = 0;
        for (int c = 0; c < cols; c++) {
            lambda += 0.01 * moments.energy(c) / cols;
        }
        double least = objective(layer, refitted, mask, lambda);
        for (int i = 0; i < weights.length; i++) {
            if (mask.keeps(i / cols, i % cols)) {
                for (float step : new float[] {-1e-2f, 1e-2f}) {
                    float[] moved = refitted.clone();
                    moved[i] += step;
                    assertThat(objective(layer, moved, mask, lambda)).as("element %d", i).isGreaterThan(least);
                }
            } else {
                assertThat(refitted[i]).isZero();
            }
        }
        assertThat(layer.relativeError(refitted)).isLessThan(layer.relativeError(mask.masked(weights)));
    }

    /** Σ (w − w′)ᵀ M (w − w′) + λ ‖w_K − w′_K‖², written out. */
    private static double objective(LayerMatrix layer, float[] other, SparseMask mask, double lambda) {
        int cols = layer.grid().cols();
        double total = 0;
        for (int row = 0; row < layer.grid().rows(); row++) {
            for (int i = 0; i < cols; i++) {
                double di = layer.weights()[row * cols + i] - (double) other[row * cols + i];
                total += mask.keeps(row, i) ? lambda * di * di : 0;
                for (int j = 0; j < cols; j++) {
                    total += di * layer.inputs().at(i, j) * (layer.weights()[row * cols + j] - (double) other[row * cols + j]);
                }
            }
        }
        return total;
    }

    @Test
    void aPositiveDefiniteSystemIsSolved() {
        // 4x + 2y = 8, 2x + 5y = 12: x = 1, y = 2.
        double[] x = {8, 12};
        Refit.solve(new double[][] {{4}, {2, 5}}, x);
        assertThat(x[0]).isCloseTo(1, within(1e-12));
        assertThat(x[1]).isCloseTo(2, within(1e-12));
    }

    @Test
    void withoutAnyInputNothingMoves() {
        InputMoments nothing = new InputMoments(16);
        float[] weights = new float[16];
        weights[3] = 2;
        SparseMask mask = new SparseMask(new BlockGrid(1, 16), 16, IndexSharing.ROW, new byte[] {2}, new short[] {9});
        assertThat(Refit.refit(new LayerMatrix("w", mask.grid(), weights, nothing), mask)).isEqualTo(weights);
    }
}
