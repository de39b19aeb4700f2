package org.fabricast.compiler.estimate.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * Events in the order of time: for each unit the earliest time at which it wants to act.
 *
 * <p>Units of the same time act in the order in which they were added. Cost: one pass over the units per event.
 */
final class Calendar {

    /** Later than anything. */
    static final long NEVER = Long.MAX_VALUE;

    private final List<Unit> units = new ArrayList<>();
    private long[] due = new long[0];
    private long now;

    /** Adds a unit, which acts first when it is woken. */
    void add(Unit unit) {
        units.add(unit);
        due = java.util.Arrays.copyOf(due, units.size());
        due[units.size() - 1] = NEVER;
    }

    /** Has {@code unit} act at {@code time} or, if that has passed, now. */
    void wake(Unit unit, long time) {
        int index = units.indexOf(unit);
        due[index] = Math.min(due[index], Math.max(time, now));
    }

    /** Lets units act until none wants to. Returns the time of the last event. */
    long run() {
        while (true) {
            long next = NEVER;
            for (long time : due) {
                next = Math.min(next, time);
            }
            if (next == NEVER) {
                return now;
            }
            now = next;
            for (int i = 0; i < due.length; i++) {
                if (due[i] == now) {
                    due[i] = NEVER;
                    units.get(i).act(now);
                }
            }
        }
    }
}
