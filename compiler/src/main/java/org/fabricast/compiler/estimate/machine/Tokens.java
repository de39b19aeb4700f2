package org.fabricast.compiler.estimate.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.isa.Queue;

/** Tokens on their way between queues, each with the cycle from which it can be seen. */
final class Tokens {

    private static final int QUEUES = Queue.values().length;

    private final List<ArrayDeque<Long>> given = new ArrayList<>();

    Tokens() {
        for (int i = 0; i < QUEUES * QUEUES; i++) {
            given.add(new ArrayDeque<>());
        }
    }

    /** One token from {@code from} to each queue of {@code mask}; it can be seen the cycle after. */
    void give(Queue from, int mask, long time) {
        for (int to = 0; to < QUEUES; to++) {
            if ((mask & 1 << to) != 0) {
                given.get(from.ordinal() * QUEUES + to).add(time + 1);
            }
        }
    }

    /** When there is a token of every queue of {@code mask} for {@code to}; {@link Calendar#NEVER} while one is not given. */
    long satisfied(Queue to, int mask) {
        long time = 0;
        for (int from = 0; from < QUEUES; from++) {
            if ((mask & 1 << from) != 0) {
                Long first = given.get(from * QUEUES + to.ordinal()).peek();
                if (first == null) {
                    return Calendar.NEVER;
                }
                time = Math.max(time, first);
            }
        }
        return time;
    }

    /** Takes one of each. */
    void take(Queue to, int mask) {
        for (int from = 0; from < QUEUES; from++) {
            if ((mask & 1 << from) != 0) {
                given.get(from * QUEUES + to.ordinal()).remove();
            }
        }
    }
}
