package org.fabricast.rtl.chain;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * A chain of DSP slices in groups of two: within a group the cascade is fixed, between groups it can be cut.
 *
 * <p>Formula: with the segment of group g beginning at the last cut at or before it, {@code low_g} is the sum of all
 * {@code lower·shared} and {@code high_g} of all {@code upper·shared} from there to the end of group g; operands by
 * {@link ProductMode}. Range and proof: {@link PackedPair}. Cost: a word per cycle, {@link ChainShape#latency()} cycles.
 *
 * <p>Source: FlightLLM section 3.2 (CSD-Chain). Changed: the chain is never cut for the sake of overflow.
 *
 * @param header what the file says first
 * @param shape  sizes
 */
public record SparseChain(GeneratedHeader header, ChainShape shape) {

    /** The chain of a shape; how many there are plays no role. */
    public static SparseChain of(ChainShape shape) {
        return new SparseChain(GeneratedHeader.of(SparseChain.class, shape.toString(), shape.parameters(), List.of(
                "low_g, high_g = sums of the two products of every slice from the last cut at or before group g to its end.",
                "Exact for up to 16 slices in a sum. Operands of group g enter 2g cycles after those of group 0;",
                "sums leave " + ChainShape.GROUP_LATENCY + " cycles after their group's operands. One set of operands per cycle;",
                "one enable stops everything. Nothing is reset: group 0 always starts a sum.")), shape);
    }
}
