package org.fabricast.hls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Least interval that ports and recurrences leave to a loop, with the one that sets it.
 *
 * <p>Source: ResMII and RecMII of Rau, Iterative Modulo Scheduling; a recurrence is found as a cycle of positive length
 * latency - interval · distance by Bellman and Ford's longest paths. Cost: O(operations · dependences) per interval tried, of
 * which there are twice the logarithm of the bound.
 *
 * @param cycles the bound
 * @param cause  resource or recurrence, in words
 */
record IntervalBound(int cycles, String cause) {

    static IntervalBound of(SchedulingProblem problem) {
        IntervalBound bound = new IntervalBound(1, "one iteration per cycle");
        Map<Resource, Integer> users = new LinkedHashMap<>();
        problem.operations().forEach(o -> users.merge(o.resource(), 1, Integer::sum));
        for (Map.Entry<Resource, Integer> e : users.entrySet()) {
            Integer limit = problem.limits().get(e.getKey());
            if (limit != null && !(e.getKey() instanceof Resource.Unit) && (e.getValue() + limit - 1) / limit > bound.cycles) {
                bound = new IntervalBound((e.getValue() + limit - 1) / limit, e.getValue() + " operations on one port ("
                        + String.join(", ", problem.operations().stream().filter(o -> o.resource().equals(e.getKey()))
                        .map(Operation::name).toList()) + ")");
            }
        }
        int open = bound.cycles - 1;
        int closed = bound.cycles;
        while (!recurrence(problem, closed).isEmpty()) {
            open = closed;
            closed *= 2;
        }
        while (closed - open > 1 && closed > bound.cycles) {
            int middle = (open + closed) / 2;
            if (recurrence(problem, middle).isEmpty()) {
                closed = middle;
            } else {
                open = middle;
            }
        }
        if (closed > bound.cycles) {
            return new IntervalBound(closed, "the recurrence " + String.join(" -> ", recurrence(problem, open).reversed()
                    .stream().map(i -> problem.operations().get(i).name()).toList()));
        }
        return bound;
    }

    /** Operations of a recurrence that does not close at an interval, last first; empty when all close. */
    private static List<Integer> recurrence(SchedulingProblem problem, int interval) {
        int n = problem.operations().size();
        int[] longest = new int[n];
        int[] before = new int[n];
        Arrays.fill(before, -1);
        int changed = -1;
        for (int round = 0; round <= n; round++) {
            changed = -1;
            for (Dependence d : problem.dependences()) {
                int length = longest[d.from()] + LoopScheduler.cycles(problem, d) - interval * d.distance();
                if (length > longest[d.to()]) {
                    longest[d.to()] = length;
                    before[d.to()] = d.from();
                    changed = d.to();
                }
            }
            if (changed < 0) {
                return List.of();
            }
        }
        int at = changed;
        for (int i = 0; i < n; i++) {
            at = before[at];
        }
        List<Integer> cycle = new ArrayList<>(List.of(at));
        for (int v = before[at]; v != at; v = before[v]) {
            cycle.add(v);
        }
        return cycle;
    }
}
