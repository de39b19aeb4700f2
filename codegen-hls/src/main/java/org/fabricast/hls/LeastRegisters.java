package org.fabricast.hls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Problem general = GeneralProblem.of(built.problem());
        List<Problem.Dependence> dependences = new ArrayList<>(general.dependences());
        holdPorts(dependences);
        Problem problem = new Problem(general.operations(), dependences, general.limits(), general.cycleTime(), true);
        Map<Integer, Integer> starts = new HashMap<>();
        for (int i = 0; i < problem.operations().size(); i++) {
            starts.put(i, schedule.cycle(i));
        }
        Solution listed = new Solution(1, starts);
        return SdcScheduler.schedule(problem, listed, lifetimes)
                .filter(s -> Lifetime.registerBits(problem, s, lifetimes) < Lifetime.registerBits(problem, listed, lifetimes))
                .map(s -> GeneralProblem.schedule(built.problem(), s)).orElse(schedule);
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
