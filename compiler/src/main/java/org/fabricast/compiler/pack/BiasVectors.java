package org.fabricast.compiler.pack;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.fabricast.compiler.divide.Division;
import org.fabricast.compiler.fuse.Biases;
import org.fabricast.compiler.fuse.FusedLayer;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.Tensor;

/**
 * The biases that the machine adds. With β the bias of the norm before a projection W with bias b: queries and feed-forward get b + W β. That
 * of the keys adds the same to all scores of a query, which softmax does not see, so it is left out. That of the values is added
 * to every mean of values, since probabilities have sum 1, so it goes through the output projection: b_o + W_o (b_v + W_v β).
 *
 * <p>Rounding: sums in binary64, then to nearest even binary32 and binary16. Errors: F2303 for what binary16 does not hold.
 */
public final class BiasVectors {

    private static final float LARGEST = 65504;

    private final FusedModel model;
    private final Map<String, Tensor> constants;

    /** Vectors of a model with weights. */
    public BiasVectors(FusedModel model) {
        this.model = model;
        this.constants = model.graph().constantsByName();
    }

    /** What {@code core} adds in all layers, {@link BiasRow} after {@link BiasRow}; 0 where its rows are filled up. */
    float[] rows(Division division, int core) {
        BiasRow row = BiasRow.of(division);
        float[] rows = new float[model.layers().size() * row.elements()];
        for (FusedLayer layer : model.layers()) {
            int at = layer.layer() * row.elements();
            String of = " of layer " + layer.layer();
            Biases biases = layer.biases();
            float[] norm = data(layer.attentionNorm().bias().orElseThrow());
            place(rows, at, "bias of the queries" + of,
                    part(through(layer.q(), wide(norm), biases.q()), core, row.queries()));
            place(rows, at + row.out(), "bias of the attention" + of,
                    part(through(layer.o(), ofValues(layer, norm), biases.o()), core, row.dim()));
            place(rows, at + row.up(), "bias of the feed-forward part" + of, part(through(layer.inner().getFirst(),
                    wide(data(layer.feedForwardNorm().bias().orElseThrow())), biases.up()), core, row.hidden()));
            place(rows, at + row.down(), "bias of the output" + of, part(biases.down().map(b -> wide(data(b)))
                    .orElseGet(() -> new double[model.dim()]), core, row.dim()));
        }
        return rows;
    }

    /** Elements from core · length on, zeros beyond the end. */
    private static double[] part(double[] whole, int core, int length) {
        int from = Math.min(core * length, whole.length);
        return Arrays.copyOf(Arrays.copyOfRange(whole, from, Math.min(from + length, whole.length)), length);
    }

    /** The gain and the bias of the final norm. */
    float[] lastNorm() {
        int dim = model.dim();
        float[] norm = new float[2 * dim];
        place(norm, 0, "gain of the final norm", wide(data(model.finalNorm().weight())));
        place(norm, dim, "bias of the final norm", wide(data(model.finalNorm().bias().orElseThrow())));
        return norm;
    }

    /** What the bias of the values adds to the attended vector of all heads. */
    public double[] ofValues(FusedLayer layer, float[] norm) {
        double[] values = through(layer.v(), wide(norm), layer.biases().v());
        int d = model.headDim();
        double[] attended = new double[model.heads() * d];
        for (int i = 0; i < attended.length; i++) {
            attended[i] = values[i / d / model.headsPerKv() * d + i % d];
        }
        return attended;
    }

    /** W x + b. */
    public double[] through(ConstantRef weight, double[] x, Optional<ConstantRef> bias) {
        float[] w = data(weight);
        double[] y = new double[weight.type().dim(0)];
        for (int row = 0; row < y.length; row++) {
            double sum = bias.isPresent() ? data(bias.get())[row] : 0;
            for (int col = 0; col < x.length; col++) {
                sum += w[row * x.length + col] * x[col];
            }
            y[row] = sum;
        }
        return y;
    }

    private float[] data(ConstantRef constant) {
        return constants.get(constant.name()).data();
    }

    /** The same numbers in binary64. */
    public static double[] wide(float[] narrow) {
        double[] wide = new double[narrow.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = narrow[i];
        }
        return wide;
    }

    private void place(float[] rows, int at, String what, double[] values) {
        for (int i = 0; i < values.length; i++) {
            rows[at + i] = (float) values[i];
            if (Math.abs(rows[at + i]) > LARGEST) {
                throw new FabricastException(ErrorCode.F2303, model.graph().name() + ", " + what + ", element " + i,
                        "at most " + LARGEST + ", the largest binary16 number", String.valueOf(values[i]), "");
            }
        }
    }
}
