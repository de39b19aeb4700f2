package org.fabricast.compiler.assign;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.compiler.sparse.Criterion;
import org.fabricast.compiler.sparse.IndexSharing;
import org.fabricast.compiler.sparse.SparsifyOptions;
import org.fabricast.compiler.sparse.SparsityTarget;

/**
 * What the user asks to be left out of the weights.
 *
 * @param target      how sparse
 * @param criterion   which weights go
 * @param sharing     which rows have the same positions
 * @param refit       whether the weights that stay are refitted to the calibration text
 * @param force       whether a layer is made sparse even where that costs more bytes
 * @param calibration text to decide on; empty for text that the model generates
 */
public record SparsityChoice(SparsityTarget target, Criterion criterion, IndexSharing sharing, boolean refit, boolean force,
                             Optional<CalibrationSequences> calibration) {

    public SparsityChoice {
        Objects.requireNonNull(target);
        Objects.requireNonNull(criterion);
        Objects.requireNonNull(sharing);
        Objects.requireNonNull(calibration);
    }

    /** The defaults for a target: activation-aware, own positions in every row, refitted, on text that the model generates. */
    public static SparsityChoice of(SparsityTarget target) {
        return new SparsityChoice(target, Criterion.WANDA, IndexSharing.ROW, true, false, Optional.empty());
    }

    /** The same judged by {@code text}. */
    public SparsityChoice on(CalibrationSequences text) {
        return new SparsityChoice(target, criterion, sharing, refit, force, Optional.of(text));
    }

    /**
     * Options of the sparsifier. Weights are left out before bits are chosen, so where these are mixed a layer is judged with the
     * fewest: the fewer the bits, the less a left-out weight saves.
     */
    public SparsifyOptions options(WeightChoice weights, int group) {
        int bits = switch (weights) {
            case WeightChoice.Uniform uniform -> uniform.bits();
            case WeightChoice.Mixed mixed -> least(WeightPlan.CHOICES);
            case WeightChoice.Given given -> least(given.plan().bits());
        };
        return new SparsifyOptions(target, criterion, sharing, refit, force, bits, group);
    }

    private static int least(List<Integer> bits) {
        return bits.stream().min(Integer::compare).orElseThrow();
    }
}
