package org.fabricast.hls;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 */
record BlockSchedule(Block block, List<Node> nodes, List<Node.Reduction> reductions, SchedulingProblem problem,
                     Schedule schedule, Map<Integer, Integer> defined, Map<Integer, Integer> lastUse) {

    BlockSchedule {
        nodes = List.copyOf(nodes);
        reductions = List.copyOf(reductions);
        defined = Map.copyOf(defined);
        lastUse = Map.copyOf(lastUse);
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

    /** Solves a block. */
    static BlockSchedule of(ControlFlow flow, Block block, double periodNs, Map<Resource, Integer> units) {
        List<Node> nodes = switch (block) {
            case Block.Segment s -> s.nodes();
            case Block.Pipeline p -> p.nodes();
            case Block.Enter e -> List.of();
            case Block.Latch l -> List.of();
            case Block.End e -> List.of();
        };
        BlockProblem built = new BlockProblem(flow, block, nodes, periodNs, units);
        SchedulingProblem problem = built.problem();
        Schedule schedule = ListScheduler.schedule(problem);
        Map<Integer, Integer> defined = new HashMap<>();
        built.producers().forEach((value, operation) -> defined.put(value,
                operation < 0 ? 0 : schedule.cycle(operation) + problem.operations().get(operation).latencyCycles()));
        Map<Integer, Integer> lastUse = new HashMap<>();
        built.uses().forEach(use -> lastUse.merge(use.value(), schedule.cycle(use.operation()), Math::max));
        return new BlockSchedule(block, nodes, built.reductions(), problem, schedule, defined, lastUse);
    }
}
