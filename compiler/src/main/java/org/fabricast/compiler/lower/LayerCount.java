package org.fabricast.compiler.lower;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.fabricast.ir.isa.Instruction;

/**
 * Instructions of straight-line code, counted as they are emitted. Layers that are alike but for addresses are emitted once and
 * counted for all; {@code LengthAccountTest} emits every layer and compares.
 *
 * @param alike whether all layers have streams of the same sizes
 */
record LayerCount(boolean alike) {

    /** Weighted instructions of {@code layers} with nothing known before. */
    long of(List<Item> layers) {
        return of(List.of(), layers, List.of(), Map.of(), instruction -> 1);
    }

    /** Weighted instructions of a step in three parts with these registers known. */
    long of(List<Item> head, List<Item> layers, List<Item> tail, Map<Integer, Integer> known,
            ToLongFunction<Instruction> weight) {
        long[] sum = {0};
        Straightener straightener = new Straightener(known, Optional.of("exit"), item -> {
            if (item instanceof Item.Step step) {
                sum[0] += weight.applyAsLong(step.instruction());
            }
        });
        straightener.run(head);
        for (Item item : layers) {
            if (alike && item instanceof Item.Loop loop) {
                long before = sum[0];
                straightener.run(loop.body());
                sum[0] = before + (sum[0] - before) * loop.head().immediates().getFirst();
            } else {
                straightener.run(List.of(item));
            }
        }
        straightener.run(tail);
        return sum[0];
    }
}
