package org.fabricast.hls;

import java.util.Optional;

/**
 * Schedules one iteration of a pipelined loop at a given interval: list scheduling, repeated with later starts for what
 * comes too early after an iteration before it.
 *
 * <p>Cost: at most {@value #ROUNDS} list schedules.
 */
final class LoopScheduler {

    private static final int ROUNDS = 64;

    private LoopScheduler() {
    }

    /** A schedule that {@link SchedulingProblem#verify} accepts; empty when none is found at the interval of the problem. */
    static Optional<Schedule> schedule(SchedulingProblem problem) {
        if (!problem.check().isEmpty()) {
            return Optional.empty();
        }
        int[] earliest = new int[problem.operations().size()];
        for (int round = 0; round < ROUNDS; round++) {
            Schedule schedule = ListScheduler.started(problem, earliest);
            boolean late = false;
            for (Dependence d : problem.dependences()) {
                int need = schedule.cycle(d.from()) + cycles(problem, d) - problem.interval() * d.distance();
                if (d.distance() > 0 && schedule.cycle(d.to()) < need) {
                    earliest[d.to()] = Math.max(earliest[d.to()], need);
                    late = true;
                }
            }
            if (!late) {
                return problem.verify(schedule).isEmpty() ? Optional.of(schedule) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Least number of cycles from the start of one operation to the start of the other. */
    static int cycles(SchedulingProblem problem, Dependence d) {
        if (d.kind() == Dependence.Kind.ORDER) {
            return d.cycles();
        }
        int latency = problem.operations().get(d.from()).latencyCycles();
        return d.distance() > 0 ? Math.max(1, latency) : latency;
    }
}
