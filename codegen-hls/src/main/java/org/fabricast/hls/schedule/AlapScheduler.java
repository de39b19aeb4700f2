package org.fabricast.hls.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * As late as possible, with unlimited resources, and how far each operation can move.
 *
 * <p>Source: longest paths against the direction of the constraints; mobility as in Paulin and Knight, Force-Directed
 * Scheduling, 1989.
 */
public final class AlapScheduler {

    private AlapScheduler() {
    }

    /**
     * Greatest start of every operation such that none ends after a deadline; limits are ignored.
     *
     * @param deadline last cycle in which a result may be there
     * @throws IllegalArgumentException when the deadline cannot be met
     */
    public static Solution schedule(Problem problem, int interval, int deadline) {
        problem.demandSolvable();
        Constraints constraints = Constraints.of(problem);
        int[] latest = new int[problem.operations().size()];
        for (int i = 0; i < latest.length; i++) {
            latest[i] = deadline - problem.operations().get(i).latency();
        }
        boolean changed = true;
        for (int round = 0; changed; round++) {
            if (round > latest.length) {
                throw new IllegalArgumentException("a recurrence does not close at interval " + interval);
            }
            changed = false;
            for (Constraints.Edge e : constraints.edges()) {
                int at = latest[e.to()] - e.length(interval);
                if (at < latest[e.from()]) {
                    latest[e.from()] = at;
                    changed = true;
                }
            }
        }
        if (Arrays.stream(latest).anyMatch(start -> start < 0)) {
            throw new IllegalArgumentException("deadline " + deadline + " cannot be met");
        }
        return problem.withoutLimits().verified(Solution.of(interval, latest));
    }

    /** Cycles by which each operation can move when nothing ends later than in the schedule as soon as possible. */
    public static List<Integer> mobility(Problem problem, int interval) {
        Solution soonest = AsapScheduler.schedule(problem, interval);
        int deadline = 0;
        for (int i = 0; i < problem.operations().size(); i++) {
            deadline = Math.max(deadline, soonest.start(i) + problem.operations().get(i).latency());
        }
        Solution latest = schedule(problem, interval, deadline);
        List<Integer> mobility = new ArrayList<>();
        for (int i = 0; i < problem.operations().size(); i++) {
            mobility.add(latest.start(i) - soonest.start(i));
        }
        return mobility;
    }
}
