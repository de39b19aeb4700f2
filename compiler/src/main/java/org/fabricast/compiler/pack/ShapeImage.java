package org.fabricast.compiler.pack;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.IndexForm;
import org.fabricast.ir.image.ScaleForm;
import org.fabricast.ir.image.Tiling;
import org.fabricast.ir.image.WeightFormat;
import org.fabricast.ir.image.WeightImage;
import org.fabricast.ir.image.WeightTensor;

/**
 * The weight region of a model whose weights are not known: every offset and size that {@link ImageBuilder} would give it, and
 * no contents.
 */
public final class ShapeImage {

    private final FusedModel model;
    private final StreamPacker packer;
    private final int group;
    private final List<WeightTensor> table = new ArrayList<>();
    private long offset;

    private ShapeImage(FusedModel model, HardwareConfig config, int group) {
        this.model = model;
        this.packer = new StreamPacker(config.array());
        this.group = group;
    }

    /** Lays out the weights of {@code model} by their shapes. */
    public static ModelImage of(FusedModel model, HardwareConfig config, int group) {
        return new ShapeImage(model, config, group).image();
    }

    private ModelImage image() {
        int attended = model.heads() * model.headDim();
        int embeddingStride = rows("embedding", model.vocab(), model.dim());
        long ropeAt = offset;
        int ropeStride = rows("rope", model.context(), 2 * model.headDim());
        long layersAt = offset;
        long necessary = 0;
        for (int layer = 0; layer < model.layers().size(); layer++) {
            String name = "layers." + layer + ".";
            necessary += stream(name + "qkv", attended + 2 * model.kvHeads() * model.headDim(), model.dim());
            necessary += stream(name + "out", model.dim(), attended);
            necessary += stream(name + "gateUp", 2 * model.hidden(), model.dim());
            necessary += stream(name + "down", model.dim(), model.hidden());
        }
        long classifierAt = offset;
        long classifier = stream("classifier", model.vocab(), model.dim());
        ImageLayout layout = new ImageLayout(0, embeddingStride, ropeAt, ropeStride, layersAt,
                (classifierAt - layersAt) / model.layers().size(), bytes(2), bytes(3), bytes(4), bytes(5), classifierAt,
                offset - classifierAt, offset);
        return new ModelImage(layout, new WeightImage(table, offset), new byte[0], necessary, classifier);
    }

    /** Bytes of a tensor by its place: embedding and rotary table come first, then the streams of layer 0. */
    private long bytes(int index) {
        return table.get(index).bytes();
    }

    private int rows(String name, int rows, int cols) {
        int stride = StreamPacker.ceil(2 * cols, HardwareConfig.ALIGNMENT) * HardwareConfig.ALIGNMENT;
        long bytes = (long) rows * stride;
        table.add(new WeightTensor(name, WeightFormat.FP16, rows, cols, cols, ScaleForm.NONE, IndexForm.NONE, Tiling.ROWS,
                WeightTensor.VERSION, offset, bytes));
        offset += bytes;
        return stride;
    }

    private long stream(String name, int rows, int cols) {
        long bytes = packer.bytes(rows, cols, group);
        table.add(new WeightTensor(name, WeightFormat.INT8, rows, cols, group, ScaleForm.BINARY16_INTERLEAVED,
                IndexForm.NONE, Tiling.STREAM, WeightTensor.VERSION, offset, bytes));
        offset += bytes;
        return (long) rows * cols + 2L * rows * StreamPacker.ceil(cols, group);
    }
}
