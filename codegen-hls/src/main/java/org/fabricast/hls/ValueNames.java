package org.fabricast.hls;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.Node.Reduction.Kind;
import org.fabricast.rtl.FpCell;

/** Where a value stands in a given cycle of a block, as a Verilog expression. */
final class ValueNames {

    private final ControlFlow flow;
    private final Binding binding;
    private final Map<Integer, BlockSchedule> loops = new HashMap<>();
    private final Map<Integer, String> arguments = new HashMap<>();
    private final Map<Integer, Integer> operationOf = new HashMap<>();

    ValueNames(ControlFlow flow, List<BlockSchedule> schedules, Binding binding) {
        this.flow = flow;
        this.binding = binding;
        for (Kernel.Scalar a : flow.kernel().args()) {
            arguments.put(a.value(), "arg_" + a.name());
        }
        for (BlockSchedule s : schedules) {
            if (s.block() instanceof Block.Pipeline p) {
                p.loop().reductions().forEach(r -> loops.put(r.result(), s));
            }
            for (int i = 0; i < s.nodes().size(); i++) {
                switch (s.nodes().get(i)) {
                    case Node.Op op -> operationOf.put(op.result(), i);
                    case Node.Read read -> operationOf.put(read.result(), i);
                    case Node.Load load -> operationOf.put(load.result(), i);
                    case Node.Write w -> { }
                    case Node.Store st -> { }
                    case Node.SetResult r -> { }
                    case Node.Rewind r -> { }
                    case Node.Loop l -> { }
                }
            }
        }
    }

    /** Operation that defines a value in its block; the value must be defined by a node. */
    int operation(int value) {
        return operationOf.get(value);
    }

    /** True when the value is computed by gates in the cycle in which it is defined. */
    boolean combinational(BlockSchedule s, int value) {
        if (!s.defines(value) || !operationOf.containsKey(value)) {
            return false;
        }
        int i = operationOf.get(value);
        return s.nodes().get(i) instanceof Node.Op && s.problem().operations().get(i).latencyCycles() == 0;
    }

    /** True when the value appears in its own register at the end of its latency, not on the output of a unit. */
    boolean ownRegister(BlockSchedule s, int value) {
        if (!operationOf.containsKey(value)) {
            return false;
        }
        int i = operationOf.get(value);
        Node node = s.nodes().get(i);
        return node instanceof Node.Load
                || Cells.of(node).isEmpty() && s.problem().operations().get(i).latencyCycles() > 0;
    }

    /**
     * Name or constant that carries {@code value} in {@code cycle}; the value must not be combinational in that cycle.
     */
    String leaf(BlockSchedule s, int value, int lane, int cycle) {
        int v = flow.resolve(value);
        if (flow.constant(v).isPresent()) {
            return Verilog.literal(flow.type(value).bits(), flow.constant(v).getAsLong());
        }
        if (!s.defines(v)) {
            return outside(v);
        }
        Optional<Carry> carried = s.carry(v);
        if (carried.isPresent()) {
            return carried(s, carried.get(), cycle);
        }
        int defined = s.defined().get(v);
        if (cycle < defined || cycle == defined && combinational(s, v)) {
            throw new AssertionError("value " + v + " is not in a register in cycle " + cycle);
        }
        if (cycle > defined || ownRegister(s, v)) {
            return register(s, v, lane, cycle);
        }
        if (s.block() instanceof Block.Pipeline p && p.loop().induction() == v) {
            int low = Integer.numberOfTrailingZeros(p.lanes());
            return low == 0 ? "base_q" : "{base_q[" + (31 - low) + ":0], " + Verilog.number(low, lane) + "}";
        }
        int i = operationOf.get(v);
        Node node = s.nodes().get(i);
        if (node instanceof Node.Read read) {
            return input(read.stream(), lane);
        }
        FpCell cell = Cells.of(node).orElseThrow();
        return unit(cell, binding.unit(s.block().id(), i, lane)) + "_z";
    }

    /** A carried value: on its way out of a unit, in its register, or in the chain behind it. */
    private String carried(BlockSchedule s, Carry carry, int cycle) {
        if (cycle > carry.captured()) {
            return register(s, carry.phi(), 0, cycle);
        }
        int early = carry.captured() - s.problem().interval() - cycle;
        if (early > 0) {
            throw new AssertionError("carried value " + carry.phi() + " is not there yet in cycle " + cycle);
        }
        String held = "v" + carry.phi() + "_q";
        return early < 0 ? held : "(" + mask(0, carry.captured()) + " ? "
                + leaf(s, carry.next(), 0, carry.captured()) + " : " + held + ")";
    }

    /** A value where it stands while other blocks run. */
    String outside(int value) {
        int v = flow.resolve(value);
        if (flow.constant(v).isPresent()) {
            return Verilog.literal(flow.type(value).bits(), flow.constant(v).getAsLong());
        }
        if (arguments.containsKey(v)) {
            return arguments.get(v);
        }
        return flow.partial(v).map(this::partial).orElse("v" + v + "_q");
    }

    private String partial(ControlFlow.Partial p) {
        Node.Reduction r = p.reduction();
        if (r.kind() != Kind.SUM) {
            return extreme(r, p.index());
        }
        BlockSchedule s = loops.get(r.result());
        Block.Pipeline block = (Block.Pipeline) s.block();
        int words = r.partials() / block.lanes();
        int stage = s.reductionCycle(s.reductions().indexOf(r));
        // The ring has turned on while the pipeline drained; how far is known, for the words are a multiple of its length.
        int slot = p.index() / block.lanes();
        int turned = s.lastCycle() - stage - FpCell.FP32_ADD.latencyCycles() - 1 - slot;
        return sum(r, p.index() % block.lanes(), Math.floorMod(turned, words));
    }

    /** Register of a ring of partial sums, {@code position} cycles after it left the adder. */
    static String sum(Node.Reduction r, int lane, int position) {
        return "sum" + r.result() + "_" + lane + "_" + position + "_q";
    }

    /** Greatest or least value of a lane. */
    static String extreme(Node.Reduction r, int lane) {
        return "top" + r.result() + "_" + lane + "_q";
    }

    /** Register that holds a value in a cycle of its block. */
    static String register(BlockSchedule s, int value, int lane, int cycle) {
        return s.block() instanceof Block.Pipeline ? "v" + value + "_" + lane + "_s" + cycle + "_q" : "v" + value + "_q";
    }

    /** Lane of the word at an input. */
    String input(int stream, int lane) {
        return flow.kernel().inputs().get(stream).name() + "_" + lane + "_q";
    }

    static String unit(FpCell cell, int number) {
        return cell.module() + "_" + number;
    }

    /** Element of a word present in a stage. */
    static String mask(int lane, int stage) {
        return "mask_" + lane + "_s" + stage + "_q";
    }

    /** True in a stage for the words that find their partial sums empty. */
    static String first(int words, int stage) {
        return "first" + words + "_s" + stage + "_q";
    }
}
