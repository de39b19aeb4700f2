package org.fabricast.hls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.Node.Reduction.Kind;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.Pipelining;
import org.fabricast.ir.kernel.ScalarType;

/**
 * Splits a kernel into blocks: runs of straight-line code, pipelined innermost loops, entry and latch of sequential loops.
 * The combine tree of a reduction becomes straight-line code after its loop.
 */
final class ControlFlowBuilder {

    private final Kernel kernel;
    private final int lanes;
    private final List<Block> blocks = new ArrayList<>();
    private final List<ScalarType> types;
    private final Map<Integer, Long> constants = new HashMap<>();
    private final Map<Integer, Integer> aliases = new HashMap<>();
    private final Map<Integer, Integer> widened = new HashMap<>();
    private final Map<Integer, Node.Op> operators = new HashMap<>();
    private final Map<Integer, ControlFlow.Partial> partials = new HashMap<>();
    private List<Node> pending = new ArrayList<>();

    private ControlFlowBuilder(Kernel kernel, int lanes) {
        this.kernel = kernel;
        this.lanes = lanes;
        this.types = new ArrayList<>(kernel.types());
    }

    /** Blocks of a kernel that {@link KernelChecks} accepts. */
    static ControlFlow build(Kernel kernel, int lanes) {
        ControlFlowBuilder builder = new ControlFlowBuilder(kernel, lanes);
        builder.region(DeadCode.remove(kernel.body()));
        builder.flush();
        builder.blocks.add(new Block.End(builder.nextId()));
        return new ControlFlow(kernel, lanes, builder.blocks, builder.types, builder.constants, builder.aliases,
                builder.widened, builder.operators, banks(kernel, lanes), builder.partials);
    }

    /** True when iterations may overlap: an innermost loop that sets no result and is not told otherwise. */
    static boolean pipelines(Node.Loop loop) {
        boolean innermost = loop.body().stream().noneMatch(Node.Loop.class::isInstance);
        if (loop.vector() || !loop.reductions().isEmpty()) {
            return innermost && loop.carried().isEmpty() && MemoryUse.of(loop.body()).noneReadAndWritten();
        }
        return innermost && loop.pipelining().kind() != Pipelining.Kind.OFF
                && loop.body().stream().noneMatch(Node.SetResult.class::isInstance);
    }

    /** Banks of every memory, see {@link MemoryLayout#banks(Kernel.Memory, boolean, int)}. */
    static List<Integer> banks(Kernel kernel, int lanes) {
        Set<Integer> stored = new HashSet<>();
        vectorStores(kernel.body(), stored);
        return IntStream.range(0, kernel.memories().size())
                .mapToObj(m -> MemoryLayout.banks(kernel.memories().get(m), stored.contains(m), lanes)).toList();
    }

    private static void vectorStores(List<Node> nodes, Set<Integer> stored) {
        for (Node node : nodes) {
            if (node instanceof Node.Loop loop && loop.vector()) {
                stored.addAll(MemoryUse.of(loop.body()).written());
            } else if (node instanceof Node.Loop loop) {
                vectorStores(loop.body(), stored);
            }
        }
    }

    private int nextId() {
        return blocks.size() + 1;
    }

    private void flush() {
        if (!pending.isEmpty()) {
            blocks.add(new Block.Segment(nextId(), pending));
            pending = new ArrayList<>();
        }
    }

    private void region(List<Node> nodes) {
        for (Node node : nodes) {
            switch (node) {
                case Node.Loop loop when pipelines(loop) -> pipeline(loop);
                case Node.Loop loop -> sequential(loop);
                case Node.Rewind rewind -> { }
                case Node.Op op -> pure(op, pending);
                case Node.Read read -> pending.add(read);
                case Node.Write write -> pending.add(write);
                case Node.Load load -> pending.add(load);
                case Node.Store store -> pending.add(store);
                case Node.SetResult result -> pending.add(result);
            }
        }
    }

