package org.fabricast.compiler.estimate.machine;

import java.util.EnumMap;
import java.util.Map;
import org.fabricast.ir.isa.Queue;

/**
 * What the units have done by some cycle.
 *
 * @param cycles       since the start
 * @param memory       cycles in which the memory moved data
 * @param multiplying  cycles in which the array multiplied
 * @param quantising   cycles in which inputs of the engine were quantised
 * @param busy         cycles in which a unit had an instruction of each queue
 * @param starved      cycles in which the engine waited for a word of a ring
 * @param readBytes    read on the memory port, instructions included
 * @param writtenBytes written
 * @param fetchedBytes instructions read
 * @param instructions executed
 */
public record Totals(long cycles, double memory, long multiplying, long quantising, Map<Queue, Long> busy, long starved, long readBytes,
                     long writtenBytes, long fetchedBytes, long instructions) {

    public Totals {
        busy = Map.copyOf(busy);
    }

    /** Nothing yet. */
    static final Totals NONE = new Totals(0, 0, 0, 0, Map.of(), 0, 0, 0, 0, 0);

    /** What was done after {@code earlier}. */
    Totals since(Totals earlier) {
        Map<Queue, Long> rest = new EnumMap<>(busy);
        earlier.busy.forEach((queue, before) -> rest.merge(queue, -before, Long::sum));
        return new Totals(cycles - earlier.cycles, memory - earlier.memory, multiplying - earlier.multiplying,
                quantising - earlier.quantising, rest, starved - earlier.starved,
                readBytes - earlier.readBytes, writtenBytes - earlier.writtenBytes, fetchedBytes - earlier.fetchedBytes,
                instructions - earlier.instructions);
    }

    /** Cycles in which a special function worked. */
    public long special() {
        return busy.get(Queue.MISC);
    }

    /** Bytes moved in both directions, instructions included. */
    public long bytes() {
        return readBytes + writtenBytes;
    }
}
