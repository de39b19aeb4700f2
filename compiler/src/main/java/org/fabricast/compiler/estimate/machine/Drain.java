package org.fabricast.compiler.estimate.machine;

import java.util.Arrays;

/** Rescaling of finished row blocks, one after another: {@code engine_drain.v} by times. */
final class Drain {

    /** From so many row blocks between two visits of a row on nobody waits: {@code engine_sequencer.v}, item_period. */
    static final int MOST_PERIOD = 64;

    private final UnitTimings timings;
    /** Starts and ends of the last row blocks, by number modulo their count. */
    private final long[] starts;
    private final long[] ends;
    private final long[] bankEnds = {-1, -1};
    private long items;
    private long end = -1;

    Drain(UnitTimings timings) {
        this.timings = timings;
        starts = new long[Math.max(timings.items(), MOST_PERIOD)];
        ends = new long[Math.max(timings.items(), MOST_PERIOD)];
        Arrays.fill(starts, Long.MIN_VALUE / 2);
        Arrays.fill(ends, -1);
    }

    /** Earliest cycle in which the last word of a row block may be issued. */
    long free() {
        return ends[index(items - timings.items())] + 1;
    }

    /**
     * The last word of a row block is issued.
     *
     * @param fresh  whether its results are the first
     * @param period row blocks from one visit of a row to the next
     * @param bank   of its scales
     */
    void add(long issued, boolean fresh, int period, int bank) {
        long start = Math.max(issued + timings.dotToStep(), end + 1);
        if (!fresh && period < MOST_PERIOD) {
            start = Math.max(start, starts[index(items - period)] + timings.guard() + 1);
        }
        end = start + timings.steps() - 1;
        starts[index(items)] = start;
        ends[index(items)] = end;
        bankEnds[bank] = end;
        items++;
    }

    /** Earliest cycle in which scales may go into a bank. */
    long bankFree(int bank) {
        return bankEnds[bank] + 1;
    }

    /** The cycle in which an instruction is done whose last row block was the last one here. */
    long done() {
        return end + timings.stepToDone();
    }

    private int index(long item) {
        return (int) Math.floorMod(item, (long) starts.length);
    }
}
