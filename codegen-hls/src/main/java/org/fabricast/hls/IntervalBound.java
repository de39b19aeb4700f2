package org.fabricast.hls;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fabricast.hls.schedule.MinimumInterval;

/**
 * Least interval that ports and recurrences leave to a loop, with the one that sets it.
 *
 * <p>Formula: max(ResMII of the ports, RecMII with the chains that a cycle is too short for), see {@link MinimumInterval}. Units
 * are left out: there are as many of them as an interval needs.
 *
 * @param cycles the bound
 * @param cause  port or recurrence, in words that "needs … cycles" can follow; empty when nothing needs more than 1
 */
record IntervalBound(int cycles, String cause) {

    /** Bound of the problem of a loop at interval 1. */
    static IntervalBound of(SchedulingProblem problem) {
        IntervalBound ports = ports(problem);
        MinimumInterval least = MinimumInterval.of(GeneralProblem.of(problem));
        if (ports.cycles >= least.chained()) {
            return ports;
        }
        return least.chained() > least.recurrences()
                ? new IntervalBound(least.chained(), "the recurrence " + names(problem, least.chain())
                        + ", whose chained operators do not fit fewer cycles,")
                : new IntervalBound(least.recurrences(), "the recurrence " + names(problem, least.circle()));
    }

    private static IntervalBound ports(SchedulingProblem problem) {
        IntervalBound bound = new IntervalBound(1, "");
        Map<Resource, Integer> users = new LinkedHashMap<>();
        problem.operations().forEach(o -> users.merge(o.resource(), 1, Integer::sum));
        for (Map.Entry<Resource, Integer> e : users.entrySet()) {
            Integer limit = problem.limits().get(e.getKey());
            int cycles = limit == null || e.getKey() instanceof Resource.Unit ? 1 : (e.getValue() + limit - 1) / limit;
            if (cycles > bound.cycles) {
                bound = new IntervalBound(cycles, "the port shared by " + problem.operations().stream()
                        .filter(o -> o.resource().equals(e.getKey())).map(Operation::name).collect(Collectors.joining(", ")));
            }
        }
        return bound;
    }

    /** The circle back to where it begins. */
    private static String names(SchedulingProblem problem, List<Integer> circle) {
        return circle.stream().map(i -> problem.operations().get(i).name()).collect(Collectors.joining(" -> "))
                + " -> " + problem.operations().get(circle.getFirst()).name();
    }
}
