package org.fabricast.compiler.frontend.llama2c;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;

/**
 * Writes checkpoints for tests, in the order of the llama2.c export script.
 *
 * @param dims dim, hidden, layers, heads, KV heads, vocabulary, context
 */
record Checkpoint(int[] dims, boolean shared) {

    static final Checkpoint SMALL = new Checkpoint(new int[] {8, 12, 2, 2, 1, 16, 4}, true);

    private static final List<String> MATRICES = List.of("attention.q", "attention.k", "attention.v", "attention.o",
            "ffn.gate", "ffn.down", "ffn.up");

    Checkpoint with(int index, int value) {
        int[] copy = dims.clone();
        copy[index] = value;
        return new Checkpoint(copy, shared);
    }

    /** Number of elements of a tensor. */
    int elements(String name) {
        int dim = dims[0];
        int keys = dim / dims[3] * dims[4];
        if (name.endsWith("norm.weight")) {
            return dim;
        }
        if (name.equals("embedding.table") || name.equals("logits.weight")) {
            return dims[5] * dim;
        }
        if (name.contains(".ffn.")) {
            return dims[1] * dim;
        }
        return (name.contains(".k.") || name.contains(".v.") ? keys : dim) * dim;
    }

    byte[] version0(Function<String, float[]> weights) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 7; i++) {
            int32(out, i == 5 && !shared ? -dims[i] : dims[i]);
        }
        floats(out, weights.apply("embedding.table"));
        perLayer("attention.norm.weight", n -> floats(out, weights.apply(n)));
        MATRICES.subList(0, 4).forEach(m -> perLayer(m + ".weight", n -> floats(out, weights.apply(n))));
        perLayer("ffn.norm.weight", n -> floats(out, weights.apply(n)));
        MATRICES.subList(4, 7).forEach(m -> perLayer(m + ".weight", n -> floats(out, weights.apply(n))));
        floats(out, weights.apply("norm.weight"));
        floats(out, new float[dims[6] * (dims[0] / dims[3])]);
        if (!shared) {
            floats(out, weights.apply("logits.weight"));
        }
        return out.toByteArray();
    }

    byte[] version1(Function<String, float[]> weights) {
        return modern(1, 0, weights, weights);
    }

    /** Matrices quantised as the export script does: scale max / 127, nearest even. */
    byte[] version2(int group, Function<String, float[]> weights) {
        return modern(2, group, weights, weights);
    }

    private byte[] modern(int version, int group, Function<String, float[]> norms, Function<String, float[]> matrices) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int32(out, 0x616b3432);
        int32(out, version);
        for (int value : dims) {
            int32(out, value);
        }
        out.write(shared ? 1 : 0);
        if (version == 2) {
            int32(out, group);
        }
        out.writeBytes(new byte[256 - out.size()]);
        perLayer("attention.norm.weight", n -> floats(out, norms.apply(n)));
        perLayer("ffn.norm.weight", n -> floats(out, norms.apply(n)));
        floats(out, norms.apply("norm.weight"));
        matrix(out, group, matrices.apply("embedding.table"));
        MATRICES.forEach(m -> perLayer(m + ".weight", n -> matrix(out, group, matrices.apply(n))));
        if (!shared) {
            matrix(out, group, matrices.apply("logits.weight"));
        }
        return out.toByteArray();
    }

    private void perLayer(String name, java.util.function.Consumer<String> write) {
        for (int layer = 0; layer < dims[2]; layer++) {
            write.accept("layers." + layer + "." + name);
        }
    }

    private static void matrix(ByteArrayOutputStream out, int group, float[] values) {
        if (group == 0) {
            floats(out, values);
            return;
        }
        for (int i = 0; i < values.length; i++) {
            out.write(level(values, i, group));
        }
        float[] scales = new float[values.length / group];
        for (int g = 0; g < scales.length; g++) {
            scales[g] = scale(values, g, group);
        }
        floats(out, scales);
    }

    /** What a reader of version 2 must find in place of {@code values}. */
    static float[] dequantised(float[] values, int group) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = level(values, i, group) * scale(values, i / group, group);
        }
        return result;
    }

    private static int level(float[] values, int index, int group) {
        float scale = scale(values, index / group, group);
        return scale == 0 ? 0 : (int) Math.rint(values[index] / scale);
    }

    private static float scale(float[] values, int g, int group) {
        float largest = 0;
        for (int i = g * group; i < (g + 1) * group; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest / 127;
    }

    private static void int32(ByteArrayOutputStream out, int value) {
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    private static void floats(ByteArrayOutputStream out, float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            buffer.putFloat(value);
        }
        out.writeBytes(buffer.array());
    }
}
