package org.fabricast.hls.optimise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;

/** Drops memories that nothing loads from, with the stores to them; the others are numbered anew. */
final class UnreadMemories {

    private UnreadMemories() {
    }

    static Kernel run(Kernel kernel) {
        Set<Integer> loaded = new HashSet<>();
        loads(kernel.body(), loaded);
        if (loaded.size() == kernel.memories().size()) {
            return kernel;
        }
        Map<Integer, Integer> number = new HashMap<>();
        List<Kernel.Memory> kept = new ArrayList<>();
        for (int m = 0; m < kernel.memories().size(); m++) {
            if (loaded.contains(m)) {
                number.put(m, kept.size());
                kept.add(kernel.memories().get(m));
            }
        }
        return new Kernel(kernel.name(), kernel.inputs(), kernel.outputs(), kernel.args(), kernel.results(), kept,
                kernel.tables(), kernel.types(), region(kernel.body(), number));
    }

    private static void loads(List<Node> nodes, Set<Integer> loaded) {
        for (Node node : nodes) {
            if (node instanceof Node.Load load) {
                loaded.add(load.memory());
            } else if (node instanceof Node.Loop loop) {
                loads(loop.body(), loaded);
            }
        }
    }

    private static List<Node> region(List<Node> nodes, Map<Integer, Integer> number) {
        List<Node> result = new ArrayList<>();
        for (Node node : nodes) {
            switch (node) {
                case Node.Store store when !number.containsKey(store.memory()) -> { }
                case Node.Store store -> result.add(new Node.Store(number.get(store.memory()), store.index(), store.value()));
                case Node.Load load -> result.add(new Node.Load(load.result(), number.get(load.memory()), load.index()));
                case Node.Loop loop -> result.add(new Node.Loop(loop.induction(), loop.bound(), loop.vector(), loop.pipelining(),
                        loop.carried(), loop.reductions(), region(loop.body(), number)));
                case Node.Op op -> result.add(op);
                case Node.Read read -> result.add(read);
                case Node.Write write -> result.add(write);
                case Node.Rewind rewind -> result.add(rewind);
                case Node.SetResult set -> result.add(set);
            }
        }
        return result;
    }
}
