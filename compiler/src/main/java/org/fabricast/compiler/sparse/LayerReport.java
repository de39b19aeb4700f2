package org.fabricast.compiler.sparse;

import java.util.Objects;

/**
 * What became of a layer.
 *
 * @param layer      name of its weight
 * @param state      whether it is sparse, or why not
 * @param asked      density asked for: of the layer, or of the model if the density is met over all layers
 * @param mask       the best mask found, also where it is not used
 * @param error      relative output error on the calibration text with that mask, √(Σ‖(W − W′)x‖² / Σ‖Wx‖²)
 * @param bytes      what the mask costs packed
 * @param denseBytes what the layer costs without sparsity
 */
public record LayerReport(String layer, State state, double asked, SparseMask mask, double error, SparseBytes bytes,
                          long denseBytes) {

    /** Whether a layer is sparse. */
    public enum State {
        /** Smaller than dense. */
        SPARSE,
        /** As large as dense or larger, and sparse because that was forced. */
        FORCED,
        /** Dense, because sparsity would not make it smaller. */
        DENSE
    }

    public LayerReport {
        Objects.requireNonNull(layer);
        Objects.requireNonNull(state);
        Objects.requireNonNull(mask);
        Objects.requireNonNull(bytes);
    }

    /** Density obtained: 1 where the layer stays dense. */
    public double density() {
        return state == State.DENSE ? 1 : mask.density();
    }

    /** Bytes of the layer as it is stored. */
    public long storedBytes() {
        return state == State.DENSE ? denseBytes : bytes.total();
    }

    /** Blocks whose rows store {@code perRow} values. */
    public int blocks(int perRow) {
        int count = 0;
        for (byte n : mask.perRow()) {
            count += n == perRow ? 1 : 0;
        }
        return count;
    }

    /** Blocks with an index of the form {@code form}. */
    public int blocks(BlockIndex form) {
        int count = 0;
        for (byte n : mask.perRow()) {
            count += BlockIndex.of(n, mask.m()) == form ? 1 : 0;
        }
        return count;
    }
}
