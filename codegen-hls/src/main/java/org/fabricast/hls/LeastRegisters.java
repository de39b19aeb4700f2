package org.fabricast.hls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.fabricast.hls.schedule.Lifetime;
import org.fabricast.hls.schedule.Problem;
import org.fabricast.hls.schedule.SdcScheduler;
import org.fabricast.hls.schedule.Solution;

/**
 * Moves the operations of a pipeline at interval 1 to where its chains of registers are shortest, without making it deeper:
 * a linear program over the problem in the form of {@link Problem}, see {@link SdcScheduler}.
 *
 * <p>Left alone: longer intervals, loops that carry scalars, and problems of more than {@link #MOST_OPERATIONS} operations,
 * for which the program takes longer than the rest of the synthesis.
 */
final class LeastRegisters {

    /** Size up to which the linear program is solved. */
    static final int MOST_OPERATIONS = 600;

    private final BlockProblem built;
    private final Schedule schedule;

    private LeastRegisters(BlockProblem built, Schedule schedule) {
        this.built = built;
        this.schedule = schedule;
    }

    /** The schedule with the fewer bits of registers: the given one, or the optimum of the linear program. */
    static Schedule of(ControlFlow flow, Block.Pipeline p, BlockProblem built, Schedule schedule) {
        SchedulingProblem problem = built.problem();
        if (problem.interval() != 1 || !p.loop().carried().isEmpty() || problem.operations().size() > MOST_OPERATIONS) {
            return schedule;
        }
        return new LeastRegisters(built, schedule).improve(lifetimes(flow, built));
    }

    /** Values of the block that stand in registers: constants do not. */
    private static List<Lifetime> lifetimes(ControlFlow flow, BlockProblem built) {
        Map<Integer, List<Integer>> uses = new LinkedHashMap<>();
        built.uses().stream().filter(u -> flow.constant(u.value()).isEmpty())
                .forEach(u -> uses.computeIfAbsent(u.value(), v -> new ArrayList<>()).add(u.operation()));
        List<Lifetime> lifetimes = new ArrayList<>();
        uses.forEach((value, operations) -> lifetimes.add(new Lifetime(
                built.producers().get(value) < 0 ? Lifetime.FROM_THE_START : built.producers().get(value), operations,
                flow.type(value).bits())));
        return lifetimes;
    }

    private Schedule improve(List<Lifetime> lifetimes) {
        Problem problem = problem();
        Map<Integer, Integer> starts = new HashMap<>();
        for (int i = 0; i < problem.operations().size(); i++) {
            starts.put(i, schedule.cycle(i));
        }
        Solution listed = new Solution(1, starts);
        Solution least = SdcScheduler.schedule(problem, listed, lifetimes);
        if (Lifetime.registerBits(problem, least, lifetimes) >= Lifetime.registerBits(problem, listed, lifetimes)) {
            return schedule;
        }
        List<Integer> cycles = new ArrayList<>();
        List<Double> settled = new ArrayList<>();
        List<Double> arrivals = problem.arrivals(least);
        for (int i = 0; i < problem.operations().size(); i++) {
            cycles.add(least.start(i));
            settled.add(DelayModel.CLOCK_TO_OUTPUT_NS + arrivals.get(i) + problem.operations().get(i).incomingDelay());
        }
        Schedule improved = new Schedule(cycles, settled);
        List<String> broken = built.problem().verify(improved);
        if (!broken.isEmpty()) {
            throw new AssertionError("schedule breaks its constraints: " + broken);
        }
        return improved;
    }

    /**
     * The problem in general form. An operand that must come straight from a register is a cycle further away; the delay of
     * registers and their set-up are taken off the cycle time.
     */
    private Problem problem() {
        SchedulingProblem from = built.problem();
        List<Problem.Operation> operations = from.operations().stream().map(o -> new Problem.Operation(o.name(),
                o.latencyCycles(), o.delayNs(), o.latencyCycles() == 0 ? o.delayNs() : 0,
                List.of(o.resource().toString()))).toList();
        List<Problem.Dependence> dependences = new ArrayList<>();
        for (Dependence d : from.dependences()) {
            int latency = from.operations().get(d.from()).latencyCycles();
            dependences.add(switch (d.kind()) {
                case ORDER -> new Problem.Dependence(d.from(), d.to(), d.distance(), Problem.Kind.AUXILIARY,
                        d.cycles() - latency);
                case VALUE -> {
                    boolean fromRegister = d.distance() > 0
                            || from.operations().get(d.to()).registered() && !from.operations().get(d.from()).stable();
                    yield new Problem.Dependence(d.from(), d.to(), d.distance(), Problem.Kind.DEF_USE,
                            latency == 0 && fromRegister ? 1 : 0);
                }
            });
        }
        holdPorts(dependences);
        Map<String, Integer> limits = new HashMap<>();
        from.limits().forEach((resource, limit) -> limits.put(resource.toString(), limit));
        return new Problem(operations, dependences, limits,
                OptionalDouble.of(from.budgetNs() - DelayModel.CLOCK_TO_OUTPUT_NS), true);
    }

    /** Operations on streams keep their distances: neighbours that feed or drain several streams in step see no difference. */
    private void holdPorts(List<Problem.Dependence> dependences) {
        List<Operation> operations = built.problem().operations();
        int first = -1;
        for (int i = 0; i < operations.size(); i++) {
            boolean port = switch (operations.get(i).resource()) {
                case Resource.InputPort p -> true;
                case Resource.OutputPort p -> true;
                case Resource.Fabric f -> false;
                case Resource.Unit u -> false;
                case Resource.ReadPort p -> false;
                case Resource.WritePort p -> false;
            };
            if (port && first < 0) {
                first = i;
            } else if (port) {
                int apart = schedule.cycle(i) - schedule.cycle(first);
                dependences.add(new Problem.Dependence(first, i, 0, Problem.Kind.AUXILIARY, apart));
                dependences.add(new Problem.Dependence(i, first, 0, Problem.Kind.AUXILIARY, -apart));
            }
        }
    }
}
