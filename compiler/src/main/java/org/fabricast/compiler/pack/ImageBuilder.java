package org.fabricast.compiler.pack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fabricast.compiler.divide.Division;
import org.fabricast.compiler.fuse.FusedLayer;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.fuse.Norm;
import org.fabricast.compiler.plan.LayerMatrix;
import org.fabricast.compiler.plan.WeightMatrix;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.compiler.quantise.QuantisedMatrix;
import org.fabricast.compiler.quantise.SymmetricQuantiser;
import org.fabricast.compiler.sparse.BlockGrid;
import org.fabricast.compiler.sparse.SparseBytes;
import org.fabricast.compiler.sparse.SparseMask;
import org.fabricast.compiler.stream.PackedMatrix;
import org.fabricast.compiler.stream.SparseStreamPacker;
import org.fabricast.compiler.stream.StreamPacker;
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
import org.fabricast.ir.isa.RunShape;

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
    private final WeightPlan plan;
    private final Division division;
    private final MatrixMasks masks;
    private final Map<String, SparseFacts> sparse = new LinkedHashMap<>();
    private final List<WeightTensor> table = new ArrayList<>();
    private final List<byte[]> parts = new ArrayList<>();
    private final Map<String, Double> errors = new LinkedHashMap<>();
    private long offset;
    private long necessary;
    private long necessaryLayers;
    private long leftOut;

    private ImageBuilder(FusedModel model, HardwareConfig config, int group, WeightPlan plan, MatrixMasks masks) {
        this.model = model;
        this.masks = masks;
        this.constants = model.graph().constantsByName();
        this.packer = new StreamPacker(config.array());
        this.group = group;
        this.plan = plan;
        this.division = Division.of(model, config);
    }

    /** Quantises and packs all weights of {@code model}. */
    public static ModelImage build(FusedModel model, HardwareConfig config, int group, WeightPlan plan) {
        return build(model, config, group, plan, MatrixMasks.NONE);
    }

    /** The same of a model without some of its weights: {@code masks} says what is stored. */
    public static ModelImage build(FusedModel model, HardwareConfig config, int group, WeightPlan plan, MatrixMasks masks) {
        return new ImageBuilder(model, config, group, plan, masks).image();
    }

    /** The images of all cores, one behind the other; they have the same layout. */
    private ModelImage image() {
        ImageLayout layout = core(0);
        for (int core = 1; core < division.cores(); core++) {
            core(core);
        }
        return new ModelImage(layout, new WeightImage(table, offset), bytes(), necessaryLayers,
                necessary - necessaryLayers, errors, sparse, leftOut);
    }

    /** What a core has of the weights. */
    private ImageLayout core(int core) {
        long base = offset;
        Tensor embedding = constants.get(model.embedding().name());
        long embeddingAt = offset;
        int embeddingStride = rows(CoreNames.of("embedding", core), embedding.data(), embedding.type().dim(0), embedding.type().dim(1));
        long positionAt = offset;
        int positionStride = positions(core);
        Optional<BiasTable> biases = biases(core, base);
        long layersAt = offset;
        List<LayerStreams> layers = new ArrayList<>();
        for (FusedLayer layer : model.layers()) {
            List<MatrixStream> streams = new ArrayList<>();
            for (LayerMatrix matrix : LayerMatrix.values()) {
                streams.add(matrix(layer, matrix, core));
            }
            layers.add(new LayerStreams(streams));
        }
        if (core == 0) {
            necessaryLayers = necessary;
        }
        long classifierAt = offset;
        QuantisedMatrix whole = quantise(WeightMatrix.CLASSIFIER, classifierWeights(), model.dim(),
                plan.classifier(), core);
        necessary += core == 0 ? whole.necessaryBytes() : 0;
        MatrixStream classifier = stream(CoreNames.of(WeightMatrix.CLASSIFIER, core), division.ofClassifier(whole, core));
        return new ImageLayout(embeddingAt - base, embeddingStride, positionAt - base, positionStride, biases, layersAt - base, layers,
                classifierAt - base, classifier, offset - base);
    }

    /** What a core has of a layer's matrix; sparse if that makes it smaller. */
    private MatrixStream matrix(FusedLayer layer, LayerMatrix matrix, int core) {
        int bits = plan.bits(layer.layer(), matrix);
        String name = matrix.name(layer.layer());
        QuantisedMatrix whole = quantise(name, weights(layer, matrix), matrix.cols(model), bits, core);
        Optional<SparseMask> stored = masks.of(name);
        Optional<SparseMask> part = stored.map(mask -> division.divided() ? mask.select(division.sources(matrix, core)) : mask)
                .filter(mask -> worthwhile(facts(mask, bits)));
        if (core == 0) {
            necessary += part.isPresent() ? SparseBytes.of(stored.orElseThrow(), bits, group).necessary() : whole.necessaryBytes();
            leftOut += part.isPresent() ? stored.orElseThrow().grid().elements() - stored.orElseThrow().kept() : 0;
        }
        String own = CoreNames.of(name, core);
        QuantisedMatrix levels = division.of(matrix, whole, core);
        part.ifPresent(mask -> sparse.put(own, facts(mask, bits)));
        return part.map(mask -> append(own, levels, SparseStreamPacker.pack(levels, mask))).orElseGet(() -> stream(own, levels));
    }

    private SparseFacts facts(SparseMask mask, int bits) {
        BlockGrid grid = mask.grid();
        return new SparseFacts(mask.declaredPattern(), mask.kept(), SparseBytes.of(mask, bits, group),
                packer.bytes(grid.rows(), grid.cols(), group, bits));
    }

    /**
     * A stream that is not smaller would cost cycles and save nothing; and cores that run one program need streams of one length,
     * which blocks that differ do not give.
     */
    private boolean worthwhile(SparseFacts facts) {
        boolean equal = !division.divided() || facts.pattern() != RunShape.ANY_PATTERN;
        return equal && (masks.force() || facts.bytes().streamBytes() < facts.denseBytes());
    }

    /** The whole matrix, whatever cores have of it. */
    private QuantisedMatrix quantise(String name, float[] weights, int cols, int bits, int core) {
        QuantisedMatrix matrix = SymmetricQuantiser.quantise(name, weights, weights.length / cols, cols, group, bits);
        if (core == 0) {
            errors.put(name, matrix.relativeError(weights));
        }
        return matrix;
    }

    /** A layer's matrix as the machine multiplies by it, not yet quantised. */
    private float[] weights(FusedLayer layer, LayerMatrix matrix) {
        return switch (matrix) {
            case QKV -> joined(turned(layer, layer.q()), turned(layer, layer.k()),
                    folded(layer.v(), layer.attentionNorm()));
            case OUT -> constants.get(layer.o().name()).data();
            case GATE_UP -> joined(layer.inner().stream().map(inner -> folded(inner, layer.feedForwardNorm()))
                    .toArray(float[][]::new));
            case DOWN -> constants.get(layer.down().name()).data();
        };
    }

    /** The gain of a final norm with a bias is not folded: the machine adds the bias behind it. */
    private float[] classifierWeights() {
        return model.finalNorm().bias().isPresent() ? constants.get(model.classifier().name()).data()
                : folded(model.classifier(), model.finalNorm());
    }

    /** Rows of the positions; their distance is returned. */
    private int positions(int core) {
        return model.positions().isPresent()
                ? rows(CoreNames.of("positions", core), constants.get(model.positions().get().name()).data(), model.context(),
                        model.dim())
                : rows(CoreNames.of("rope", core), rotaryTable(), model.context(), 2 * model.headDim());
    }

    private Optional<BiasTable> biases(int core, long base) {
        return switch (model.family()) {
            case ROTARY_GATED -> Optional.empty();
            case BIASED_RELU -> {
                BiasVectors vectors = new BiasVectors(model);
                long layersAt = offset - base;
                int layerStride = rows(CoreNames.of("biases", core), vectors.rows(division, core), model.layers().size(),
                        BiasRow.of(division).elements());
                long normAt = offset - base;
                int normStride = rows(CoreNames.of("norm", core), vectors.lastNorm(), 2, model.dim());
                yield Optional.of(new BiasTable(layersAt, layerStride, normAt, normAt + normStride));
            }
        };
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

    /** Bytes rounded up to where an instruction can address. */
    static int aligned(int bytes) {
        return (bytes + HardwareConfig.ALIGNMENT - 1) / HardwareConfig.ALIGNMENT * HardwareConfig.ALIGNMENT;
    }

    /** Appends a binary16 table whose rows start at aligned addresses; their distance is returned. */
    private int rows(String name, float[] values, int rows, int cols) {
        int stride = aligned(2 * cols);
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

    /** Appends a quantised stream. */
    private MatrixStream stream(String name, QuantisedMatrix matrix) {
        return append(name, matrix, packer.pack(matrix));
    }

    private MatrixStream append(String name, QuantisedMatrix matrix, PackedMatrix packed) {
        byte[] part = packed.stream();
        table.add(new WeightTensor(name, WeightFormat.symmetric(matrix.bits()), matrix.rows(), matrix.cols(), group,
                ScaleForm.BINARY16_INTERLEAVED, IndexForm.ofPattern(packed.pattern()), Tiling.STREAM, WeightTensor.VERSION, offset,
                part.length));
        append(part);
        return new MatrixStream(matrix.bits(), packed.pattern(), part.length);
    }

    private float[] folded(ConstantRef weight, Norm norm) {
        float[] factors = constants.get(norm.weight().name()).data();
        float[] folded = constants.get(weight.name()).data().clone();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = (float) ((double) folded[i] * factors[i % factors.length]);
        }
        return folded;
    }

    private float[] turned(FusedLayer layer, ConstantRef weight) {
        float[] folded = folded(weight, layer.attentionNorm());
        return layer.rotary().map(rotary -> halves(rotary, folded, model.dim())).orElse(folded);
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
        Rotary rotary = model.layers().getFirst().rotary().orElseThrow();
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
