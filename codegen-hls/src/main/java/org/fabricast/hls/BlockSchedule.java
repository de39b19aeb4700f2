package org.fabricast.hls;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.kernel.Node;

/**
 * A block whose operations have their cycles. In a pipelined loop, cycle means stage.
 *
 * @param block      a segment or a pipeline
 * @param nodes      its nodes; operation i of the problem is node i
 * @param reductions operations after the nodes: the accumulations of the loop
 * @param problem    what was to be scheduled
 * @param schedule   the solution
 * @param defined    cycle from which a value can be used, for every value the block defines
 * @param lastUse    last cycle in which a value is used inside the block
 * @param carries    scalars that a pipelined loop carries
 * @param reason     why a pipelined loop has its interval
 */
record BlockSchedule(Block block, List<Node> nodes, List<Node.Reduction> reductions, SchedulingProblem problem,
                     Schedule schedule, Map<Integer, Integer> defined, Map<Integer, Integer> lastUse,
                     List<Carry> carries, Optional<IntervalReason> reason) {

    BlockSchedule {
        nodes = List.copyOf(nodes);
        reductions = List.copyOf(reductions);
        defined = Map.copyOf(defined);
        lastUse = Map.copyOf(lastUse);
        carries = List.copyOf(carries);
    }

    /** Last cycle in which something happens. */
    int lastCycle() {
        int last = 0;
        for (int i = 0; i < problem.operations().size(); i++) {
            last = Math.max(last, schedule.cycle(i) + problem.operations().get(i).latencyCycles());
        }
        return last;
    }

    int cycle(int operation) {
        return schedule.cycle(operation);
    }

    /** Start cycle of the accumulation of a reduction. */
    int reductionCycle(int reduction) {
        return schedule.cycle(nodes.size() + reduction);
    }

    boolean defines(int value) {
        return defined.containsKey(value);
    }

    /** Counter of the cycles of an interval, where that is longer than one. */
    static final String PHASE = "phase_q";
    static final int PHASE_BITS = 16;

    /** Cycles a pipeline runs on after the interval of its last iteration. */
    static int drain(int depth, int interval) {
        return Math.max(0, depth + 1 - interval);
    }

    int drain() {
        return drain(lastCycle(), problem.interval());
    }

    /** Condition of the last cycle of an interval; empty when every cycle is. */
    String lastPhase() {
        return problem.interval() == 1 ? "" : PHASE + " == " + Verilog.number(PHASE_BITS, problem.interval() - 1);
    }

    /** What a statement of a stage begins with when other stages share its unit. */
    String phase(int stage) {
        return problem.interval() == 1 ? "" : "if (" + PHASE + " == "
                + Verilog.number(PHASE_BITS, problem.slot(stage)) + ") ";
    }

    /** The carried scalar that {@code value} is at the start of an iteration, if it is one. */
    Optional<Carry> carry(int value) {
        return carries.stream().filter(c -> c.phi() == value).findFirst();
    }

    /**
     * Solves a block.
     *
     * @throws FabricastException F3103 or F3104 when the interval asked for cannot be met
     */
    static BlockSchedule of(ControlFlow flow, Block block, double periodNs, Map<Resource, Integer> units) {
        List<Node> nodes = switch (block) {
            case Block.Segment s -> s.nodes();
            case Block.Pipeline p -> p.nodes();
            case Block.Enter e -> List.of();
            case Block.Latch l -> List.of();
            case Block.End e -> List.of();
        };
        if (block instanceof Block.Pipeline p) {
            return IntervalSearch.run(flow, p, periodNs, units);
        }
        BlockProblem built = new BlockProblem(flow, block, nodes, periodNs, units, 0);
        return of(flow, block, nodes, built, ListScheduler.schedule(built.problem()), Optional.empty());
    }

    static BlockSchedule of(ControlFlow flow, Block block, List<Node> nodes, BlockProblem built, Schedule schedule,
                            Optional<IntervalReason> reason) {
        SchedulingProblem problem = built.problem();
        Map<Integer, Integer> defined = new HashMap<>();
        built.producers().forEach((value, operation) -> defined.put(value,
                operation < 0 ? 0 : schedule.cycle(operation) + problem.operations().get(operation).latencyCycles()));
        List<Carry> carries = block instanceof Block.Pipeline p ? carries(flow, p, defined, problem.interval()) : List.of();
        Map<Integer, Integer> lastUse = new HashMap<>();
        built.uses().forEach(use -> lastUse.merge(use.value(), schedule.cycle(use.operation()), Math::max));
        return new BlockSchedule(block, nodes, built.reductions(), problem, schedule, defined, lastUse, carries, reason);
    }

    /** Takes every carried value as early as it is ready; values that are other carried ones follow those. */
    private static List<Carry> carries(ControlFlow flow, Block.Pipeline p, Map<Integer, Integer> defined, int interval) {
        Map<Integer, Integer> captured = new HashMap<>();
        p.loop().carried().forEach(c -> captured.put(c.phi(), 0));
        for (int round = 0; round <= captured.size(); round++) {
            for (Node.Carried c : p.loop().carried()) {
                int next = flow.resolve(c.next());
                captured.put(c.phi(), captured.containsKey(next) ? Math.max(0, captured.get(next) + 1 - interval)
                        : defined.getOrDefault(next, 0));
            }
        }
        return p.loop().carried().stream()
                .map(c -> new Carry(c.phi(), c.init(), c.next(), captured.get(c.phi()))).toList();
    }
}
