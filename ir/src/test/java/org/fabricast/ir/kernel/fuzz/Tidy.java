package org.fabricast.ir.kernel.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;

/**
 * A kernel without what nothing needs: unused operators, loads, carried values and reductions, empty loops; streams,
 * results, arguments, memories and tables that no node names.
 *
 * @param kernel what is left, its values numbered anew
 * @param inputs numbers of the input streams that are left
 * @param args   numbers of the arguments that are left
 */
record Tidy(Kernel kernel, List<Integer> inputs, List<Integer> args) {

    static Tidy of(Kernel kernel) {
        List<Node> body = kernel.body();
        int before;
        do {
            before = size(body);
            Set<Integer> used = new HashSet<>();
            uses(body, used);
            body = live(body, used);
        } while (size(body) < before);
        return named(kernel, body);
    }

    private static int size(List<Node> nodes) {
        return KernelEdit.nodes(nodes).stream()
                .mapToInt(n -> n instanceof Node.Loop l ? 1 + l.carried().size() + l.reductions().size() : 1).sum();
    }

    private static void uses(List<Node> nodes, Set<Integer> used) {
        for (Node node : nodes) {
            switch (node) {
                case Node.Op n -> used.addAll(n.operands());
                case Node.Read n -> { }
                case Node.Write n -> used.add(n.value());
                case Node.Rewind n -> { }
                case Node.Load n -> used.add(n.index());
                case Node.Store n -> used.addAll(List.of(n.index(), n.value()));
                case Node.SetResult n -> used.add(n.value());
                case Node.Loop n -> {
                    used.add(n.bound());
                    n.carried().forEach(c -> used.addAll(List.of(c.init(), c.next())));
                    n.reductions().forEach(r -> used.add(r.contribution()));
                    uses(n.body(), used);
                }
            }
        }
    }

    private static List<Node> live(List<Node> nodes, Set<Integer> used) {
        List<Node> result = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof Node.Op op && !used.contains(op.result())
                    || node instanceof Node.Load load && !used.contains(load.result())) {
                continue;
            }
            if (node instanceof Node.Loop n) {
                List<Node> body = live(n.body(), used);
                List<Node.Carried> carried = n.carried().stream()
                        .filter(c -> used.contains(c.phi()) || used.contains(c.result())).toList();
                List<Node.Reduction> reductions = n.reductions().stream().filter(r -> used.contains(r.result())).toList();
                if (!body.isEmpty() || !carried.isEmpty() || !reductions.isEmpty()) {
                    result.add(new Node.Loop(n.induction(), n.bound(), n.vector(), n.pipelining(), carried, reductions, body));
                }
                continue;
            }
            result.add(node);
        }
        return result;
    }

    private static Tidy named(Kernel k, List<Node> body) {
        Set<Integer> used = new HashSet<>();
        uses(body, used);
        Numbers inputs = new Numbers();
        Numbers outputs = new Numbers();
        Numbers results = new Numbers();
        Numbers memories = new Numbers();
        Numbers tables = new Numbers();
        Numbers values = new Numbers();
        List<Integer> args = new ArrayList<>();
        for (int i = 0; i < k.args().size(); i++) {
            if (used.contains(k.args().get(i).value())) {
                args.add(i);
                values.of(k.args().get(i).value());
            }
        }
        List<Node> nodes = numbered(KernelEdit.renamed(body, values::of), inputs, outputs, results, memories, tables);
        List<ScalarType> types = values.pick(k.types()::get);
        List<Kernel.Scalar> scalars = args.stream().map(k.args()::get)
                .map(a -> new Kernel.Scalar(a.name(), a.type(), values.of(a.value()))).toList();
        return new Tidy(new Kernel(k.name(), inputs.pick(k.inputs()::get), outputs.pick(k.outputs()::get), scalars,
                results.pick(k.results()::get), memories.pick(k.memories()::get), tables.pick(k.tables()::get), types, nodes),
                List.copyOf(inputs.old), args);
    }

    private static List<Node> numbered(List<Node> body, Numbers inputs, Numbers outputs, Numbers results, Numbers memories,
                                       Numbers tables) {
        List<Node> nodes = new ArrayList<>();
        for (Node node : body) {
            nodes.add(switch (node) {
                case Node.Op n when n.opcode() == OpCode.TABLE -> new Node.Op(n.result(), n.opcode(), n.type(), n.operands(),
                        tables.of((int) n.attribute()));
                case Node.Op n -> n;
                case Node.Read n -> new Node.Read(n.result(), inputs.of(n.stream()));
                case Node.Write n -> new Node.Write(outputs.of(n.stream()), n.value());
                case Node.Rewind n -> new Node.Rewind(inputs.of(n.stream()));
                case Node.Load n -> new Node.Load(n.result(), memories.of(n.memory()), n.index());
                case Node.Store n -> new Node.Store(memories.of(n.memory()), n.index(), n.value());
                case Node.SetResult n -> new Node.SetResult(results.of(n.output()), n.value());
                case Node.Loop n -> new Node.Loop(n.induction(), n.bound(), n.vector(), n.pipelining(), n.carried(),
                        n.reductions(), numbered(n.body(), inputs, outputs, results, memories, tables));
            });
        }
        return nodes;
    }

    /** New numbers in the order of first use. */
    private static final class Numbers {
        private final Map<Integer, Integer> numbers = new HashMap<>();
        private final List<Integer> old = new ArrayList<>();

        int of(int before) {
            return numbers.computeIfAbsent(before, b -> {
                old.add(b);
                return old.size() - 1;
            });
        }

        <T> List<T> pick(IntFunction<T> from) {
            return old.stream().map(from::apply).toList();
        }
    }
}
