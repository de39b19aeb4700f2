package org.fabricast.compiler.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fabricast.compiler.fuse.FusedLayer;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.fuse.Norm;
import org.fabricast.compiler.quantise.Int8Quantiser;
import org.fabricast.compiler.quantise.QuantisedMatrix;
import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.Rotary;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.IndexForm;
import org.fabricast.ir.image.ScaleForm;
import org.fabricast.ir.image.Tiling;
import org.fabricast.ir.image.WeightFormat;
import org.fabricast.ir.image.WeightImage;
import org.fabricast.ir.image.WeightTensor;

/**
 * Builds the weight region: embedding rows and rotary table in binary16, then the streams of every layer and of the
 * classifier in the order of use.
 *
 * <p>Norm weights are folded into the columns of the projections behind the norm. Rotary heads are stored with the two
 * elements of a pair half a head apart: rows of Q and K of models that pair neighbours are moved accordingly, which changes
 * no score. The rotary table holds cos, then sin with the sign of the rotated element.
 *
 * <p>Rounding: folding in binary64, then to nearest even binary32.
 */
public final class ImageBuilder {

    private final FusedModel model;
    private final Map<String, Tensor> constants;
    private final StreamPacker packer;
    private final int group;
    private final List<WeightTensor> table = new ArrayList<>();
    private final List<byte[]> parts = new ArrayList<>();
    private long offset;

    private ImageBuilder(FusedModel model, HardwareConfig config, int group) {
        this.model = model;
        this.constants = model.graph().constantsByName();
        this.packer = new StreamPacker(config.array());
        this.group = group;
    }

    /** Quantises and packs all weights of {@code model}. */
    public static ModelImage build(FusedModel model, HardwareConfig config, int group) {
        return new ImageBuilder(model, config, group).image();
    }

    private ModelImage image() {
        Tensor embedding = constants.get(model.embedding().name());
        long embeddingAt = offset;
        int embeddingStride = rows("embedding", embedding.data(), embedding.type().dim(0), embedding.type().dim(1));
        long ropeAt = offset;
        int ropeStride = rows("rope", rotaryTable(), model.context(), 2 * model.headDim());
        long layersAt = offset;
        long necessary = 0;
        long[] streams = new long[4];
        for (FusedLayer layer : model.layers()) {
            String name = "layers." + layer.layer() + ".";
            float[] q = halves(layer.rotary(), folded(layer.q(), layer.attentionNorm()), model.dim());
            float[] k = halves(layer.rotary(), folded(layer.k(), layer.attentionNorm()), model.dim());
            float[] v = folded(layer.v(), layer.attentionNorm());
            long[] before = {offset};
            necessary += stream(name + "qkv", joined(q, k, v), model.dim());
            streams[0] = advance(before);
            necessary += stream(name + "out", constants.get(layer.o().name()).data(), model.heads() * model.headDim());
            streams[1] = advance(before);
            necessary += stream(name + "gateUp", joined(folded(layer.gate(), layer.feedForwardNorm()),
                    folded(layer.up(), layer.feedForwardNorm())), model.dim());
            streams[2] = advance(before);
            necessary += stream(name + "down", constants.get(layer.down().name()).data(), model.hidden());
            streams[3] = advance(before);
        }
        long classifierAt = offset;
        long classifier = stream("classifier", folded(model.classifier(), model.finalNorm()), model.dim());
        ImageLayout layout = new ImageLayout(embeddingAt, embeddingStride, ropeAt, ropeStride, layersAt,
                (classifierAt - layersAt) / model.layers().size(), streams[0], streams[1], streams[2], streams[3],
                classifierAt, offset - classifierAt, offset);
        return new ModelImage(layout, new WeightImage(table, offset), bytes(), necessary, classifier);
    }

    private long advance(long[] before) {
        long bytes = offset - before[0];
        before[0] = offset;
        return bytes;
    }

    private byte[] bytes() {
        byte[] all = new byte[Math.toIntExact(offset)];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private void append(byte[] part) {
        parts.add(part);
        offset += part.length;
    }

    /** Appends a binary16 table whose rows start at aligned addresses; their distance is returned. */
    private int rows(String name, float[] values, int rows, int cols) {
        int stride = StreamPacker.ceil(2 * cols, HardwareConfig.ALIGNMENT) * HardwareConfig.ALIGNMENT;
        byte[] part = new byte[rows * stride];
        for (int row = 0; row < rows; row++) {
            for (int col = 0; col < cols; col++) {
                short bits = Float.floatToFloat16(values[row * cols + col]);
                part[row * stride + 2 * col] = (byte) bits;
                part[row * stride + 2 * col + 1] = (byte) (bits >> 8);
            }
        }
        table.add(new WeightTensor(name, WeightFormat.FP16, rows, cols, cols, ScaleForm.NONE, IndexForm.NONE,
                Tiling.ROWS, WeightTensor.VERSION, offset, part.length));
        append(part);
        return stride;
    }

    /** Appends a quantised stream; its necessary bytes are returned. */
    private long stream(String name, float[] weights, int cols) {
        int rows = weights.length / cols;
        QuantisedMatrix matrix = Int8Quantiser.quantise(name, weights, rows, cols, group);
        byte[] part = packer.pack(matrix);
        table.add(new WeightTensor(name, WeightFormat.INT8, rows, cols, group, ScaleForm.BINARY16_INTERLEAVED,
                IndexForm.NONE, Tiling.STREAM, WeightTensor.VERSION, offset, part.length));
        append(part);
        return matrix.necessaryBytes();
    }

    private float[] folded(ConstantRef weight, Norm norm) {
        float[] factors = constants.get(norm.weight().name()).data();
        float[] folded = constants.get(weight.name()).data().clone();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = (float) ((double) folded[i] * factors[i % factors.length]);
        }
        return folded;
    }

    /** Rows of a rotary projection in half-split order. */
    static float[] halves(Rotary rotary, float[] weights, int cols) {
        if (rotary.style() == RotaryStyle.HALF) {
            return weights;
        }
        int d = rotary.headDim();
        float[] moved = new float[weights.length];
        for (int row = 0; row < weights.length / cols; row++) {
            int i = row % d;
            int from = row - i + (i < d / 2 ? 2 * i : 2 * (i - d / 2) + 1);
            System.arraycopy(weights, from * cols, moved, row * cols, cols);
        }
        return moved;
    }

    private float[] rotaryTable() {
        Rotary rotary = model.layers().getFirst().rotary();
        double[] frequencies = rotary.frequencies();
        int d = model.headDim();
        float[] rows = new float[model.context() * 2 * d];
        for (int position = 0; position < model.context(); position++) {
            for (int i = 0; i < d; i++) {
                double angle = position * frequencies[i % (d / 2)];
                rows[position * 2 * d + i] = (float) Math.cos(angle);
                rows[position * 2 * d + d + i] = (float) (i < d / 2 ? -Math.sin(angle) : Math.sin(angle));
            }
        }
        return rows;
    }

    private static float[] joined(float[]... matrices) {
        int length = 0;
        for (float[] matrix : matrices) {
            length += matrix.length;
        }
        float[] all = new float[length];
        int at = 0;
        for (float[] matrix : matrices) {
            System.arraycopy(matrix, 0, all, at, matrix.length);
            at += matrix.length;
        }
        return all;
    }
}
