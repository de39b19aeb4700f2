package org.fabricast.hls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.Node.Reduction.Kind;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.rtl.FpCell;

/** The scheduling problem of one block: its operations, the values that flow between them, the order of side effects. */
final class BlockProblem {

    private static final Resource FABRIC = new Resource.Fabric();
    private static final double MEMORY_NS = 1.5;

    /** An operation that uses a value. */
    record Use(int operation, int value) { }

    private final ControlFlow flow;
    private final Block block;
    private final List<Node> nodes;
    private final Map<Integer, Integer> producers = new HashMap<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    private final List<Dependence> dependences = new ArrayList<>();
    private final Map<Resource, Integer> lastUser = new HashMap<>();
    private final List<Node.Reduction> reductions;
    private final SchedulingProblem problem;

    BlockProblem(ControlFlow flow, Block block, List<Node> nodes, double periodNs, Map<Resource, Integer> units,
                 int interval) {
        this.flow = flow;
        this.block = block;
        this.nodes = nodes;
        this.reductions = block instanceof Block.Pipeline p ? p.loop().reductions() : List.of();
        if (block instanceof Block.Pipeline p) {
            producers.put(p.loop().induction(), -1);
            p.loop().carried().forEach(c -> producers.put(c.phi(), -1));
        }
        nodes.forEach(this::add);
        Map<Resource, Integer> limits = new HashMap<>();
        if (block instanceof Block.Pipeline p) {
            RecurrenceBuilder.add(flow, p, producers, uses, operations, dependences);
            reductions.forEach(r -> accumulate(r, r.partials() / p.lanes()));
        } else {
            limits.putAll(units);
        }
        for (Operation o : operations) {
            switch (o.resource()) {
                case Resource.Fabric f -> { }
                case Resource.Unit u when interval > 1 -> limits.merge(u, 1, Integer::sum);
                case Resource.Unit u -> { }
                case Resource.InputPort i -> limits.put(i, 1);
                case Resource.OutputPort out -> limits.put(out, 1);
                case Resource.ReadPort r -> limits.merge(r, interval > 0 ? 1 : 0, Integer::sum);
                case Resource.WritePort w -> limits.put(w, 1);
            }
        }
        limits.replaceAll((resource, n) -> resource instanceof Resource.Unit && interval > 1 ? (n + interval - 1) / interval
                : Math.max(1, n));
        this.problem = new SchedulingProblem(operations, dependences, limits, interval, periodNs);
    }

    SchedulingProblem problem() {
        return problem;
    }

    /** Operation that defines a value; -1 for the number of the iteration. */
    Map<Integer, Integer> producers() {
        return producers;
    }

    /** Every use of a value that the block itself defines. */
    List<Use> uses() {
        return uses;
    }

    List<Node.Reduction> reductions() {
        return reductions;
    }

    private void add(Node node) {
        switch (node) {
            case Node.Op op -> {
                int at = operator(op);
                op.operands().forEach(v -> use(at, v));
                producers.put(op.result(), at);
            }
            case Node.Read read -> {
                String name = "read " + flow.kernel().inputs().get(read.stream()).name();
                int at = append(new Operation(name, new Resource.InputPort(read.stream()), 0, 0, false, true));
                ordered(at, 1);
                producers.put(read.result(), at);
            }
            case Node.Write write -> {
                String name = "write " + flow.kernel().outputs().get(write.stream()).name();
                int at = append(new Operation(name, new Resource.OutputPort(write.stream()), 0, DelayModel.MULTIPLEXER_NS,
                        false, false));
                use(at, write.value());
                ordered(at, 1);
            }
            case Node.Load load -> {
                // A choice between banks takes a second cycle: every bank registers what it reads.
                int cycles = MemoryLayout.met(flow, block, load.memory(), load.index(), 0).size() > 1 ? 2 : 1;
                int at = append(new Operation("load " + memory(load.memory()), new Resource.ReadPort(load.memory()), cycles,
                        MEMORY_NS, false, false));
                use(at, load.index());
                for (int i = 0; i < at; i++) {
                    if (nodes.get(i) instanceof Node.Store s && s.memory() == load.memory()
                            && !flow.apart(block, s.index(), load.index())) {
                        dependences.add(Dependence.order(i, at, 1));
                    }
                }
                producers.put(load.result(), at);
            }
            case Node.Store store -> {
                int at = append(new Operation("store " + memory(store.memory()), port(store), 0, DelayModel.MULTIPLEXER_NS, false,
                        false));
                use(at, store.index());
                use(at, store.value());
                for (int i = 0; i < at; i++) {
                    if (nodes.get(i) instanceof Node.Load l && l.memory() == store.memory()
                            && !flow.apart(block, l.index(), store.index())) {
                        dependences.add(Dependence.order(i, at, 0));
                    }
                }
                ordered(at, 1);
            }
            case Node.SetResult result -> {
                String name = "result " + flow.kernel().results().get(result.output()).name();
                use(append(new Operation(name, FABRIC, 0, 0, false, false)), result.value());
            }
            case Node.Rewind rewind -> throw new IllegalArgumentException("a rewind has no hardware");
            case Node.Loop loop -> throw new IllegalArgumentException("a loop is not straight-line code");
        }
    }

