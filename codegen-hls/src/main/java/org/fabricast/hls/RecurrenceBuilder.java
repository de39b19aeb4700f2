package org.fabricast.hls;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabricast.ir.kernel.Node;

/**
 * What an iteration of a pipelined loop waits for in iterations before it: carried scalars, memories, streams.
 *
 * <p>A carried scalar is in its register one cycle after it is ready; a floating-point unit takes the result of another
 * straight from its output. Loads and stores of one memory keep their order unless both are to an element of
 * the iteration's own, or their low bits differ.
 */
final class RecurrenceBuilder {

    private final ControlFlow flow;
    private final Block.Pipeline block;
    private final List<Operation> operations;
    private final List<Dependence> dependences;

    private RecurrenceBuilder(ControlFlow flow, Block.Pipeline block, List<Operation> operations,
                              List<Dependence> dependences) {
        this.flow = flow;
        this.block = block;
        this.operations = operations;
        this.dependences = dependences;
    }

    static void add(ControlFlow flow, Block.Pipeline block, Map<Integer, Integer> producers, List<BlockProblem.Use> uses,
                    List<Operation> operations, List<Dependence> dependences) {
        RecurrenceBuilder builder = new RecurrenceBuilder(flow, block, operations, dependences);
        builder.scalars(producers, uses);
        builder.memories();
        builder.streams();
    }

    private void scalars(Map<Integer, Integer> producers, List<BlockProblem.Use> uses) {
        Map<Integer, Integer> nexts = new HashMap<>();
        block.loop().carried().forEach(c -> nexts.put(c.phi(), flow.resolve(c.next())));
        for (BlockProblem.Use use : uses) {
            Set<Integer> seen = new HashSet<>();
            int value = use.value();
            int distance = 0;
            while (nexts.containsKey(value) && seen.add(value)) {
                value = nexts.get(value);
                distance++;
            }
            int from = nexts.containsKey(value) ? -1 : producers.getOrDefault(value, -1);
            if (distance > 0 && from >= 0) {
                boolean direct = distance == 1 && operations.get(use.operation()).registered()
                        && operations.get(from).resource() instanceof Resource.Unit;
                order(from, use.operation(), operations.get(from).latencyCycles() + (direct ? 0 : distance), distance);
            }
        }
    }

    private void memories() {
        for (int i = 0; i < block.nodes().size(); i++) {
            for (int j = 0; j < block.nodes().size(); j++) {
                if (!(block.nodes().get(i) instanceof Node.Store store)) {
                    continue;
                }
                if (block.nodes().get(j) instanceof Node.Store other && other.memory() == store.memory()
                        && !flow.apart(block, store.index(), other.index())) {
                    order(i, j, 1, 1);
                } else if (block.nodes().get(j) instanceof Node.Load load && load.memory() == store.memory()
                        && !ownElement(store.index(), load.index()) && !flow.apart(block, store.index(), load.index())) {
                    order(i, j, 1, 1);
                    order(j, i, 0, 1);
                }
            }
        }
    }

    /** True when both accesses are to one element that no other iteration meets. */
    private boolean ownElement(int index, int other) {
        return flow.resolve(index) == flow.resolve(other) && Stride.of(flow, block.loop(), index)
                .filter(s -> s.distinct(flow.constant(block.loop().bound()))).isPresent();
    }

    private void streams() {
        for (int i = 0; i < block.nodes().size(); i++) {
            for (int j = 0; j < i; j++) {
                boolean port = switch (operations.get(i).resource()) {
                    case Resource.InputPort p -> true;
                    case Resource.OutputPort p -> true;
                    case Resource.Fabric f -> false;
                    case Resource.Unit u -> false;
                    case Resource.ReadPort p -> false;
                    case Resource.WritePort p -> false;
                };
                if (port && operations.get(i).resource().equals(operations.get(j).resource())) {
                    order(i, j, 1, 1);
                }
            }
        }
    }

    private void order(int from, int to, int cycles, int distance) {
        dependences.add(new Dependence(from, to, Dependence.Kind.ORDER, cycles, distance));
    }
}
