package org.fabricast.hls.optimise;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fabricast.ir.kernel.Node;

/** Indices of memories in vector loops: the iteration number, alone or plus a constant, and to stay of that form. */
final class Indices {

    private Indices() {
    }

    static Set<Integer> of(List<Node> nodes) {
        Set<Integer> found = new HashSet<>();
        collect(nodes, false, found);
        return found;
    }

    private static void collect(List<Node> nodes, boolean vector, Set<Integer> found) {
        for (Node node : nodes) {
            if (node instanceof Node.Loop loop) {
                collect(loop.body(), loop.vector(), found);
            } else if (vector && node instanceof Node.Load load) {
                found.add(load.index());
            } else if (vector && node instanceof Node.Store store) {
                found.add(store.index());
            }
        }
    }
}
