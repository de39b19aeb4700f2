package org.fabricast.rtl.engine;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * N chains of N multiply-accumulates, their running sums and the queue of finished ones.
 *
 * @param header what the file says first
 * @param size   sizes of the engine
 */
public record MacArray(GeneratedHeader header, EngineSizes size) {

    /** The array of an engine. */
    public static MacArray of(EngineSizes size) {
        return new MacArray(GeneratedHeader.of(MacArray.class, size.toString(), size.parameters(), List.of(
                "acc[vector][r] = (first ? 0 : acc[vector][r]) + sum over c of w[r][c] * x[c]; w from byte r*N+c of the word,",
                "or c*N+r when transposed; INT32, exact. When last, the sums go to entry push_index of the finished ones.",
                "x follows the issue by one cycle, push by " + size.dotStage() + "; one word and vector per cycle.",
                "sum_l is row step*L+l of entry step_item, one cycle after step_valid.",
                "Reset clears what is under way; weights and sums are not reset.")), size);
    }
}
