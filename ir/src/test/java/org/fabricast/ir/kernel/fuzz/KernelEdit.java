package org.fabricast.ir.kernel.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;

/**
 * Makes a kernel smaller: applies changes to nodes, which are numbered in the order of the text. The result may be
 * ill-formed; the verifier says so.
 */
final class KernelEdit {

    /** A change of one node. */
    enum Kind {
        /** The node goes; what it defined becomes zero. */
        DROP,
        /** The operator's result becomes its operand number {@code part}. */
        OPERAND,
        /** The operator becomes the constant one. */
        ONE,
        /** The loop's body runs once, without the loop. */
        ONCE,
        /** The loop no longer carries value number {@code part}: it stays as it begins. */
        CARRIED
    }

    record Change(Kind kind, int part) { }

    private final Kernel kernel;
    private final Map<Integer, Change> changes;
    private final List<ScalarType> types;
    private final Map<Integer, Integer> same = new HashMap<>();
    private final List<Node> constants = new ArrayList<>();
    private final int[] passes;
    private int number;

    private KernelEdit(Kernel kernel, Map<Integer, Change> changes) {
        this.kernel = kernel;
        this.changes = changes;
        this.types = new ArrayList<>(kernel.types());
        this.passes = kernel.inputs().stream().mapToInt(Kernel.Stream::passes).toArray();
    }

    /** All nodes, by number. */
    static List<Node> nodes(List<Node> region) {
        List<Node> all = new ArrayList<>();
        for (Node node : region) {
            all.add(node);
            if (node instanceof Node.Loop loop) {
                all.addAll(nodes(loop.body()));
            }
        }
        return all;
    }

    /** The kernel with changes by number of node. */
    static Kernel apply(Kernel kernel, Map<Integer, Change> changes) {
        KernelEdit edit = new KernelEdit(kernel, changes);
        List<Node> body = edit.region(kernel.body());
        body.addAll(0, edit.constants);
        List<Kernel.Stream> inputs = new ArrayList<>();
        for (int i = 0; i < kernel.inputs().size(); i++) {
            Kernel.Stream s = kernel.inputs().get(i);
            inputs.add(new Kernel.Stream(s.name(), s.type(), s.lanes(), edit.passes[i], s.declared()));
        }
        return new Kernel(kernel.name(), inputs, kernel.outputs(), kernel.args(), kernel.results(), kernel.memories(),
                kernel.tables(), edit.types, renamed(body, edit::resolve));
    }

    private int resolve(int value) {
        int now = value;
        while (same.containsKey(now)) {
            now = same.get(now);
        }
        return now;
    }

    private int constant(ScalarType type, long bits) {
        types.add(type);
        constants.add(new Node.Op(types.size() - 1, OpCode.CONST, type, List.of(), bits));
        return types.size() - 1;
    }

    private void zero(int value) {
        same.put(value, constant(types.get(value), 0));
    }

    private List<Node> region(List<Node> nodes) {
        List<Node> result = new ArrayList<>();
        for (Node node : nodes) {
            Change change = changes.get(number++);
            if (change != null && change.kind() == Kind.DROP) {
                number += node instanceof Node.Loop loop ? nodes(loop.body()).size() : 0;
                drop(node);
            } else if (node instanceof Node.Loop loop) {
                result.addAll(loop(loop, change));
            } else if (node instanceof Node.Op op && change != null && change.kind() == Kind.OPERAND) {
                same.put(op.result(), op.operands().get(change.part()));
            } else if (node instanceof Node.Op op && change != null && change.kind() == Kind.ONE) {
                result.add(new Node.Op(op.result(), OpCode.CONST, op.type(), List.of(), 1));
            } else {
                result.add(node);
            }
        }
        return result;
    }

    private void drop(Node node) {
        switch (node) {
            case Node.Op n -> zero(n.result());
            case Node.Read n -> zero(n.result());
            case Node.Load n -> zero(n.result());
            case Node.Rewind n -> passes[n.stream()]--;
            case Node.Loop n -> {
                n.carried().forEach(c -> same.put(c.result(), c.init()));
                n.reductions().forEach(r -> zero(r.result()));
            }
            case Node.Write n -> { }
            case Node.Store n -> { }
            case Node.SetResult n -> { }
        }
    }

    private List<Node> loop(Node.Loop loop, Change change) {
        List<Node> body = region(loop.body());
        if (change != null && change.kind() == Kind.ONCE) {
            zero(loop.induction());
            loop.carried().forEach(c -> same.put(c.phi(), c.init()));
            loop.carried().forEach(c -> same.put(c.result(), c.next()));
            loop.reductions().forEach(r -> same.put(r.result(), r.contribution()));
            return body;
        }
        List<Node.Carried> carried = new ArrayList<>(loop.carried());
        if (change != null && change.kind() == Kind.CARRIED) {
            Node.Carried gone = carried.remove(change.part());
            same.put(gone.phi(), gone.init());
            same.put(gone.result(), gone.init());
        }
        int bound = loop.bound();
        return List.of(new Node.Loop(loop.induction(), bound, loop.vector(), loop.pipelining(), carried, loop.reductions(), body));
    }

    /** The nodes with every value renamed, defined or used. */
    static List<Node> renamed(List<Node> nodes, IntUnaryOperator to) {
        List<Node> result = new ArrayList<>();
        for (Node node : nodes) {
            result.add(switch (node) {
                case Node.Op n -> new Node.Op(to.applyAsInt(n.result()), n.opcode(), n.type(),
                        n.operands().stream().map(to::applyAsInt).toList(), n.attribute());
                case Node.Read n -> new Node.Read(to.applyAsInt(n.result()), n.stream());
                case Node.Write n -> new Node.Write(n.stream(), to.applyAsInt(n.value()));
                case Node.Rewind n -> n;
                case Node.Load n -> new Node.Load(to.applyAsInt(n.result()), n.memory(), to.applyAsInt(n.index()));
                case Node.Store n -> new Node.Store(n.memory(), to.applyAsInt(n.index()), to.applyAsInt(n.value()));
                case Node.SetResult n -> new Node.SetResult(n.output(), to.applyAsInt(n.value()));
                case Node.Loop n -> new Node.Loop(to.applyAsInt(n.induction()), to.applyAsInt(n.bound()), n.vector(),
                        n.pipelining(), n.carried().stream().map(c -> new Node.Carried(to.applyAsInt(c.phi()),
                        to.applyAsInt(c.init()), to.applyAsInt(c.next()), to.applyAsInt(c.result()))).toList(),
                        n.reductions().stream().map(r -> new Node.Reduction(to.applyAsInt(r.result()),
                        to.applyAsInt(r.contribution()), r.kind(), r.partials())).toList(), renamed(n.body(), to));
            });
        }
        return result;
    }
}
