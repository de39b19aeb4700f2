package org.fabricast.hls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fabricast.hls.schedule.ExactScheduler;
import org.fabricast.hls.schedule.MinimumInterval;
import org.fabricast.hls.schedule.ModuloScheduler;
import org.fabricast.hls.schedule.Problem;
import org.fabricast.hls.schedule.Solution;

/**
 * A scheduling problem of hardware in the general form that the algorithms of {@link org.fabricast.hls.schedule} solve, and
 * their solutions back. An operand that must come straight from a register is a cycle further away; the delay of registers and
 * their set-up are taken off the cycle time. Solutions are verified in both forms.
 */
final class GeneralProblem {

    private static final int EXACT_OPERATIONS = 40;
    private static final long EXACT_NODES = 5_000;

    private GeneralProblem() {
    }

    /**
     * What was found at an interval.
     *
     * @param schedule   empty when none was found
     * @param impossible true when it is proved that there is none
     */
    record Trial(Optional<Schedule> schedule, boolean impossible) { }

    /** The problem in general form. */
    static Problem of(SchedulingProblem from) {
        List<Problem.Operation> operations = from.operations().stream().map(o -> new Problem.Operation(o.name(),
                o.latencyCycles(), o.delayNs(), o.latencyCycles() == 0 ? o.delayNs() : 0,
                List.of(o.resource().toString()))).toList();
        Map<String, Integer> limits = new HashMap<>();
        from.limits().forEach((resource, limit) -> limits.put(resource.toString(), limit));
        return new Problem(operations, from.dependences().stream().map(d -> dependence(from, d)).toList(), limits,
                OptionalDouble.of(from.budgetNs() - DelayModel.CLOCK_TO_OUTPUT_NS), from.interval() > 0);
    }

    private static Problem.Dependence dependence(SchedulingProblem problem, Dependence d) {
        Operation from = problem.operations().get(d.from());
        return switch (d.kind()) {
            case ORDER -> new Problem.Dependence(d.from(), d.to(), d.distance(), Problem.Kind.AUXILIARY,
                    d.cycles() - from.latencyCycles());
            case VALUE -> {
                boolean fromRegister = d.distance() > 0 || problem.operations().get(d.to()).registered() && !from.stable();
                yield new Problem.Dependence(d.from(), d.to(), d.distance(), Problem.Kind.DEF_USE,
                        from.latencyCycles() == 0 && fromRegister ? 1 : 0);
            }
        };
    }

    /**
     * A schedule at the interval of the problem: by iterative modulo scheduling, and where that finds none and the problem is
     * small, by branch and bound.
     */
    static Trial modulo(SchedulingProblem problem) {
        if (!problem.check().isEmpty()) {
            return new Trial(Optional.empty(), true);
        }
        Problem general = of(problem);
        int interval = problem.interval();
        Optional<Solution> solution = ModuloScheduler.schedule(general, interval, interval);
        if (solution.isPresent() || general.operations().size() > EXACT_OPERATIONS) {
            boolean impossible = solution.isEmpty() && interval < MinimumInterval.of(general).bound();
            return new Trial(solution.map(s -> schedule(problem, s)), impossible);
        }
        ExactScheduler.Attempt exact = ExactScheduler.at(general, interval, general.operations().size() - 1, EXACT_NODES);
        return new Trial(exact.result().map(r -> schedule(problem, r.solution())), exact.result().isEmpty() && exact.complete());
    }

    /** A solution of the general problem as a schedule that {@link SchedulingProblem#verify} accepts. */
    static Schedule schedule(SchedulingProblem problem, Solution solution) {
        List<Double> arrivals = of(problem).arrivals(solution);
        List<Integer> cycles = new ArrayList<>();
        List<Double> settled = new ArrayList<>();
        for (int i = 0; i < problem.operations().size(); i++) {
            cycles.add(solution.start(i));
            settled.add(DelayModel.CLOCK_TO_OUTPUT_NS + arrivals.get(i) + problem.operations().get(i).delayNs());
        }
        Schedule schedule = new Schedule(cycles, settled);
        List<String> broken = problem.verify(schedule);
        if (!broken.isEmpty()) {
            throw new AssertionError("schedule breaks its constraints: " + broken);
        }
        return schedule;
    }
}
