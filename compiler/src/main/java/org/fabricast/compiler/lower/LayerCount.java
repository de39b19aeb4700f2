package org.fabricast.compiler.lower;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.fabricast.ir.isa.Instruction;

/**
 * Instructions of straight-line code, counted as they are emitted. All layers are alike but for addresses, so one is emitted
 * and counted for all; {@code LengthAccountTest} emits every layer and compares.
 */
final class LayerCount {

    private final ToLongFunction<Instruction> weight;
    private final Straightener straightener;
    private long sum;

    private LayerCount(Map<Integer, Integer> known, ToLongFunction<Instruction> weight) {
        this.weight = weight;
        this.straightener = new Straightener(known, Optional.of("exit"), this::add);
    }

    private void add(Item item) {
        if (item instanceof Item.Step step) {
            sum += weight.applyAsLong(step.instruction());
        }
    }

    /** Weighted instructions of {@code layers} with these registers known. */
    static long of(List<Item> layers, Map<Integer, Integer> known, ToLongFunction<Instruction> weight) {
        return of(List.of(), layers, List.of(), known, weight);
    }

    /** Weighted instructions of a step in three parts. */
    static long of(List<Item> head, List<Item> layers, List<Item> tail, Map<Integer, Integer> known,
                   ToLongFunction<Instruction> weight) {
        LayerCount count = new LayerCount(known, weight);
        count.straightener.run(head);
        for (Item item : layers) {
            switch (item) {
                case Item.Loop loop -> count.layers(loop);
                case Item.Step step -> count.straightener.run(List.of(step));
                case Item.Label label -> count.straightener.run(List.of(label));
            }
        }
        count.straightener.run(tail);
        return count.sum;
    }

    private void layers(Item.Loop loop) {
        long before = sum;
        straightener.run(loop.body());
        sum = before + (sum - before) * loop.head().immediates().getFirst();
    }
}