    /** The port of the bank that a store meets, if every store of the block to its memory tells its bank, else that of all. */
    private Resource.WritePort port(Node.Store store) {
        boolean known = nodes.stream().allMatch(n -> !(n instanceof Node.Store s) || s.memory() != store.memory()
                || flow.bank(block, s.memory(), s.index()).isPresent());
        return new Resource.WritePort(store.memory(), known ? flow.bank(block, store.memory(), store.index()).orElseThrow() : -1);
    }

    private String memory(int memory) {
        return flow.kernel().memories().get(memory).name();
    }

    private int operator(Node.Op op) {
        String name = op.opcode() + " %" + op.result();
        Optional<FpCell> floating = Cells.of(op);
        if (floating.isPresent()) {
            FpCell cell = floating.get();
            return append(new Operation(name, new Resource.Unit(cell), cell.latencyCycles(), DelayModel.CELL_INPUT_NS, true,
                    false));
        }
        int bits = op.operands().stream().mapToInt(v -> flow.type(v).bits()).max().orElse(1);
        boolean shift = op.opcode() == OpCode.SHL || op.opcode() == OpCode.SHR;
        boolean wiring = shift && flow.constant(op.operands().get(1)).isPresent();
        int entries = op.opcode() == OpCode.TABLE ? flow.kernel().tables().get((int) op.attribute()).entries().size() : 0;
        int latency = op.opcode() == OpCode.MUL ? DelayModel.productCycles(flow.significantBits(op.operands().get(0)),
                flow.significantBits(op.operands().get(1))) : 0;
        return append(new Operation(name, FABRIC, latency,
                DelayModel.delayNs(op.opcode(), bits, wiring, entries), false, false));
    }

    private void accumulate(Node.Reduction r, int words) {
        String name = r.kind() + " %" + r.result();
        int bits = flow.type(r.contribution()).bits();
        Operation o = switch (r.kind()) {
            case SUM -> new Operation(name, new Resource.Unit(FpCell.FP32_ADD), FpCell.FP32_ADD.latencyCycles(),
                    DelayModel.CELL_INPUT_NS, true, false);
            case MAX, MIN -> new Operation(name, FABRIC, 1, DelayModel.delayNs(OpCode.LT, bits, false, 0)
                    + DelayModel.delayNs(OpCode.SELECT, bits, false, 0), false, false);
        };
        int at = append(o);
        use(at, r.contribution());
        int distance = r.kind() == Kind.SUM ? words : 1;
        dependences.add(new Dependence(at, at, Dependence.Kind.VALUE, 0, distance));
    }

    private int append(Operation o) {
        operations.add(o);
        return operations.size() - 1;
    }

    private void use(int operation, int value) {
        int v = flow.resolve(value);
        Integer producer = producers.get(v);
        if (producer != null) {
            uses.add(new Use(operation, v));
            if (producer >= 0) {
                dependences.add(Dependence.value(producer, operation));
            }
        }
    }

    /** Keeps the users of a port in program order. */
    private void ordered(int operation, int cycles) {
        Resource port = operations.get(operation).resource();
        after(port, operation, cycles);
        lastUser.put(port, operation);
    }

    private void after(Resource port, int operation, int cycles) {
        Integer before = lastUser.get(port);
        if (before != null) {
            dependences.add(Dependence.order(before, operation, cycles));
        }
    }
}
