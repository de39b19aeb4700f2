package org.fabricast.hls.testbench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarArithmetic;
import org.fabricast.ir.kernel.ScalarType;

/**
 * How many elements a run moves: found by walking the kernel's control flow with given arguments.
 *
 * @param inputs  per input stream the elements of each pass
 * @param outputs elements per output stream
 * @param refused why such a run cannot be made, if so
 */
record Traffic(List<List<Integer>> inputs, List<Integer> outputs, Optional<String> refused) {

    private static final long MOST_STEPS = 20_000;

    /**
     * Walks a kernel.
     *
     * @param lanes elements per word of a vector stream
     * @param args  raw bits of the scalar arguments
     */
    static Traffic of(Kernel kernel, int lanes, List<Long> args) {
        Walk walk = new Walk(kernel, lanes);
        for (int i = 0; i < args.size(); i++) {
            Kernel.Scalar a = kernel.args().get(i);
            walk.known.put(a.value(), ScalarArithmetic.normalise(a.type(), args.get(i)));
        }
        Optional<String> refused;
        try {
            walk.region(kernel.body());
            refused = Optional.empty();
        } catch (Refusal e) {
            refused = Optional.of(e.getMessage());
        }
        List<List<Integer>> inputs = new ArrayList<>();
        walk.reads.forEach(passes -> inputs.add(List.copyOf(passes)));
        return new Traffic(List.copyOf(inputs), List.copyOf(walk.writes), refused);
    }

    /** Ends a walk. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal(String why) {
            super(why);
        }
    }

    private static final class Walk {
        private final Kernel kernel;
        private final int lanes;
        private final Map<Integer, Long> known = new HashMap<>();
        private final List<List<Integer>> reads = new ArrayList<>();
        private final List<Integer> writes = new ArrayList<>();
        private long steps;

        Walk(Kernel kernel, int lanes) {
            this.kernel = kernel;
            this.lanes = lanes;
            kernel.inputs().forEach(s -> reads.add(new ArrayList<>(List.of(0))));
            kernel.outputs().forEach(s -> writes.add(0));
        }

        void region(List<Node> nodes) {
            for (Node node : nodes) {
                node(node, 1);
            }
        }

        private void node(Node node, int times) {
            switch (node) {
                case Node.Op op -> op(op);
                case Node.Read r -> {
                    List<Integer> passes = reads.get(r.stream());
                    int before = passes.getLast();
                    passes.set(passes.size() - 1, aligned(kernel.inputs().get(r.stream()), before) + times);
                    known.remove(r.result());
                }
                case Node.Write w -> writes.set(w.stream(), aligned(kernel.outputs().get(w.stream()), writes.get(w.stream())) + times);
                case Node.Rewind r -> reads.get(r.stream()).add(0);
                case Node.Load l -> known.remove(l.result());
                case Node.Store s -> { }
                case Node.SetResult r -> { }
                case Node.Loop loop -> loop(loop);
            }
        }

        /** A word of lanes that is not full may be followed by no other. */
        private int aligned(Kernel.Stream stream, int elements) {
            if (stream.lanes() && elements % lanes != 0) {
                throw new Refusal("a loop over " + stream.name() + " that ends within a word of " + lanes
                        + " lanes before the last one does");
            }
            return elements;
        }

        private void op(Node.Op op) {
            if (op.opcode() == OpCode.CONST) {
                known.put(op.result(), ScalarArithmetic.normalise(op.type(), op.attribute()));
                return;
            }
            List<Long> operands = new ArrayList<>();
            for (int v : op.operands()) {
                Long value = known.get(v);
                if (value == null) {
                    known.remove(op.result());
                    return;
                }
                operands.add(value);
            }
            if (op.opcode() == OpCode.TABLE) {
                Kernel.Table table = kernel.tables().get((int) op.attribute());
                long index = operands.getFirst();
                if (index < 0 || index >= table.entries().size()) {
                    throw new Refusal("index " + index + " outside table " + table.name());
                }
                known.put(op.result(), ScalarArithmetic.normalise(table.type(), table.entries().get((int) index)));
                return;
            }
            while (operands.size() < 3) {
                operands.add(0L);
            }
            ScalarType operand = kernel.types().get(op.operands().get(op.opcode() == OpCode.SELECT ? 1 : 0));
            known.put(op.result(), ScalarArithmetic.apply(op.opcode(), op.type(), operand, operands.get(0), operands.get(1),
                    operands.get(2)));
        }

        private void loop(Node.Loop loop) {
            Long bound = known.get(loop.bound());
            if (bound == null) {
                throw new Refusal("a trip count that depends on the elements of a stream");
            }
            loop.carried().forEach(c -> copy(c.init(), c.phi()));
            boolean same = loop.carried().isEmpty() && loop.body().stream().noneMatch(n -> n instanceof Node.Loop);
            if (bound < 0 || bound > MOST_STEPS) {
                throw new Refusal("a loop of " + Long.toUnsignedString(bound) + " iterations, more than a test runs");
            }
            if (same && bound > 0) {
                spend(bound);
                known.remove(loop.induction());
                loop.body().forEach(n -> node(n, bound.intValue()));
            } else {
                for (long i = 0; i < bound; i++) {
                    spend(1);
                    known.put(loop.induction(), i);
                    loop.body().forEach(n -> node(n, 1));
                    Map<Integer, Long> before = new HashMap<>(known);
                    loop.carried().forEach(c -> {
                        known.remove(c.phi());
                        if (before.containsKey(c.next())) {
                            known.put(c.phi(), before.get(c.next()));
                        }
                    });
                }
            }
            loop.carried().forEach(c -> copy(c.phi(), c.result()));
            loop.reductions().forEach(r -> known.remove(r.result()));
        }

        private void copy(int from, int to) {
            Long value = known.get(from);
            if (value == null) {
                known.remove(to);
            } else {
                known.put(to, value);
            }
        }

        private void spend(long iterations) {
            steps += iterations;
            if (steps > MOST_STEPS) {
                throw new Refusal("more than " + MOST_STEPS + " iterations in one run");
            }
        }
    }
}
