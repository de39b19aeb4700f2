package org.fabricast.rtl.engine;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * Running sums of the array's rows and the queue of finished ones, whatever makes the dot products.
 *
 * @param header what the file says first
 * @param size   sizes of the engine
 */
public record ArraySums(GeneratedHeader header, EngineSizes size) {

    /** The sums of an engine. */
    public static ArraySums of(EngineSizes size) {
        return new ArraySums(GeneratedHeader.of(ArraySums.class, size.toString(), size.parameters(), List.of(
                "acc[vector][r] = (first ? 0 : acc[vector][r]) + dot_r; INT32, exact. When last, the sums go to entry push_index",
                "of the finished ones. dot_r and accumulate come " + size.dotStage() + " cycles of moving after their issue.",
                "sum_l is row step*L+l of entry step_item, one cycle after step_valid. Nothing is reset: first overwrites.")), size);
    }
}
