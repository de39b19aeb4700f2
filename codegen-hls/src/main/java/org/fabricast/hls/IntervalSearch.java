package org.fabricast.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.kernel.Pipelining;

/**
 * The interval of a pipelined loop: the one asked for, else the least that the schedulers find, from what ports and recurrences
 * need upwards ({@link IntervalTrials}).
 */
final class IntervalSearch {

    private final ControlFlow flow;
    private final Block.Pipeline block;
    private final double periodNs;
    private final Map<Resource, Integer> units;
    private final IntervalBound bound;

    /** A schedule at an interval, and whether it is proved that none has fewer cycles. */
    private record Found(int interval, BlockProblem problem, Schedule schedule, boolean least) { }

    private IntervalSearch(ControlFlow flow, Block.Pipeline block, double periodNs, Map<Resource, Integer> units) {
        this.flow = flow;
        this.block = block;
        this.periodNs = periodNs;
        this.units = units;
        this.bound = IntervalBound.of(problem(1).problem());
    }

    /**
     * Schedule of a loop.
     *
     * @throws FabricastException F3103 when the interval asked for cannot be met, F3104 when that is for write ports of memories
     */
    static BlockSchedule run(ControlFlow flow, Block.Pipeline block, double periodNs, Map<Resource, Integer> units) {
        IntervalSearch search = new IntervalSearch(flow, block, periodNs, units);
        if (block.loop().pipelining().kind() != Pipelining.Kind.INTERVAL) {
            return search.schedule(search.least(), false);
        }
        int asked = block.loop().pipelining().interval();
        BlockProblem problem = search.problem(asked);
        GeneralProblem.Trial trial = at(problem);
        if (trial.schedule().isEmpty()) {
            throw search.refusal(asked, trial.impossible(), search.least());
        }
        return search.schedule(new Found(asked, problem, trial.schedule().get(), asked == search.bound.cycles()), true);
    }

    private BlockProblem problem(int interval) {
        return new BlockProblem(flow, block, block.nodes(), periodNs, units, interval);
    }

    private static GeneralProblem.Trial at(BlockProblem built) {
        Optional<Schedule> listed = LoopScheduler.schedule(built.problem());
        return listed.isPresent() ? new GeneralProblem.Trial(listed, false) : GeneralProblem.modulo(built.problem());
    }

    private BlockSchedule schedule(Found found, boolean asked) {
        return BlockSchedule.of(flow, block, block.nodes(), found.problem, LeastRegisters.of(flow, block, found.problem, found.schedule),
                Optional.of(new IntervalReason(found.interval, bound.cycles(), bound.cause(), asked, found.least)));
    }

    /** The least interval that is found. */
    private Found least() {
        int most = problem(1).problem().operations().stream().mapToInt(o -> o.latencyCycles() + 2).sum() + 2;
        IntervalTrials.Least least = IntervalTrials.least(bound.cycles(), 2 * most, interval -> at(problem(interval)))
                .orElseThrow(() -> new AssertionError("a loop of kernel " + flow.kernel().name() + " has no schedule at any interval"));
        return new Found(least.interval(), problem(least.interval()), least.schedule(), least.proved());
    }

    /** Write ports with more stores than an interval has cycles, in the order of their first stores. */
    private List<Diagnostic> portConflicts(int asked, Found offer) {
        SchedulingProblem problem = problem(asked).problem();
        List<Diagnostic> conflicts = new ArrayList<>();
        for (Resource resource : problem.operations().stream().map(Operation::resource).distinct().toList()) {
            long stores = problem.operations().stream().filter(o -> o.resource().equals(resource)).count();
            if (resource instanceof Resource.WritePort port && stores > asked) {
                conflicts.add(new Diagnostic(ErrorCode.F3104, "kernel " + flow.kernel().name() + ", " + ControlWriter.state(block),
                        "at most " + (asked == 1 ? "1 store" : asked + " stores") + " of an iteration to " + name(port)
                        + ", for pipeline II=" + asked, stores + " stores", "Ask for II=" + offer.interval
                        + ", or write #pragma partition factor=N with a power of two for N such that the indices of the stores differ modulo N."));
            }
        }
        return conflicts;
    }

    private String name(Resource.WritePort port) {
        String memory = "memory " + flow.kernel().memories().get(port.memory()).name();
        return flow.banks().get(port.memory()) == 1 ? "the one write port of " + memory
                : port.bank() < 0 ? "the banks of " + memory + ", whose indices do not tell them apart"
                : "bank " + port.bank() + " of " + memory;
    }

    private FabricastException refusal(int asked, boolean impossible, Found offer) {
        List<Diagnostic> conflicts = portConflicts(asked, offer);
        if (!conflicts.isEmpty()) {
            return new FabricastException(conflicts);
        }
        int interval = offer.interval;
        String cycles = interval == 1 ? "1 cycle" : interval + " cycles";
        String expected = !offer.least ? "a loop with an interval of " + cycles + ", the first at which a schedule was found (none has fewer than "
                + bound.cycles() + ")" : interval > asked ? "a loop with an interval of at least " + cycles
                : "a loop with an interval of " + cycles + ", the least there is";
        String found = "pipeline II=" + asked;
        if (asked < bound.cycles()) {
            found += ", but " + bound.cause() + " needs " + bound.cycles() + (interval == bound.cycles() ? "" : offer.least
                    ? ", and its units and ports leave no schedule below " + interval : "");
        } else {
            found += impossible ? ", at which its units and ports leave no schedule" : ", at which no schedule was found";
        }
        return new FabricastException(ErrorCode.F3103, "kernel " + flow.kernel().name() + ", " + ControlWriter.state(block), expected,
                found, "Ask for II=" + interval + " or leave the interval out.");
    }
}
