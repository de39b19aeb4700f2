package org.fabricast.ir.tokenizer;

import java.util.List;
import java.util.OptionalInt;

/**
 * What begins and ends a sequence.
 *
 * @param bos         token that begins a sequence
 * @param ends        tokens that end a sequence, the principal one first
 * @param prependsBos whether a sequence begins with BOS by default; needs a BOS
 */
public record SpecialTokens(OptionalInt bos, List<Integer> ends, boolean prependsBos) {

    /** No BOS and no end. */
    public static final SpecialTokens NONE = new SpecialTokens(OptionalInt.empty(), List.of(), false);

    public SpecialTokens {
        ends = List.copyOf(ends);
        if (bos.isPresent() && bos.getAsInt() < 0 || ends.stream().anyMatch(id -> id < 0)) {
            throw new IllegalArgumentException("negative token id: bos " + bos + ", ends " + ends);
        }
        if (prependsBos && bos.isEmpty()) {
            throw new IllegalArgumentException("BOS cannot be prepended where there is none");
        }
    }

    /** One more than the largest id named here. */
    int bound() {
        int largest = ends.stream().mapToInt(Integer::intValue).max().orElse(-1);
        return Math.max(largest, bos.orElse(-1)) + 1;
    }
}
