package org.fabricast.hls;

import static org.fabricast.hls.StepLines.EVERY_STEP;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.rtl.FpCell;
import org.fabricast.rtl.kernel.Branch;

/**
 * Registers and operands of the units: what is loaded, block by block and step by step. Segments and sequential loops are
 * written here, pipelines by {@link PipelineWriter}.
 */
final class DatapathWriter {

    private final ControlFlow flow;
    private final Binding binding;
    private final ValueNames names;
    private final ConeWriter cones;
    private final MemoryWriter memories;
    private final Registers registers;
    private final Set<Integer> kept;
    private final int stepBits;
    private final List<Branch> data = new ArrayList<>();
    private final List<Branch> operands = new ArrayList<>();
    private final Map<String, Integer> wires = new TreeMap<>();
    private final PipelineWriter pipelines;

    /** Of the block that is being added. */
    private StepLines steps = new StepLines();
    private StepLines operandSteps = new StepLines();

    DatapathWriter(ControlFlow flow, Binding binding, ValueNames names, ConeWriter cones, MemoryLayout layout,
                   Registers registers, Set<Integer> kept, int stepBits) {
        this.flow = flow;
        this.binding = binding;
        this.names = names;
        this.cones = cones;
        this.memories = new MemoryWriter(this, flow, layout, cones, registers);
        this.registers = registers;
        this.kept = kept;
        this.stepBits = stepBits;
        this.pipelines = new PipelineWriter(this, flow, binding, names, cones, memories, registers);
    }

    List<Branch> data() {
        return data;
    }

    List<Branch> operands() {
        return operands;
    }

    /** Adds a block that has a schedule. */
    void add(BlockSchedule s, String state) {
        steps = new StepLines();
        operandSteps = new StepLines();
        switch (s.block()) {
            case Block.Segment segment -> segment(s);
            case Block.Pipeline p -> pipelines.add(s, p);
            case Block.Enter e -> enter(e);
            case Block.Latch l -> latch(l);
            case Block.End e -> { }
        }
        boolean single = s.block() instanceof Block.Segment && s.lastCycle() == 0;
        steps.branch(state, single, stepBits).ifPresent(data::add);
        operandSteps.branch(state, single, stepBits).ifPresent(operands::add);
    }

    /** Adds a statement to a step of the block. */
    void at(int step, String line) {
        steps.at(step, line);
    }

    /** Gives a unit its operand in a step. */
    void operand(int step, FpCell cell, int unit, String port, String expression) {
        operandSteps.at(step, ValueNames.unit(cell, unit) + "_" + port + " = " + expression + ";");
    }

    /** Computes an expression once in a step; its name is returned. */
    String wire(int step, String name, int bits, String expression) {
        wires.put(name, bits);
        operandSteps.at(step, name + " = " + expression + ";");
        return name;
    }

    /** Bits of the wires by name. */
    Map<String, Integer> wires() {
        return wires;
    }

    private void operand(int step, FpCell cell, int unit, String port, String guard, String expression) {
        operandSteps.at(step, guard + ValueNames.unit(cell, unit) + "_" + port + " = " + expression + ";");
    }

    private void enter(Block.Enter e) {
        String index = registers.add("v" + e.loop().induction() + "_q", 32);
        at(EVERY_STEP, index + " <= 32'd0;");
        e.loop().carried().forEach(c -> at(EVERY_STEP, phi(c) + " <= " + names.outside(c.init()) + ";"));
    }

    private void latch(Block.Latch l) {
        String index = "v" + l.loop().induction() + "_q";
        at(EVERY_STEP, index + " <= " + index + " + 32'd1;");
        l.loop().carried().forEach(c -> at(EVERY_STEP, phi(c) + " <= " + names.outside(c.next()) + ";"));
    }

    private String phi(Node.Carried c) {
        return registers.add("v" + c.phi() + "_q", flow.type(c.phi()).bits());
    }

