package org.fabricast.compiler.assign;

import java.util.Optional;

import org.fabricast.compiler.calibrate.Calibration;
import org.fabricast.compiler.fuse.Fuser;
import org.fabricast.compiler.sparse.ModelSparsifier;
import org.fabricast.compiler.sparse.SparsifiedModel;
import org.fabricast.ir.graph.Graph;

/**
 * A model whose weights are as they will be stored but for their rounding: some are left out, and each matrix has its bits.
 *
 * @param graph      with zeros where weights were left out
 * @param sparse     what became of each layer; empty if nothing was asked for, or no weights are there
 * @param assignment bits of every matrix
 */
public record PreparedWeights(Graph graph, Optional<SparsifiedModel> sparse, WeightAssignment assignment) {

    /** Tokens that a model generates to decide what it can do without. */
    private static final int TOKENS = 4096;

    /**
     * First weights are left out, then bits are chosen for those that stay: by what the model's own predictions lose to both.
     *
     * <p>Errors: F1009 a density that cannot be met, F1011 an average of bits out of reach, F2026 too little memory.
     *
     * @param tick called once per token of calibration
     */
    public static PreparedWeights of(Graph graph, int group, WeightChoice weights, Optional<SparsityChoice> sparsity, Runnable tick) {
        if (sparsity.isEmpty() || !graph.hasData()) {
            return new PreparedWeights(graph, Optional.empty(), Assigner.assign(Fuser.fuse(graph), group, weights));
        }
        SparsifiedModel sparse = sparsify(graph, group, weights, sparsity.get(), tick);
        WeightAssignment assignment = Assigner.assign(graph, Fuser.fuse(sparse.graph()), group, weights);
        return new PreparedWeights(sparse.graph(), Optional.of(sparse), assignment);
    }

    /** The first part alone. */
    public static SparsifiedModel sparsify(Graph graph, int group, WeightChoice weights, SparsityChoice choice, Runnable tick) {
        CalibrationSequences text = choice.calibration().orElseGet(() -> CalibrationSequences.selfGenerated(graph, TOKENS));
        return ModelSparsifier.sparsify(graph, Calibration.of(graph, text.arrays(), tick), choice.options(weights, group));
    }
}
