package org.fabricast.ir.kernel;

import java.util.ArrayList;
import java.util.List;

/** Prepares scalar code: one step per node over the values of the state. */
final class ScalarCode {

    private final KernelState state;

    ScalarCode(KernelState state) {
        this.state = state;
    }

    /** Steps of a region; its constants are set here, once and for all runs. */
    Step[] region(List<Node> nodes) {
        List<Step> steps = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof Node.Op op && op.opcode() == OpCode.CONST) {
                state.values[op.result()] = ScalarArithmetic.normalise(op.type(), op.attribute());
            } else {
                steps.add(step(node));
            }
        }
        return steps.toArray(Step[]::new);
    }

    private Step step(Node node) {
        long[] v = state.values;
        return switch (node) {
            case Node.Op n -> op(n);
            case Node.Read n -> {
                KernelState.Cursor in = state.inputs[n.stream()];
                ScalarType type = in.stream.type();
                yield c -> {
                    int at = in.advance(1);
                    v[n.result()] = ScalarArithmetic.normalise(type, in.data[at]);
                };
            }
            case Node.Write n -> {
                KernelState.Cursor out = state.outputs[n.stream()];
                yield c -> {
                    int at = out.advance(1);
                    out.data[at] = (int) v[n.value()];
                };
            }
            case Node.Rewind n -> c -> state.inputs[n.stream()].position = 0;
            case Node.Load n -> c -> v[n.result()] = state.memories[n.memory()][state.index(n.memory(), n.index())];
            case Node.Store n -> c -> state.memories[n.memory()][state.index(n.memory(), n.index())] = v[n.value()];
            case Node.SetResult n -> c -> state.results[n.output()] = (int) v[n.value()];
            case Node.Loop n -> n.vector() ? new VectorLoop(state, n) : loop(n);
        };
    }

    private Step op(Node.Op n) {
        long[] v = state.values;
        int a = n.operands().get(0);
        int b = n.operands().size() > 1 ? n.operands().get(1) : 0;
        int d = n.operands().size() > 2 ? n.operands().get(2) : 0;
        if (n.opcode() == OpCode.TABLE) {
            long[] table = state.tables[(int) n.attribute()];
            return c -> v[n.result()] = table[tableIndex(v[a], table.length)];
        }
        ScalarType operand = state.kernel.types().get(n.opcode() == OpCode.SELECT ? b : a);
        OpCode opcode = n.opcode();
        ScalarType type = n.type();
        int result = n.result();
        return c -> v[result] = ScalarArithmetic.apply(opcode, type, operand, v[a], v[b], v[d]);
    }

    /** An index into a table, checked. */
    static int tableIndex(long index, int length) {
        if (index >= length) {
            throw new IllegalArgumentException("index " + index + " outside a table of " + length + " entries");
        }
        return (int) index;
    }

    private Step loop(Node.Loop n) {
        Step[] body = region(n.body());
        Node.Carried[] carried = n.carried().toArray(Node.Carried[]::new);
        Partials[] reductions = n.reductions().stream()
                .map(r -> Partials.of(r, state.kernel.types().get(r.contribution()))).toArray(Partials[]::new);
        long[] next = new long[carried.length];
        long[] v = state.values;
        return c -> {
            long bound = v[n.bound()];
            for (Node.Carried one : carried) {
                v[one.phi()] = v[one.init()];
            }
            for (Partials one : reductions) {
                one.clear();
            }
            for (long i = 0; i < bound; i++) {
                v[n.induction()] = i;
                Step.runAll(body, 1);
                for (int k = 0; k < carried.length; k++) {
                    next[k] = v[carried[k].next()];
                }
                for (int k = 0; k < carried.length; k++) {
                    v[carried[k].phi()] = next[k];
                }
                for (Partials one : reductions) {
                    one.add(i, v[one.reduction().contribution()]);
                }
            }
            for (Node.Carried one : carried) {
                v[one.result()] = v[one.phi()];
            }
            for (Partials one : reductions) {
                v[one.reduction().result()] = one.combine();
            }
        };
    }
}
