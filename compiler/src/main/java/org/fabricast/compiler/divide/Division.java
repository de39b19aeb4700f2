package org.fabricast.compiler.divide;

import java.util.Arrays;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.plan.LayerMatrix;
import org.fabricast.compiler.quantise.QuantisedMatrix;
import org.fabricast.ir.hw.HardwareConfig;

/**
 * The rows of every matrix in equal parts, one for each core: Q, K and V by KV heads, everything else by rows. Core c has the rows
 * from c · part on. Where a size does not divide, the last core's part is filled up with rows of zeros, so that all cores run
 * one program with the same sizes; the filling costs no time, since all wait for the core with the most rows.
 *
 * <p>A row is computed by one core with the same instructions as on a single core, so the number of cores changes no bit.
 *
 * <p>One core has everything and nothing is filled up.
 *
 * @param model   what is divided
 * @param cores   how many take part
 * @param kvHeads KV heads of a core
 * @param dim     elements of the residual stream of a core
 * @param hidden  elements of the feed-forward's inner vector of a core
 * @param vocab   logits of a core
 */
public record Division(FusedModel model, int cores, int kvHeads, int dim, int hidden, int vocab) {

    /** Logits of a core are whole units of memory: 64 bytes of binary32. */
    private static final int LOGITS = HardwareConfig.ALIGNMENT / Float.BYTES;

    /** Divides {@code model} among the cores of {@code config}. */
    public static Division of(FusedModel model, HardwareConfig config) {
        int cores = config.cores();
        return new Division(model, cores, part(model.kvHeads(), cores, 1), part(model.dim(), cores, config.array()),
                part(model.hidden(), cores, config.array()), part(model.vocab(), cores, LOGITS));
    }

    private static int part(int total, int cores, int unit) {
        return cores == 1 ? total : Math.ceilDiv(Math.ceilDiv(total, unit), cores) * unit;
    }

    /** Whether there is more than one core. */
    public boolean divided() {
        return cores > 1;
    }

    /** Query heads of a core. */
    public int heads() {
        return kvHeads * model.headsPerKv();
    }

    /** Rows of a core of {@code matrix}. */
    public int rows(LayerMatrix matrix) {
        return switch (matrix) {
            case QKV -> (heads() + 2 * kvHeads) * model.headDim();
            case OUT, DOWN -> dim;
            case GATE_UP -> model.layers().getFirst().inner().size() * hidden;
        };
    }

    /** What {@code core} has of a layer's whole matrix. */
    public QuantisedMatrix of(LayerMatrix matrix, QuantisedMatrix whole, int core) {
        return divided() ? whole.select(sources(matrix, core)) : whole;
    }

    /** What {@code core} has of the classifier. */
    public QuantisedMatrix ofClassifier(QuantisedMatrix whole, int core) {
        return divided() ? whole.select(new Sources().range(0, core, vocab, model.vocab()).rows) : whole;
    }

    /** Rows of the whole matrix that {@code core} has, in its own order; −1 for a row of zeros. */
    public int[] sources(LayerMatrix matrix, int core) {
        int query = model.heads() * model.headDim();
        int keys = model.kvHeads() * model.headDim();
        int part = kvHeads * model.headDim();
        Sources sources = new Sources();
        return switch (matrix) {
            case QKV -> sources.range(0, core, heads() * model.headDim(), query).range(query, core, part, keys)
                    .range(query + keys, core, part, keys).rows;
            case OUT, DOWN -> sources.range(0, core, dim, model.dim()).rows;
            case GATE_UP -> {
                for (int inner = 0; inner < model.layers().getFirst().inner().size(); inner++) {
                    sources.range(inner * model.hidden(), core, hidden, model.hidden());
                }
                yield sources.rows;
            }
        };
    }

    /** Rows put together. */
    private static final class Sources {
        private int[] rows = new int[0];

        /** Adds the part of {@code core} of {@code total} rows that begin at {@code from}. */
        Sources range(int from, int core, int part, int total) {
            int[] more = Arrays.copyOf(rows, rows.length + part);
            for (int i = 0; i < part; i++) {
                int row = core * part + i;
                more[rows.length + i] = row < total ? from + row : -1;
            }
            rows = more;
            return this;
        }
    }
}
