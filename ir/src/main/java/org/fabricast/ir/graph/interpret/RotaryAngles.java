package org.fabricast.ir.graph.interpret;

import org.fabricast.ir.graph.Rotary;
import org.fabricast.ir.graph.RotaryStyle;

/** Cosines and sines of one rotary embedding at the current position, shared by all operators that agree on them. */
final class RotaryAngles {

    private final double[] frequencies;
    private final float[] cos;
    private final float[] sin;
    private int position = -1;

    RotaryAngles(double[] frequencies) {
        this.frequencies = frequencies;
        this.cos = new float[frequencies.length];
        this.sin = new float[frequencies.length];
    }

    private void seek(int newPosition) {
        if (position == newPosition) {
            return;
        }
        position = newPosition;
        for (int i = 0; i < frequencies.length; i++) {
            double angle = newPosition * frequencies[i];
            cos[i] = (float) Math.cos(angle);
            sin[i] = (float) Math.sin(angle);
        }
    }

    /** Turns every head of {@code x} into {@code y}. */
    void turn(Rotary op, int at, float[] x, float[] y) {
        seek(at);
        System.arraycopy(x, 0, y, 0, x.length);
        int pairs = op.rotaryDim() / 2;
        int stride = op.style() == RotaryStyle.HALF ? 1 : 2;
        int partner = op.style() == RotaryStyle.HALF ? pairs : 1;
        for (int head = 0; head < x.length; head += op.headDim()) {
            for (int i = 0; i < pairs; i++) {
                int first = head + i * stride;
                float x0 = x[first];
                float x1 = x[first + partner];
                y[first] = x0 * cos[i] - x1 * sin[i];
                y[first + partner] = x1 * cos[i] + x0 * sin[i];
            }
        }
    }
}
