package org.fabricast.hls.optimise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarArithmetic;
import org.fabricast.ir.kernel.ScalarType;

/**
 * Copies a kernel in program order and lets a pass replace its operators. A definition stands before its uses, so one
 * walk renames them all.
 */
abstract class Rewrite {

    /** Shift amounts: wide enough for every width of an integer. */
    private static final ScalarType AMOUNT = ScalarType.unsigned(7);

    private final Kernel kernel;
    private final List<ScalarType> types;
    private final Map<Integer, Integer> renamed = new HashMap<>();
    private final Map<Integer, Node.Op> definitions = new HashMap<>();
    private List<Node> out = new ArrayList<>();

    Rewrite(Kernel kernel) {
        this.kernel = kernel;
        this.types = new ArrayList<>(kernel.types());
    }

    final Kernel run() {
        region(kernel.body());
        return new Kernel(kernel.name(), kernel.inputs(), kernel.outputs(), kernel.args(), kernel.results(),
                kernel.memories(), kernel.tables(), types, out);
    }

    /** Keeps an operator with {@link #keep} or replaces it with {@link #rename}; its operands are renamed already. */
    abstract void operator(Node.Op op);

    /** Before the body of a loop. */
    void enter(Node.Loop loop) {
    }

    /** After the body of a loop. */
    void leave(Node.Loop loop) {
    }

    final Kernel kernel() {
        return kernel;
    }

    final ScalarType type(int value) {
        return types.get(value);
    }

    final void keep(Node.Op op) {
        definitions.put(op.result(), op);
        out.add(op);
    }

    final void rename(int value, int stand) {
        renamed.put(value, stand);
    }

    /** A new operator; its value. */
    final int emit(OpCode opcode, ScalarType type, Integer... operands) {
        types.add(type);
        keep(new Node.Op(types.size() - 1, opcode, type, List.of(operands), 0));
        return types.size() - 1;
    }

    /** A new constant from a number; its value. */
    final int constant(ScalarType type, long number) {
        types.add(type);
        keep(new Node.Op(types.size() - 1, OpCode.CONST, type, List.of(), raw(type, number)));
        return types.size() - 1;
    }

    /** A new constant to shift by. */
    final int amount(int places) {
        return constant(AMOUNT, places);
    }

    static long raw(ScalarType type, long number) {
        return ScalarArithmetic.normalise(new ScalarType(ScalarType.Kind.UNSIGNED, type.bits()), number);
    }

    /** The operator of this kernel that defines a value. */
    final Optional<Node.Op> definition(int value) {
        return Optional.ofNullable(definitions.get(value));
    }

    /** The operator that defines a value, if it is of a kind. */
    final Optional<Node.Op> definition(int value, OpCode opcode) {
        return definition(value).filter(op -> op.opcode() == opcode);
    }

    /** The value in normal form, if it is a constant. */
    final OptionalLong known(int value) {
        Node.Op op = definitions.get(value);
        return op != null && op.opcode() == OpCode.CONST
                ? OptionalLong.of(ScalarArithmetic.normalise(op.type(), op.attribute())) : OptionalLong.empty();
    }

    final boolean is(int value, long number) {
        OptionalLong known = known(value);
        return known.isPresent() && known.getAsLong() == number;
    }

    private int now(int value) {
        int v = value;
        for (Integer next = renamed.get(v); next != null; next = renamed.get(v)) {
            v = next;
        }
        return v;
    }

    private void region(List<Node> nodes) {
        for (Node node : nodes) {
            switch (node) {
                case Node.Op n -> operator(new Node.Op(n.result(), n.opcode(), n.type(),
                        n.operands().stream().map(this::now).toList(), n.attribute()));
                case Node.Read n -> out.add(n);
                case Node.Write n -> out.add(new Node.Write(n.stream(), now(n.value())));
                case Node.Rewind n -> out.add(n);
                case Node.Load n -> out.add(new Node.Load(n.result(), n.memory(), now(n.index())));
                case Node.Store n -> out.add(new Node.Store(n.memory(), now(n.index()), now(n.value())));
                case Node.SetResult n -> out.add(new Node.SetResult(n.output(), now(n.value())));
                case Node.Loop n -> loop(n);
            }
        }
    }

    private void loop(Node.Loop n) {
        List<Node> before = out;
        out = new ArrayList<>();
        enter(n);
        region(n.body());
        leave(n);
        List<Node> body = out;
        out = before;
        out.add(new Node.Loop(n.induction(), now(n.bound()), n.vector(), n.pipelining(), n.carried().stream()
                .filter(c -> !renamed.containsKey(c.phi()))
                .map(c -> new Node.Carried(c.phi(), now(c.init()), now(c.next()), c.result())).toList(),
                n.reductions().stream().map(r -> new Node.Reduction(r.result(), now(r.contribution()), r.kind(),
                        r.partials())).toList(), body));
    }
}
