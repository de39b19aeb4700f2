package org.fabricast.ir.kernel.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.ScalarType;

/**
 * Drops nodes whose value nobody uses and numbers the rest densely in order of definition. What a kernel does to its
 * surroundings stays: reads, writes, rewinds, stores, results, and the loops around them.
 */
final class DeadCode {

    private final Set<Integer> live = new HashSet<>();
    private final Map<Integer, Integer> renumbered = new HashMap<>();
    private final List<ScalarType> types = new ArrayList<>();
    private final Kernel kernel;
    private boolean changed;

    private DeadCode(Kernel kernel) {
        this.kernel = kernel;
    }

    static Kernel remove(Kernel kernel) {
        return new DeadCode(kernel).rebuild();
    }

    private Kernel rebuild() {
        do {
            changed = false;
            mark(kernel.body());
        } while (changed);
        List<Kernel.Scalar> arguments = kernel.args().stream()
                .map(a -> new Kernel.Scalar(a.name(), a.type(), define(a.value()))).toList();
        List<Node> body = keep(kernel.body());
        return new Kernel(kernel.name(), kernel.inputs(), kernel.outputs(), arguments, kernel.results(),
                kernel.memories(), kernel.tables(), types, body);
    }

    private void use(int value) {
        changed |= live.add(value);
    }

    /** Marks what the kept nodes of a region use; true if one is kept. */
    private boolean mark(List<Node> nodes) {
        boolean any = false;
        for (Node node : nodes.reversed()) {
            boolean kept = kept(node);
            switch (node) {
                case Node.Op n -> {
                    if (kept) {
                        n.operands().forEach(this::use);
                    }
                }
                case Node.Load n -> {
                    if (kept) {
                        use(n.index());
                    }
                }
                case Node.Read n -> { }
                case Node.Rewind n -> { }
                case Node.Write n -> use(n.value());
                case Node.SetResult n -> use(n.value());
                case Node.Store n -> {
                    use(n.index());
                    use(n.value());
                }
                case Node.Loop n -> {
                    kept |= mark(n.body());
                    markLoop(n, kept);
                }
            }
            any |= kept;
        }
        return any;
    }

    private void markLoop(Node.Loop loop, boolean kept) {
        if (kept) {
            use(loop.bound());
        }
        for (Node.Carried c : loop.carried()) {
            if (alive(c)) {
                use(c.init());
                use(c.next());
            }
        }
        for (Node.Reduction r : loop.reductions()) {
            if (live.contains(r.result())) {
                use(r.contribution());
            }
        }
    }

    private boolean alive(Node.Carried c) {
        return live.contains(c.phi()) || live.contains(c.result());
    }

    private boolean kept(Node node) {
        return switch (node) {
            case Node.Op n -> live.contains(n.result());
            case Node.Load n -> live.contains(n.result());
            case Node.Read n -> true;
            case Node.Write n -> true;
            case Node.Rewind n -> true;
            case Node.Store n -> true;
            case Node.SetResult n -> true;
            case Node.Loop n -> n.body().stream().anyMatch(this::kept) || n.carried().stream().anyMatch(this::alive)
                    || n.reductions().stream().anyMatch(r -> live.contains(r.result()));
        };
    }

    private int define(int value) {
        renumbered.put(value, types.size());
        types.add(kernel.types().get(value));
        return types.size() - 1;
    }

    private int of(int value) {
        return renumbered.get(value);
    }

    private List<Node> keep(List<Node> nodes) {
        List<Node> result = new ArrayList<>();
        for (Node node : nodes) {
            if (kept(node)) {
                result.add(switch (node) {
                    case Node.Op n -> {
                        List<Integer> operands = n.operands().stream().map(this::of).toList();
                        yield new Node.Op(define(n.result()), n.opcode(), n.type(), operands, n.attribute());
                    }
                    case Node.Read n -> new Node.Read(define(n.result()), n.stream());
                    case Node.Load n -> {
                        int index = of(n.index());
                        yield new Node.Load(define(n.result()), n.memory(), index);
                    }
                    case Node.Write n -> new Node.Write(n.stream(), of(n.value()));
                    case Node.Rewind n -> n;
                    case Node.Store n -> new Node.Store(n.memory(), of(n.index()), of(n.value()));
                    case Node.SetResult n -> new Node.SetResult(n.output(), of(n.value()));
                    case Node.Loop n -> loop(n);
                });
            }
        }
        return result;
    }

    private Node.Loop loop(Node.Loop n) {
        int bound = of(n.bound());
        int induction = define(n.induction());
        List<Node.Carried> alive = n.carried().stream().filter(this::alive).toList();
        List<Integer> inits = alive.stream().map(c -> of(c.init())).toList();
        List<Integer> phis = alive.stream().map(c -> define(c.phi())).toList();
        List<Node> body = keep(n.body());
        List<Node.Carried> carried = new ArrayList<>();
        for (int i = 0; i < alive.size(); i++) {
            int next = of(alive.get(i).next());
            carried.add(new Node.Carried(phis.get(i), inits.get(i), next, define(alive.get(i).result())));
        }
        List<Node.Reduction> reductions = new ArrayList<>();
        for (Node.Reduction r : n.reductions()) {
            if (live.contains(r.result())) {
                int contribution = of(r.contribution());
                reductions.add(new Node.Reduction(define(r.result()), contribution, r.kind(), r.partials()));
            }
        }
        return new Node.Loop(induction, bound, n.vector(), n.pipelining(), carried, reductions, body);
    }
}
