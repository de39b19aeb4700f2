package org.fabricast.hls;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.kernel.Pipelining;

/** The interval of a pipelined loop: the one asked for, else the least that the scheduler finds. */
final class IntervalSearch {

    private static final int CLOSE_TRIALS = 16;

    private IntervalSearch() {
    }

    /**
     * Schedule of a loop.
     *
     * @throws FabricastException F3103 when the interval asked for cannot be met
     */
    static BlockSchedule run(ControlFlow flow, Block.Pipeline p, double periodNs, Map<Resource, Integer> units) {
        boolean asked = p.loop().pipelining().kind() == Pipelining.Kind.INTERVAL;
        if (asked) {
            Optional<BlockSchedule> met = at(flow, p, periodNs, units, p.loop().pipelining().interval());
            if (met.isPresent()) {
                return met.get();
            }
        }
        SchedulingProblem first = new BlockProblem(flow, p, p.nodes(), periodNs, units, 1).problem();
        IntervalBound bound = IntervalBound.of(first);
        int most = first.operations().stream().mapToInt(o -> o.latencyCycles() + 2).sum() + 2;
        int interval = bound.cycles();
        for (int trial = 0; interval <= 2 * most; trial++) {
            Optional<BlockSchedule> found = at(flow, p, periodNs, units, interval);
            if (found.isPresent() && asked) {
                int wanted = p.loop().pipelining().interval();
                throw new FabricastException(List.of(new Diagnostic(ErrorCode.F3103, "kernel " + flow.kernel().name(),
                        "a loop with an interval of at least " + interval + " cycles",
                        "pipeline II=" + wanted + ", but " + (bound.cycles() > wanted ? bound.cause() : "chained operators")
                                + " needs " + interval, "Ask for II=" + interval + " or leave the interval out.")));
            }
            if (found.isPresent()) {
                return found.get();
            }
            interval += trial < CLOSE_TRIALS ? 1 : Math.max(1, interval / CLOSE_TRIALS);
        }
        throw new AssertionError("a loop of kernel " + flow.kernel().name() + " has no schedule at any interval");
    }

    private static Optional<BlockSchedule> at(ControlFlow flow, Block.Pipeline p, double periodNs, Map<Resource, Integer> units,
                                              int interval) {
        BlockProblem built = new BlockProblem(flow, p, p.nodes(), periodNs, units, interval);
        return LoopScheduler.schedule(built.problem()).or(() -> GeneralProblem.modulo(built.problem()))
                .map(s -> BlockSchedule.of(flow, p, p.nodes(), built, LeastRegisters.of(flow, p, built, s)));
    }
}
