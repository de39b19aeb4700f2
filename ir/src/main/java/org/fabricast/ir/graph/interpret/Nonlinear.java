package org.fabricast.ir.graph.interpret;

import org.fabricast.ir.graph.ActivationFunction;

/** The activation functions: computed in binary64, rounded to binary32 once. */
final class Nonlinear {

    private static final double SQRT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);

    private Nonlinear() {
    }

    /** {@code y[i] = function(x[i])}. */
    static void apply(ActivationFunction function, float[] x, float[] y) {
        for (int i = 0; i < y.length; i++) {
            double v = x[i];
            y[i] = switch (function) {
                case SILU -> (float) (v / (1 + Math.exp(-v)));
                case GELU_ERF -> (float) (v * NormalDistribution.cumulative(v));
                case GELU_TANH -> (float) (0.5 * v * (1 + Math.tanh(SQRT_TWO_OVER_PI * (v + 0.044715 * v * v * v))));
                case RELU -> Math.max(x[i], 0f);
            };
        }
    }
}
