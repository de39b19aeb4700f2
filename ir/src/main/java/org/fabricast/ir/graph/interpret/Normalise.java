package org.fabricast.ir.graph.interpret;

/** The two normalisations; formulas at {@code RmsNorm} and {@code LayerNorm} of the graph level. */
final class Normalise {

    private Normalise() {
    }

    /** {@code y[i] = (x[i] · r) · w[i]} with {@code r = 1/√(mean(x²) + eps)}, root and quotient rounded apart. */
    static void rms(float[] x, float[] w, float eps, float[] y) {
        float r = reciprocalRoot(Dot.product(x, 0, x, 0, x.length) / x.length + eps);
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] * r * w[i];
        }
    }

    /** {@code y[i] = ((x[i] − mean) · r) · w[i] + b[i]}; the variance is taken of the centred values. */
    static void layer(float[] x, float[] w, float[] b, float eps, float[] y) {
        float mean = Dot.sum(x) / x.length;
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] - mean;
        }
        float r = reciprocalRoot(Dot.product(y, 0, y, 0, y.length) / y.length + eps);
        for (int i = 0; i < y.length; i++) {
            y[i] = y[i] * r * w[i] + b[i];
        }
    }

    private static float reciprocalRoot(float square) {
        return 1f / (float) Math.sqrt(square);
    }
}
