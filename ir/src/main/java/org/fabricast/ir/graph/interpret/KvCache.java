package org.fabricast.ir.graph.interpret;

import java.util.Arrays;

/**
 * Keys and values of one layer, row {@code t} for position {@code t}. It grows by doubling up to the context, so that a
 * model with a long context can be asked for a few tokens.
 */
final class KvCache {

    private static final int FIRST_POSITIONS = 64;

    private final int width;
    private final int context;
    private float[] keys;
    private float[] values;

    /**
     * @param width   elements of all KV heads
     * @param context positions to hold at most
     */
    KvCache(int width, int context) {
        this.width = width;
        this.context = context;
        int positions = Math.min(context, FIRST_POSITIONS);
        this.keys = new float[Math.multiplyExact(positions, width)];
        this.values = new float[positions * width];
    }

    void store(int position, float[] k, float[] v) {
        if ((position + 1L) * width > keys.length) {
            int positions = (int) Math.min(context, 2L * keys.length / width);
            keys = Arrays.copyOf(keys, Math.multiplyExact(positions, width));
            values = Arrays.copyOf(values, keys.length);
        }
        System.arraycopy(k, 0, keys, position * width, width);
        System.arraycopy(v, 0, values, position * width, width);
    }

    int width() {
        return width;
    }

    float[] keys() {
        return keys;
    }

    float[] values() {
        return values;
    }
}
