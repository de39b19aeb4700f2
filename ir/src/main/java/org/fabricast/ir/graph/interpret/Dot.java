package org.fabricast.ir.graph.interpret;

/**
 * Dot products with a fixed order of additions: element {@code i} goes to partial sum {@code i mod 8}, each in ascending
 * order from 0, and in the end {@code ((s0+s4)+(s2+s6)) + ((s1+s5)+(s3+s7))}.
 *
 * <p>Rounding: every product and sum to binary32. Eight sums keep the processor's adders busy and the error small.
 */
final class Dot {

    private Dot() {
    }

    /** {@code Σ a[aStart + i] · b[bStart + i]} over {@code length} elements. */
    static float product(float[] a, int aStart, float[] b, int bStart, int length) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            int p = aStart + i;
            int q = bStart + i;
            s0 += a[p] * b[q];
            s1 += a[p + 1] * b[q + 1];
            s2 += a[p + 2] * b[q + 2];
            s3 += a[p + 3] * b[q + 3];
            s4 += a[p + 4] * b[q + 4];
            s5 += a[p + 5] * b[q + 5];
            s6 += a[p + 6] * b[q + 6];
            s7 += a[p + 7] * b[q + 7];
        }
        int rest = length - i;
        int p = aStart + i;
        int q = bStart + i;
        s0 += rest > 0 ? a[p] * b[q] : 0;
        s1 += rest > 1 ? a[p + 1] * b[q + 1] : 0;
        s2 += rest > 2 ? a[p + 2] * b[q + 2] : 0;
        s3 += rest > 3 ? a[p + 3] * b[q + 3] : 0;
        s4 += rest > 4 ? a[p + 4] * b[q + 4] : 0;
        s5 += rest > 5 ? a[p + 5] * b[q + 5] : 0;
        s6 += rest > 6 ? a[p + 6] * b[q + 6] : 0;
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    /** {@code Σ a[i]}, in the same order. */
    static float sum(float[] a) {
        float[] s = new float[8];
        for (int i = 0; i < a.length; i++) {
            s[i & 7] += a[i];
        }
        return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
    }

    /** {@code y[o] = Σ_i w[o, i] · x[i]}. */
    static void matrixVector(float[] w, float[] x, float[] y) {
        for (int o = 0; o < y.length; o++) {
            y[o] = product(w, o * x.length, x, 0, x.length);
        }
    }
}
