package org.fabricast.compiler.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fabricast.compiler.divide.Division;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.plan.LayerMatrix;
import org.fabricast.compiler.plan.WeightMatrix;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.compiler.quantise.QuantisedMatrix;
import org.fabricast.compiler.stream.StreamPacker;
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
    private final WeightPlan plan;
    private final Division division;
    private long offset;

    private ShapeImage(FusedModel model, HardwareConfig config, int group, WeightPlan plan) {
        this.model = model;
        this.packer = new StreamPacker(config.array());
        this.group = group;
        this.plan = plan;
        this.division = Division.of(model, config);
    }

    /** Lays out the weights of {@code model} by their shapes. */
    public static ModelImage of(FusedModel model, HardwareConfig config, int group, WeightPlan plan) {
        return new ShapeImage(model, config, group, plan).image();
    }

    private ModelImage image() {
        ImageLayout layout = core(0);
        for (int core = 1; core < division.cores(); core++) {
            core(core);
        }
        long layers = 0;
        for (int layer = 0; layer < model.layers().size(); layer++) {
            for (LayerMatrix matrix : LayerMatrix.values()) {
                layers += QuantisedMatrix.necessaryBytes(matrix.rows(model), matrix.cols(model), group, plan.bits(layer, matrix));
            }
        }
        return new ModelImage(layout, new WeightImage(table, offset), new byte[0], layers,
                QuantisedMatrix.necessaryBytes(model.vocab(), model.dim(), group, plan.classifier()), Map.of());
    }

    private ImageLayout core(int core) {
        long base = offset;
        int embeddingStride = rows(CoreNames.of("embedding", core), model.vocab(), model.dim());
        long ropeAt = offset;
        int ropeStride = rows(CoreNames.of("rope", core), model.context(), 2 * model.headDim());
        long layersAt = offset;
        List<LayerStreams> layers = new ArrayList<>();
        for (int layer = 0; layer < model.layers().size(); layer++) {
            List<MatrixStream> streams = new ArrayList<>();
            for (LayerMatrix matrix : LayerMatrix.values()) {
                streams.add(stream(CoreNames.of(matrix.name(layer), core), division.rows(matrix), matrix.cols(model),
                        plan.bits(layer, matrix)));
            }
            layers.add(new LayerStreams(streams));
        }
        long classifierAt = offset;
        MatrixStream classifier = stream(CoreNames.of(WeightMatrix.CLASSIFIER, core), division.vocab(), model.dim(),
                plan.classifier());
        return new ImageLayout(0, embeddingStride, ropeAt - base, ropeStride, layersAt - base, layers, classifierAt - base,
                classifier, offset - base);
    }

    private int rows(String name, int rows, int cols) {
        int stride = ImageBuilder.aligned(2 * cols);
        long bytes = (long) rows * stride;
        table.add(new WeightTensor(name, WeightFormat.FP16, rows, cols, cols, ScaleForm.NONE, IndexForm.NONE, Tiling.ROWS,
                WeightTensor.VERSION, offset, bytes));
        offset += bytes;
        return stride;
    }

    private MatrixStream stream(String name, int rows, int cols, int bits) {
        long bytes = packer.bytes(rows, cols, group, bits);
        table.add(new WeightTensor(name, WeightFormat.symmetric(bits), rows, cols, group, ScaleForm.BINARY16_INTERLEAVED,
                IndexForm.NONE, Tiling.STREAM, WeightTensor.VERSION, offset, bytes));
        offset += bytes;
        return new MatrixStream(bits, bytes);
    }
}
