package org.fabricast.hls.schedule;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Start cycles of operations by index.
 *
 * @param interval cycles between the starts of two iterations; 0 when the operations run once
 * @param starts   start cycle of each operation; one that is missing has no start
 */
public record Solution(int interval, Map<Integer, Integer> starts) {

    public Solution {
        starts = Map.copyOf(starts);
        if (interval < 0) {
            throw new IllegalArgumentException("an interval cannot be negative: " + interval);
        }
    }

    /** A solution from the starts in the order of the operations. */
    public static Solution of(int interval, int... starts) {
        Map<Integer, Integer> map = new LinkedHashMap<>();
        for (int i = 0; i < starts.length; i++) {
            map.put(i, starts[i]);
        }
        return new Solution(interval, map);
    }

    /**
     * Start cycle of an operation.
     *
     * @throws IllegalArgumentException when it has none
     */
    public int start(int operation) {
        Integer start = starts.get(operation);
        if (start == null) {
            throw new IllegalArgumentException("operation " + operation + " has no start");
        }
        return start;
    }

    /** Cycles that compete for a resource: one of {@code interval} when iterations overlap. */
    static int slot(int cycle, int interval) {
        return interval == 0 ? cycle : Math.floorMod(cycle, interval);
    }
}
