package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.fabricast.ir.isa.Queue;

/**
 * Vector clocks over the queues: for the next step of each queue, the latest step of every other queue that is known to be
 * done when it starts. Steps are numbered in program order over all queues.
 */
final class Clocks {

    /** No step at all; known to be done by everybody. */
    static final int NOTHING = -1;

    private static final int QUEUES = Queue.values().length;

    private final int[][] known = new int[QUEUES][QUEUES];
    /** What was known when step i started, with the step itself: what is known when it is done. */
    private final List<int[]> done = new ArrayList<>();

    Clocks() {
        for (int[] row : known) {
            Arrays.fill(row, NOTHING);
        }
    }

    /** The next step of {@code queue} starts after step {@code step} of {@code source} is done. */
    boolean knows(Queue queue, Queue source, int step) {
        return step <= known[queue.ordinal()][source.ordinal()];
    }

    /** The next step of {@code queue} waits for step {@code step}. */
    void learn(Queue queue, int step) {
        int[] mine = known[queue.ordinal()];
        int[] theirs = done.get(step);
        for (int q = 0; q < QUEUES; q++) {
            mine[q] = Math.max(mine[q], theirs[q]);
        }
    }

    /** Step number {@code step}, the next one, belongs to {@code queue}. */
    void start(Queue queue, int step) {
        if (step != done.size()) {
            throw new IllegalArgumentException("steps are numbered in order");
        }
        known[queue.ordinal()][queue.ordinal()] = step;
        done.add(known[queue.ordinal()].clone());
    }
}
