package org.fabricast.hls;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fabricast.ir.kernel.Node;

/** Drops operators, loads and reductions whose results nobody uses; reads stay, for they move the stream on. */
public final class DeadCode {

    private DeadCode() {
    }

    /** The nodes without those of no effect. */
    public static List<Node> remove(List<Node> body) {
        List<Node> now = body;
        while (true) {
            Set<Integer> used = new HashSet<>();
            uses(now, used);
            List<Node> next = keep(now, used);
            if (next.equals(now)) {
                return next;
            }
            now = next;
        }
    }

    private static void uses(List<Node> nodes, Set<Integer> used) {
        for (Node node : nodes) {
            switch (node) {
                case Node.Op op -> used.addAll(op.operands());
                case Node.Read read -> { }
                case Node.Rewind rewind -> { }
                case Node.Write write -> used.add(write.value());
                case Node.Load load -> used.add(load.index());
                case Node.Store store -> {
                    used.add(store.index());
                    used.add(store.value());
                }
                case Node.SetResult result -> used.add(result.value());
                case Node.Loop loop -> {
                    used.add(loop.bound());
                    loop.carried().forEach(c -> used.addAll(List.of(c.init(), c.next())));
                    loop.reductions().forEach(r -> used.add(r.contribution()));
                    uses(loop.body(), used);
                }
            }
        }
    }

    private static List<Node> keep(List<Node> nodes, Set<Integer> used) {
        List<Node> kept = new ArrayList<>();
        for (Node node : nodes) {
            switch (node) {
                case Node.Op op when !used.contains(op.result()) -> { }
                case Node.Load load when !used.contains(load.result()) -> { }
                case Node.Loop loop -> kept.add(new Node.Loop(loop.induction(), loop.bound(), loop.vector(), loop.pipelining(),
                        loop.carried().stream().filter(c -> used.contains(c.phi()) || used.contains(c.result())).toList(),
                        loop.reductions().stream().filter(r -> used.contains(r.result())).toList(),
                        keep(loop.body(), used)));
                case Node.Op op -> kept.add(op);
                case Node.Read read -> kept.add(read);
                case Node.Write write -> kept.add(write);
                case Node.Rewind rewind -> kept.add(rewind);
                case Node.Load load -> kept.add(load);
                case Node.Store store -> kept.add(store);
                case Node.SetResult result -> kept.add(result);
            }
        }
        return kept;
    }
}
