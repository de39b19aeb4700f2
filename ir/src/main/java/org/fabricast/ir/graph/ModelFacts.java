package org.fabricast.ir.graph;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the model file says beside the computation.
 *
 * @param bos  id of the beginning-of-sequence token, if there is one
 * @param eos  ids that end a text; may be empty
 * @param tied whether the output head is the embedding table; then its {@link Linear} names the same constant
 */
public record ModelFacts(OptionalInt bos, List<Integer> eos, boolean tied) {

    public ModelFacts {
        if (bos.isPresent() && bos.getAsInt() < 0) {
            throw new IllegalArgumentException("beginning-of-sequence id " + bos.getAsInt());
        }
        eos = List.copyOf(eos);
        for (int id : eos) {
            if (id < 0) {
                throw new IllegalArgumentException("end-of-sequence id " + id);
            }
        }
    }
}
