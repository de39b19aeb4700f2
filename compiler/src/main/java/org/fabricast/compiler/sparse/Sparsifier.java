package org.fabricast.compiler.sparse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * Chooses which weights of some matrices stay.
 *
 * <p>A fixed pattern keeps the weights with the best scores of each set. Under a density the number N of each 16×16 block is
 * chosen by {@link DensityAllocator}: cost is the number of weights kept, gain the sum of their squared scores; over a whole
 * model the gains of a layer are divided by the sum of its squared scores, so that layers compare by the part of their output
 * they lose.
 *
 * <p>Errors: F1009 a density that leaves a layer, or over a model every layer, without a weight. Cost: sorting, and 1/2 · rows · cols² multiply-accumulates
 * for the output errors; the refit has its own.
 */
public final class Sparsifier {

    private Sparsifier() {
    }

    /** The layers, each with its weights and its report, in order; all are equally important. */
    public static List<SparseLayer> sparsify(List<LayerMatrix> layers, SparsifyOptions options) {
        return sparsify(layers, options, Collections.nCopies(layers.size(), 1.0));
    }

    /**
     * The layers, each with its weights and its report, in order.
     *
     * @param importance of each layer: what losing all of its scores costs, where a density is met over the model
     */
    public static List<SparseLayer> sparsify(List<LayerMatrix> layers, SparsifyOptions options, List<Double> importance) {
        List<BlockScores> scores = layers.stream().map(layer -> new BlockScores(layer.grid(), options.sharing(),
                options.criterion().scores(layer.weights(), layer.inputs()))).toList();
        List<SparseMask> masks = switch (options.target()) {
            case SparsityTarget.Fixed fixed -> scores.stream().map(s -> fixed(s, fixed.pattern())).toList();
            case SparsityTarget.Blockwise blockwise -> blockwise(layers, scores, blockwise, importance);
        };
        return IntStream.range(0, layers.size()).parallel()
                .mapToObj(i -> sparse(layers.get(i), masks.get(i), options)).toList();
    }

    private static SparseMask fixed(BlockScores scores, NmPattern pattern) {
        byte[] perRow = new byte[scores.grid().blocks()];
        Arrays.fill(perRow, (byte) pattern.perBlockRow());
        return scores.mask(perRow, pattern.m());
    }

    private static List<SparseMask> blockwise(List<LayerMatrix> layers, List<BlockScores> scores,
                                              SparsityTarget.Blockwise target, List<Double> importance) {
        List<SparseMask> masks = switch (target.scope()) {
            case LAYER -> scores.stream().flatMap(s -> allocated(List.of(s), target.density(), List.of(1.0)).stream()).toList();
            case MODEL, MEASURED -> allocated(scores, target.density(), importance);
        };
        requireWeights(layers, masks, scores, target);
        return masks;
    }

    /** Over a model a layer may go altogether, if others matter more; in a layer of its own, or in all, something must stay. */
    private static void requireWeights(List<LayerMatrix> layers, List<SparseMask> masks, List<BlockScores> scores,
                                       SparsityTarget.Blockwise target) {
        List<Diagnostic> empty = new ArrayList<>();
        for (int i = 0; i < masks.size(); i++) {
            if (masks.get(i).kept() == 0 && scores.get(i).total() > 0) {
                BlockGrid grid = scores.get(i).grid();
                double least = Math.min(grid.rows(), BlockGrid.EDGE) * 2.0 / grid.elements();
                empty.add(new Diagnostic(ErrorCode.F1009, "layer " + layers.get(i).name(),
                        String.format(Locale.ROOT, "a density of at least %.5f, 2 of 16 in one block", Math.min(1, least)),
                        target.text() + ", which leaves no weight of it", ""));
            }
        }
        boolean some = target.scope() != SparsityTarget.Scope.LAYER && masks.stream().anyMatch(mask -> mask.kept() > 0);
        if (!empty.isEmpty() && !some) {
            throw new FabricastException(empty);
        }
    }

    private static List<SparseMask> allocated(List<BlockScores> scores, double density, List<Double> importance) {
        List<DensityAllocator.Curve> curves = new ArrayList<>();
        double elements = 0;
        for (int i = 0; i < scores.size(); i++) {
            BlockScores layer = scores.get(i);
            double factor = layer.total() == 0 ? 1 : importance.get(i) / layer.total();
            for (int block = 0; block < layer.grid().blocks(); block++) {
                DensityAllocator.Curve curve = layer.curve(block / layer.grid().blockCols(), block % layer.grid().blockCols());
                curves.add(new DensityAllocator.Curve(curve.cost(),
                        Arrays.stream(curve.gain()).map(gain -> gain * factor).toArray()));
            }
            elements += layer.grid().elements();
        }
        int[] choice = DensityAllocator.allocate(curves, (long) Math.floor(density * elements)).choice();
        List<SparseMask> masks = new ArrayList<>();
        int at = 0;
        for (BlockScores layer : scores) {
            byte[] perRow = new byte[layer.grid().blocks()];
            for (int block = 0; block < perRow.length; block++) {
                perRow[block] = BlockIndex.PER_ROW.get(choice[at++]).byteValue();
            }
            masks.add(layer.mask(perRow, BlockGrid.EDGE));
        }
        return masks;
    }

    private static SparseLayer sparse(LayerMatrix layer, SparseMask mask, SparsifyOptions options) {
        SparseBytes bytes = SparseBytes.of(mask, options.bits(), options.group());
        long dense = SparseBytes.dense(layer.grid(), options.bits(), options.group());
        LayerReport.State state = bytes.total() < dense ? LayerReport.State.SPARSE
                : options.force() ? LayerReport.State.FORCED : LayerReport.State.DENSE;
        float[] weights = options.refit() ? Refit.refit(layer, mask) : mask.masked(layer.weights());
        LayerReport report = new LayerReport(layer.name(), state, options.target().density(), mask,
                layer.relativeError(weights), bytes, dense);
        return new SparseLayer(state == LayerReport.State.DENSE ? layer.weights() : weights, report);
    }
}
