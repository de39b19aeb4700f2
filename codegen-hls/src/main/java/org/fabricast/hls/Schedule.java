package org.fabricast.hls;

import java.util.List;

/**
 * Start cycle of every operation of a problem, by index, and when in that cycle its result settles.
 *
 * @param cycles    start cycle
 * @param finishNs  nanoseconds after the clock edge at which a combinational result is stable
 */
public record Schedule(List<Integer> cycles, List<Double> finishNs) {

    public Schedule {
        cycles = List.copyOf(cycles);
        finishNs = List.copyOf(finishNs);
        if (cycles.size() != finishNs.size()) {
            throw new IllegalArgumentException("one settling time per operation");
        }
    }

    /** First cycle of an operation. */
    public int cycle(int operation) {
        return cycles.get(operation);
    }
}
