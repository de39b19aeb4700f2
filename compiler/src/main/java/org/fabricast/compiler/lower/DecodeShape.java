package org.fabricast.compiler.lower;

import org.fabricast.compiler.divide.Division;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.pack.KvLayout;
import org.fabricast.ir.hw.HardwareConfig;

/**
 * Sizes that lowering works with: the model's, the machine's, and what follows from both.
 *
 * @param group inputs per quantisation group
 */
record DecodeShape(FusedModel model, HardwareConfig config, int group) {

    int dim() {
        return model.dim();
    }

    /** What a core does. */
    Division division() {
        return Division.of(model, config);
    }

    /** Query heads of a core. */
    int heads() {
        return division().heads();
    }

    /** KV heads of a core. */
    int kvHeads() {
        return division().kvHeads();
    }

    /** Elements of the attended heads of all cores. */
    int attention() {
        return model.heads() * model.headDim();
    }

    int headDim() {
        return model.headDim();
    }

    int hidden() {
        return model.hidden();
    }

    /** Query heads per KV head: vectors of one attention run. */
    int share() {
        return model.headsPerKv();
    }

    /** Context in whole groups of values. */
    int paddedContext() {
        return ceil(model.context(), KvLayout.VALUE_GROUP) * KvLayout.VALUE_GROUP;
    }

    /** Words of N in which {@code n} elements in groups of {@code size} are quantised. */
    int words(int n, int size) {
        return ceil(n, size) * ceil(size, config.array());
    }

    /** Longest input of a projection. */
    int longestInput() {
        return Math.max(dim(), Math.max(attention(), hidden()));
    }

    static int ceil(int value, int unit) {
        return (value + unit - 1) / unit;
    }
}
