package org.fabricast.compiler.estimate.queue;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import org.fabricast.ir.isa.Queue;

/**
 * The outcome of a simulation.
 *
 * <p>Units: those of the durations that were given.
 *
 * @param uses what each queue did; every queue has an entry
 * @param end  when the last instruction ended, from 0
 */
public record QueueProfile(Map<Queue, QueueUse> uses, double end) {

    public QueueProfile {
        uses = Map.copyOf(new EnumMap<>(uses));
        if (uses.size() != Queue.values().length || !(end >= 0)) {
            throw new IllegalArgumentException("uses of " + uses.keySet() + ", end " + end);
        }
    }

    /** Instructions that {@code queue} worked off. */
    public long instructions(Queue queue) {
        return uses.get(queue).instructions();
    }

    /** Instructions of all queues. */
    public long instructions() {
        return uses.values().stream().mapToLong(QueueUse::instructions).sum();
    }

    /** How long {@code queue} was busy. */
    public double busy(Queue queue) {
        return uses.get(queue).busy();
    }

    /** Part of the whole time that {@code queue} was busy, 0 to 1. */
    public double busyShare(Queue queue) {
        return end == 0 ? 0 : busy(queue) / end;
    }

    /** The queue that was busy longest: what a faster machine must speed up first. */
    public Queue bound() {
        return uses.keySet().stream().sorted().max(Comparator.comparingDouble(this::busy)).orElseThrow();
    }
}
