package org.fabricast.hls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * List scheduling with operator chaining: cycle by cycle, the ready operation with the longest way to the end goes first;
 * combinational operators follow their operands in the same cycle as long as the period allows it.
 *
 * <p>Source: list scheduling as in Gajski et al., High-Level Synthesis; modulo reservation as in Rau's iterative modulo
 * scheduling, without its backtracking: the only recurrences here are loops of one operation, which either close or do not.
 */
final class ListScheduler {

    private static final double TOLERANCE_NS = 1e-9;

    private final SchedulingProblem problem;
    private final List<List<Dependence>> incoming = new ArrayList<>();
    private final int[] earliest;
    private final int[] cycles;
    private final double[] finish;
    private final Map<Resource, Map<Integer, Integer>> used = new HashMap<>();

    private ListScheduler(SchedulingProblem problem, int[] earliest) {
        this.problem = problem;
        this.earliest = earliest;
        int n = problem.operations().size();
        this.cycles = new int[n];
        this.finish = new double[n];
        Arrays.fill(cycles, -1);
        for (int i = 0; i < n; i++) {
            incoming.add(new ArrayList<>());
        }
        problem.dependences().stream().filter(d -> d.distance() == 0).forEach(d -> incoming.get(d.to()).add(d));
    }

    /**
     * A schedule that {@link SchedulingProblem#verify} accepts.
     *
     * @throws IllegalArgumentException when {@link SchedulingProblem#check} has findings
     */
    static Schedule schedule(SchedulingProblem problem) {
        List<String> findings = problem.check();
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException("no schedule exists: " + findings);
        }
        Schedule schedule = started(problem, new int[problem.operations().size()]);
        List<String> broken = problem.verify(schedule);
        if (!broken.isEmpty()) {
            throw new AssertionError("schedule breaks its constraints: " + broken);
        }
        return schedule;
    }

    /** A schedule that starts no operation before its earliest cycle and pays no heed to dependences between iterations. */
    static Schedule started(SchedulingProblem problem, int[] earliest) {
        return new ListScheduler(problem, earliest).run();
    }

    private Schedule run() {
        int n = cycles.length;
        double[] urgency = urgency();
        List<Integer> waiting = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            waiting.add(i);
        }
        waiting.sort(Comparator.<Integer>comparingDouble(i -> -urgency[i]).thenComparing(i -> i));
        for (int cycle = 0; !waiting.isEmpty(); cycle++) {
            boolean placed;
            do {
                placed = false;
                for (var it = waiting.iterator(); it.hasNext();) {
                    int i = it.next();
                    if (place(i, cycle)) {
                        it.remove();
                        placed = true;
                    }
                }
            } while (placed);
        }
        List<Integer> start = new ArrayList<>();
        List<Double> settled = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            start.add(cycles[i]);
            settled.add(finish[i]);
        }
        return new Schedule(start, settled);
    }

    /** Nanoseconds from the start of an operation to the end of everything that waits for it. */
    private double[] urgency() {
        int n = cycles.length;
        double[] length = new double[n];
        for (int i = 0; i < n; i++) {
            length[i] = own(i);
        }
        for (int i = n - 1; i >= 0; i--) {
            for (Dependence d : incoming.get(i)) {
                double step = d.kind() == Dependence.Kind.VALUE ? own(d.from()) : d.cycles() * problem.periodNs();
                length[d.from()] = Math.max(length[d.from()], step + length[i]);
            }
        }
        return length;
    }

    private double own(int i) {
        Operation o = problem.operations().get(i);
        return o.latencyCycles() == 0 ? o.delayNs() : o.latencyCycles() * problem.periodNs();
    }

    private boolean place(int i, int cycle) {
        Operation o = problem.operations().get(i);
        if (cycle < earliest[i]) {
            return false;
        }
        double arrival = DelayModel.CLOCK_TO_OUTPUT_NS;
        for (Dependence d : incoming.get(i)) {
            int from = cycles[d.from()];
            if (from < 0) {
                return false;
            }
            if (d.kind() == Dependence.Kind.ORDER) {
                if (cycle < from + d.cycles()) {
                    return false;
                }
                continue;
            }
            int latency = problem.operations().get(d.from()).latencyCycles();
            if (cycle < from + latency) {
                return false;
            }
            if (latency == 0 && cycle == from) {
                if (o.registered() && !problem.operations().get(d.from()).stable()) {
                    return false;
                }
                arrival = Math.max(arrival, finish[d.from()]);
            }
        }
        if (arrival + o.delayNs() > problem.budgetNs() + TOLERANCE_NS) {
            return false;
        }
        Integer limit = problem.limits().get(o.resource());
        if (limit != null) {
            Map<Integer, Integer> slots = used.computeIfAbsent(o.resource(), r -> new HashMap<>());
            int slot = problem.slot(cycle);
            if (slots.getOrDefault(slot, 0) >= limit) {
                return false;
            }
            slots.merge(slot, 1, Integer::sum);
        }
        cycles[i] = cycle;
        finish[i] = arrival + o.delayNs();
        return true;
    }
}
