package org.fabricast.compiler.pack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.compiler.assign.SparsityChoice;
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
    private final Optional<ShapeSparsity> sparsity;
    private final Map<String, SparseFacts> sparse = new LinkedHashMap<>();
    private long offset;

    private ShapeImage(FusedModel model, HardwareConfig config, int group, WeightPlan plan, Optional<SparsityChoice> sparsity) {
        this.model = model;
        this.packer = new StreamPacker(config.array());
        this.group = group;
        this.plan = plan;
        this.division = Division.of(model, config);
        this.sparsity = sparsity.map(choice -> new ShapeSparsity(choice, packer, group));
    }

    /** Lays out the weights of {@code model} by their shapes. */
    public static ModelImage of(FusedModel model, HardwareConfig config, int group, WeightPlan plan,
                                Optional<SparsityChoice> sparsity) {
        return new ShapeImage(model, config, group, plan, sparsity).image();
    }

    private ModelImage image() {
        ImageLayout layout = core(0);
        for (int core = 1; core < division.cores(); core++) {
            core(core);
        }
        long layers = 0;
        long leftOut = 0;
        for (int layer = 0; layer < model.layers().size(); layer++) {
            for (LayerMatrix matrix : LayerMatrix.values()) {
                int rows = matrix.rows(model);
                int cols = matrix.cols(model);
                int bits = plan.bits(layer, matrix);
                Optional<SparseFacts> facts = sparsity.filter(left -> left.of(division.rows(matrix), cols, bits).isPresent())
                        .map(left -> left.facts(rows, cols, bits));
                layers += facts.map(f -> f.bytes().necessary())
                        .orElseGet(() -> QuantisedMatrix.necessaryBytes(rows, cols, group, bits));
                leftOut += facts.map(f -> (long) rows * cols - f.stored()).orElse(0L);
            }
        }
        return new ModelImage(layout, new WeightImage(table, offset), new byte[0], layers,
                QuantisedMatrix.necessaryBytes(model.vocab(), model.dim(), group, plan.classifier()), Map.of(), sparse, leftOut);
    }

    private ImageLayout core(int core) {
        long base = offset;
        int embeddingStride = rows(CoreNames.of("embedding", core), model.vocab(), model.dim());
        long positionAt = offset;
        int positionStride = model.positions().isPresent()
                ? rows(CoreNames.of("positions", core), model.context(), model.dim())
                : rows(CoreNames.of("rope", core), model.context(), 2 * model.headDim());
        Optional<BiasTable> biases = biases(core, base);
        long layersAt = offset;
        List<LayerStreams> layers = new ArrayList<>();
        for (int layer = 0; layer < model.layers().size(); layer++) {
            List<MatrixStream> streams = new ArrayList<>();
            for (LayerMatrix matrix : LayerMatrix.values()) {
                streams.add(stream(CoreNames.of(matrix.name(layer), core), division.rows(matrix), matrix.cols(model),
                        plan.bits(layer, matrix), sparsity));
            }
            layers.add(new LayerStreams(streams));
        }
        long classifierAt = offset;
        MatrixStream classifier = stream(CoreNames.of(WeightMatrix.CLASSIFIER, core), division.vocab(), model.dim(),
                plan.classifier(), Optional.empty());
        return new ImageLayout(0, embeddingStride, positionAt - base, positionStride, biases, layersAt - base, layers, classifierAt - base,
                classifier, offset - base);
    }

    private Optional<BiasTable> biases(int core, long base) {
        return switch (model.family()) {
            case ROTARY_GATED -> Optional.empty();
            case BIASED_RELU -> {
                long layersAt = offset - base;
                int layerStride = rows(CoreNames.of("biases", core), model.layers().size(), BiasRow.of(division).elements());
                long normAt = offset - base;
                int normStride = rows(CoreNames.of("norm", core), 2, model.dim());
                yield Optional.of(new BiasTable(layersAt, layerStride, normAt, normAt + normStride));
            }
        };
    }

    private int rows(String name, int rows, int cols) {
        int stride = ImageBuilder.aligned(2 * cols);
        long bytes = (long) rows * stride;
        table.add(new WeightTensor(name, WeightFormat.FP16, rows, cols, cols, ScaleForm.NONE, IndexForm.NONE, Tiling.ROWS,
                WeightTensor.VERSION, offset, bytes));
        offset += bytes;
        return stride;
    }

    private MatrixStream stream(String name, int rows, int cols, int bits, Optional<ShapeSparsity> left) {
        Optional<SparseFacts> facts = left.flatMap(shapes -> shapes.of(rows, cols, bits));
        facts.ifPresent(f -> sparse.put(name, f));
        int pattern = facts.map(SparseFacts::pattern).orElse(0);
        long bytes = facts.map(f -> f.bytes().streamBytes()).orElseGet(() -> packer.bytes(rows, cols, group, bits));
        table.add(new WeightTensor(name, WeightFormat.symmetric(bits), rows, cols, group, ScaleForm.BINARY16_INTERLEAVED,
                IndexForm.ofPattern(pattern), Tiling.STREAM, WeightTensor.VERSION, offset, bytes));
        offset += bytes;
        return new MatrixStream(bits, pattern, bytes);
    }
}
