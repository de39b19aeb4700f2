package org.fabricast.hls;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fabricast.ir.kernel.Node;

/** Memories that straight-line code reads and writes. */
record MemoryUse(Set<Integer> read, Set<Integer> written) {

    MemoryUse {
        read = Set.copyOf(read);
        written = Set.copyOf(written);
    }

    static MemoryUse of(List<Node> nodes) {
        Set<Integer> read = new HashSet<>();
        Set<Integer> written = new HashSet<>();
        for (Node node : nodes) {
            if (node instanceof Node.Load load) {
                read.add(load.memory());
            } else if (node instanceof Node.Store store) {
                written.add(store.memory());
            }
        }
        return new MemoryUse(read, written);
    }

    boolean noneReadAndWritten() {
        return Collections.disjoint(read, written);
    }
}