    private void sequential(Node.Loop loop) {
        flush();
        int enter = blocks.size();
        blocks.add(new Block.End(nextId()));
        loop.carried().forEach(c -> aliases.put(c.result(), c.phi()));
        region(loop.body());
        flush();
        blocks.add(new Block.Latch(nextId(), loop, enter + 2));
        blocks.set(enter, new Block.Enter(enter + 1, loop, nextId()));
    }

    private void pipeline(Node.Loop loop) {
        flush();
        loop.carried().forEach(c -> aliases.put(c.result(), c.phi()));
        List<Node> nodes = new ArrayList<>();
        for (Node node : loop.body()) {
            if (node instanceof Node.Op op) {
                pure(op, nodes);
            } else {
                nodes.add(node);
            }
        }
        int width = loop.vector() ? lanes : 1;
        blocks.add(new Block.Pipeline(nextId(), loop, width, nodes));
        loop.reductions().forEach(r -> combine(r, width));
    }

    /** Keeps an operator unless it is a constant or another name for its operand. */
    private void pure(Node.Op op, List<Node> into) {
        int operand = op.operands().isEmpty() ? -1 : op.operands().getFirst();
        if (op.opcode() == OpCode.CONST) {
            constants.put(op.result(), op.attribute() & mask(op.type().bits()));
        } else if (op.opcode() == OpCode.BITCAST
                || op.opcode() == OpCode.RESIZE && types.get(operand).bits() == op.type().bits()) {
            aliases.put(op.result(), operand);
        } else if (op.opcode() == OpCode.RESIZE && constants.containsKey(resolve(operand))) {
            constants.put(op.result(), resized(constants.get(resolve(operand)), types.get(operand)) & mask(op.type().bits()));
        } else {
            if (op.opcode() == OpCode.RESIZE && types.get(operand).bits() < op.type().bits()) {
                widened.put(op.result(), operand);
            }
            operators.put(op.result(), op);
            into.add(op);
        }
    }

    private int resolve(int value) {
        int v = value;
        while (aliases.containsKey(v)) {
            v = aliases.get(v);
        }
        return v;
    }

    private static long resized(long bits, ScalarType from) {
        int spare = 64 - from.bits();
        return from.kind() == ScalarType.Kind.SIGNED ? bits << spare >> spare : bits;
    }

    static long mask(int bits) {
        return bits == 64 ? -1L : (1L << bits) - 1;
    }

    private int fresh(ScalarType type) {
        types.add(type);
        return types.size() - 1;
    }

    /** Partial j takes partial j + s for s = count/2, count/4, … 1; partial 0 is the result. */
    private void combine(Node.Reduction reduction, int width) {
        ScalarType type = types.get(reduction.result());
        int count = reduction.kind() == Kind.SUM ? reduction.partials() : width;
        int[] part = new int[count];
        for (int j = 0; j < count; j++) {
            part[j] = fresh(type);
            partials.put(part[j], new ControlFlow.Partial(reduction, j));
        }
        for (int s = count / 2; s >= 1; s /= 2) {
            for (int j = 0; j < s; j++) {
                part[j] = combined(reduction.kind(), part[j], part[j + s], s == 1 ? reduction.result() : fresh(type), type);
            }
        }
        if (count == 1) {
            aliases.put(reduction.result(), part[0]);
        }
    }

    private int combined(Kind kind, int a, int b, int result, ScalarType type) {
        if (kind == Kind.SUM) {
            pending.add(new Node.Op(result, OpCode.FADD, type, List.of(a, b), 0));
            return result;
        }
        int less = fresh(ScalarType.BOOL);
        pending.add(new Node.Op(less, OpCode.LT, ScalarType.BOOL, List.of(a, b), 0));
        List<Integer> choice = kind == Kind.MAX ? List.of(less, b, a) : List.of(less, a, b);
        pending.add(new Node.Op(result, OpCode.SELECT, type, choice, 0));
        return result;
    }
}
