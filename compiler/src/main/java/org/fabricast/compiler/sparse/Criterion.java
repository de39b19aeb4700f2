package org.fabricast.compiler.sparse;

import java.util.Locale;

import org.fabricast.compiler.calibrate.InputMoments;

/**
 * What a weight is worth. Scores are kept squared, so that the score of a set is what leaving it out costs when inputs are
 * uncorrelated: {@code Σ_t (w · x_t)²} for {@link #WANDA}.
 */
public enum Criterion {
    /** {@code |w|}. */
    MAGNITUDE {
        @Override
        double[] scores(float[] weights, InputMoments inputs) {
            double[] scores = new double[weights.length];
            for (int i = 0; i < weights.length; i++) {
                scores[i] = (double) weights[i] * weights[i];
            }
            return scores;
        }
    },
    /** {@code |w| · ‖x‖₂}, the norm of the weight's input over the calibration tokens. Source: Sun et al., 2023, eq. 1. */
    WANDA {
        @Override
        double[] scores(float[] weights, InputMoments inputs) {
            double[] scores = MAGNITUDE.scores(weights, inputs);
            for (int i = 0; i < scores.length; i++) {
                scores[i] *= inputs.energy(i % inputs.width());
            }
            return scores;
        }
    };

    /** Squared scores of a row-major matrix with {@code inputs.width()} columns. */
    abstract double[] scores(float[] weights, InputMoments inputs);

    /** Name as on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
