package org.fabricast.compiler.sparse;

import java.util.Objects;

import org.fabricast.ir.isa.RunShape;

/**
 * How to sparsify.
 *
 * @param target    how sparse
 * @param criterion which weights go
 * @param sharing   which rows have the same positions
 * @param refit     whether the weights that stay are refitted to the calibration text
 * @param force     whether a layer is made sparse even where that costs more bytes
 * @param bits      of a stored value, 3 to 8: decides what a layer costs
 * @param group     inputs per scale
 */
public record SparsifyOptions(SparsityTarget target, Criterion criterion, IndexSharing sharing, boolean refit, boolean force,
                              int bits, int group) {

    public SparsifyOptions {
        Objects.requireNonNull(target);
        Objects.requireNonNull(criterion);
        Objects.requireNonNull(sharing);
        if (bits < 3 || bits > 8 || !RunShape.SPARSE_GROUPS.contains((long) group)) {
            throw new IllegalArgumentException("values of " + bits + " bits, group " + group);
        }
    }
}