    private void segment(BlockSchedule s) {
        for (int i = 0; i < s.nodes().size(); i++) {
            int cycle = s.cycle(i);
            Node node = s.nodes().get(i);
            units(s, i, cycle, 0, cycle, "");
            switch (node) {
                case Node.Op op -> segmentValue(s, i, op.result());
                case Node.Read read -> segmentValue(s, i, read.result());
                case Node.Load load -> {
                    List<List<String>> cycles = memories.load(s, i, 0, cycle, registers.add("v" + load.result() + "_q",
                            flow.type(load.result()).bits()));
                    for (int c = 0; c < cycles.size(); c++) {
                        int step = cycle + c;
                        cycles.get(c).forEach(line -> at(step, line));
                    }
                }
                case Node.Store store -> memories.store(s, i, 0, cycle, "").forEach(line -> at(cycle, line));
                case Node.SetResult r -> at(cycle, "res_" + flow.kernel().results().get(r.output()).name() + "_q <= "
                        + cones.value(s, r.value(), 0, cycle) + ";");
                case Node.Write write -> write(cycle, write.stream(), List.of(cones.value(s, write.value(), 0, cycle)),
                        List.of(), "");
                case Node.Rewind r -> throw new AssertionError("no rewind is left");
                case Node.Loop l -> throw new AssertionError("no loop is left");
            }
        }
    }

    private void segmentValue(BlockSchedule s, int i, int value) {
        int bits = flow.type(value).bits();
        int start = s.cycle(i);
        int defined = s.defined().get(value);
        String register = "v" + value + "_q";
        if (names.ownRegister(s, value)) {
            String source = cones.compute(s, value, 0);
            for (int c = start; c < defined; c++) {
                String target = registers.add(c == defined - 1 ? register : "v" + value + "_p" + (c - start) + "_q", bits);
                at(c, target + " <= " + source + ";");
                source = target;
            }
        } else if (kept.contains(value) || s.lastUse().getOrDefault(value, defined) > defined) {
            at(defined, registers.add(register, bits) + " <= " + cones.value(s, value, 0, defined) + ";");
        }
    }

    /** Operands of the unit that computes node {@code i} in a lane; {@code guard} tells when, if others use the unit too. */
    void units(BlockSchedule s, int i, int cycle, int lane, int step, String guard) {
        if (!(s.nodes().get(i) instanceof Node.Op op) || Cells.of(op).isEmpty()) {
            return;
        }
        FpCell cell = Cells.of(op).get();
        int unit = binding.unit(s.block().id(), i, lane);
        operand(step, cell, unit, "a", guard, names.leaf(s, op.operands().get(0), lane, cycle));
        if (cell.operands() > 1) {
            String b = names.leaf(s, op.operands().get(1), lane, cycle);
            operand(step, cell, unit, "b", guard, op.opcode() == OpCode.FSUB ? negated(op.operands().get(1), b) : b);
        }
        if (cell.operands() > 2) {
            operand(step, cell, unit, "c", guard, names.leaf(s, op.operands().get(2), lane, cycle));
        }
    }

    /** The operand with its sign bit flipped; it may be an expression, of which Verilog takes no part. */
    private String negated(int value, String operand) {
        int bits = flow.type(value).bits();
        long sign = 1L << (bits - 1);
        return flow.constant(value).isPresent() ? Verilog.literal(bits, flow.constant(value).getAsLong() ^ sign)
                : "(" + operand + ") ^ " + Verilog.literal(bits, sign);
    }

    /** Fills the half of an output queue that is to be filled next. */
    void write(int step, int stream, List<String> lanes, List<String> masks, String guard) {
        String name = flow.kernel().outputs().get(stream).name();
        for (String side : List.of("b", "a")) {
            String choice = guard + "if (" + (side.equals("b") ? "" : "!") + name + "_put_q) begin";
            at(step, choice);
            for (int lane = 0; lane < lanes.size(); lane++) {
                at(step, "  " + name + "_" + side + "_" + lane + "_q <= " + lanes.get(lane) + ";");
            }
            if (!masks.isEmpty()) {
                at(step, "  " + name + "_" + side + "_mask_q <= {" + String.join(", ", masks.reversed()) + "};");
            }
            at(step, "end");
        }
    }
}
