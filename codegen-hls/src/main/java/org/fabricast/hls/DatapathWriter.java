package org.fabricast.hls;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;
import org.fabricast.rtl.FpCell;
import org.fabricast.rtl.kernel.Branch;

/** Registers and operands of the units: what is loaded, block by block and step by step. */
final class DatapathWriter {

    private final ControlFlow flow;
    private final Binding binding;
    private final ValueNames names;
    private final ConeWriter cones;
    private final Map<Integer, Integer> copies;
    private final Registers registers;
    private final Set<Integer> kept;
    private final int stepBits;
    private final List<Branch> data = new ArrayList<>();
    private final List<Branch> operands = new ArrayList<>();

    /** Lines by step of a block; key -1 holds what happens in every step. */
    private final Map<Integer, List<String>> steps = new TreeMap<>();
    private final Map<Integer, List<String>> operandSteps = new TreeMap<>();

    DatapathWriter(ControlFlow flow, Binding binding, ValueNames names, ConeWriter cones, Map<Integer, Integer> copies,
                   Registers registers, Set<Integer> kept, int stepBits) {
        this.flow = flow;
        this.binding = binding;
        this.names = names;
        this.cones = cones;
        this.copies = copies;
        this.registers = registers;
        this.kept = kept;
        this.stepBits = stepBits;
    }

    List<Branch> data() {
        return data;
    }

    List<Branch> operands() {
        return operands;
    }

    /** Adds a block that has a schedule. */
    void add(BlockSchedule s, String state) {
        steps.clear();
        operandSteps.clear();
        switch (s.block()) {
            case Block.Segment segment -> segment(s);
            case Block.Pipeline p -> pipeline(s, p);
            case Block.Enter e -> enter(e);
            case Block.Latch l -> latch(l);
            case Block.End e -> { }
        }
        boolean single = s.block() instanceof Block.Segment && s.lastCycle() == 0;
        branch(state, steps, single, data);
        branch(state, operandSteps, single, operands);
    }

    private void branch(String state, Map<Integer, List<String>> steps, boolean single, List<Branch> into) {
        List<String> lines = new ArrayList<>(steps.getOrDefault(-1, List.of()));
        Map<Integer, List<String>> timed = new TreeMap<>(steps);
        timed.remove(-1);
        if (single) {
            timed.values().forEach(lines::addAll);
        } else if (!timed.isEmpty()) {
            lines.add("case (step_q)");
            timed.forEach((step, statements) -> {
                lines.add("  " + Verilog.number(stepBits, step) + ": begin");
                statements.forEach(line -> lines.add("    " + line));
                lines.add("  end");
            });
            lines.add("  default: ;");
            lines.add("endcase");
        }
        if (!lines.isEmpty()) {
            into.add(new Branch(state, lines));
        }
    }

    private void at(int step, String line) {
        steps.computeIfAbsent(step, k -> new ArrayList<>()).add(line);
    }

    private void operand(int step, FpCell cell, int unit, String port, String expression) {
        operandSteps.computeIfAbsent(step, k -> new ArrayList<>())
                .add(ValueNames.unit(cell, unit) + "_" + port + " = " + expression + ";");
    }

    private void enter(Block.Enter e) {
        String index = registers.add("v" + e.loop().induction() + "_q", 32);
        at(-1, index + " <= 32'd0;");
        e.loop().carried().forEach(c -> at(-1, phi(c) + " <= " + names.outside(c.init()) + ";"));
    }

    private void latch(Block.Latch l) {
        String index = "v" + l.loop().induction() + "_q";
        at(-1, index + " <= " + index + " + 32'd1;");
        l.loop().carried().forEach(c -> at(-1, phi(c) + " <= " + names.outside(c.next()) + ";"));
    }

    private String phi(Node.Carried c) {
        return registers.add("v" + c.phi() + "_q", flow.type(c.phi()).bits());
    }

    private void segment(BlockSchedule s) {
        for (int i = 0; i < s.nodes().size(); i++) {
            int cycle = s.cycle(i);
            Node node = s.nodes().get(i);
            units(s, i, cycle, 0, cycle);
            switch (node) {
                case Node.Op op -> segmentValue(s, i, op.result());
                case Node.Read read -> segmentValue(s, i, read.result());
                case Node.Load load -> at(cycle, registers.add("v" + load.result() + "_q", flow.type(load.result()).bits())
                        + " <= " + cell(load, 0, cones.value(s, load.index(), 0, cycle)) + ";");
                case Node.Store store -> store(s, store, cycle, cycle, "");
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

    /** Operands of the unit that computes node {@code i} in a lane. */
    private void units(BlockSchedule s, int i, int cycle, int lane, int step) {
        if (!(s.nodes().get(i) instanceof Node.Op op) || Cells.of(op).isEmpty()) {
            return;
        }
        FpCell cell = Cells.of(op).get();
        int unit = binding.unit(s.block().id(), i, lane);
        operand(step, cell, unit, "a", names.leaf(s, op.operands().get(0), lane, cycle));
        if (cell.operands() == 2) {
            String b = names.leaf(s, op.operands().get(1), lane, cycle);
            operand(step, cell, unit, "b", op.opcode() == OpCode.FSUB ? negated(op.operands().get(1), b) : b);
        }
    }

    private String negated(int value, String name) {
        return flow.constant(value).isPresent() ? Verilog.literal(32, flow.constant(value).getAsLong() ^ 0x80000000L)
                : "{~" + name + "[31], " + name + "[30:0]}";
    }

    private String cell(Node.Load load, int copy, String index) {
        Kernel.Memory memory = flow.kernel().memories().get(load.memory());
        return memoryName(memory, copy) + "[" + cones.low(index, flow.type(load.index()).bits(),
                Verilog.bitsFor(memory.depth())) + "]";
    }

    static String memoryName(Kernel.Memory memory, int copy) {
        return "mem_" + memory.name() + "_" + copy + "_q";
    }

    private void store(BlockSchedule s, Node.Store store, int cycle, int step, String guard) {
        Kernel.Memory memory = flow.kernel().memories().get(store.memory());
        String index = cones.low(cones.value(s, store.index(), 0, cycle), flow.type(store.index()).bits(),
                Verilog.bitsFor(memory.depth()));
        for (int c = 0; c < copies.getOrDefault(store.memory(), 1); c++) {
            at(step, guard + memoryName(memory, c) + "[" + index + "] <= " + cones.value(s, store.value(), 0, cycle) + ";");
        }
    }

    private void write(int step, int stream, List<String> lanes, List<String> masks, String guard) {
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

    private void pipeline(BlockSchedule s, Block.Pipeline p) {
        // Deep stages first: a simulator then needs no copy of the old value.
        Map<Integer, List<String>> byStage = new TreeMap<>(java.util.Comparator.reverseOrder());
        Set<String> once = new LinkedHashSet<>();
        shift(s, p, p.loop().induction(), 0, byStage);
        for (int i = 0; i < s.nodes().size(); i++) {
            int stage = s.cycle(i);
            for (int lane = 0; lane < p.lanes(); lane++) {
                units(s, i, stage, lane, -1);
            }
            switch (s.nodes().get(i)) {
                case Node.Op op -> shift(s, p, op.result(), i, byStage);
                case Node.Read read -> shift(s, p, read.result(), i, byStage);
                case Node.Load load -> shift(s, p, load.result(), i, byStage);
                case Node.Store store -> store(s, store, stage, -1, "if (" + ValueNames.mask(0, stage) + ") ");
                case Node.Write write -> pipelineWrite(s, p, write, stage);
                case Node.SetResult r -> throw new AssertionError("a result is set outside loops");
                case Node.Rewind r -> throw new AssertionError("no rewind is left");
                case Node.Loop l -> throw new AssertionError("no loop is left");
            }
        }
        byStage.values().forEach(lines -> lines.forEach(line -> at(-1, line)));
        for (int r = 0; r < s.reductions().size(); r++) {
            Node.Reduction reduction = s.reductions().get(r);
            switch (reduction.kind()) {
                case SUM -> sum(s, p, reduction, s.nodes().size() + r, once);
                case MAX, MIN -> extreme(s, p, reduction, s.reductionCycle(r));
            }
        }
        once.forEach(line -> at(-1, line));
        counters(p, s);
    }

    private void pipelineWrite(BlockSchedule s, Block.Pipeline p, Node.Write write, int stage) {
        List<String> values = new ArrayList<>();
        List<String> masks = new ArrayList<>();
        for (int lane = 0; lane < p.lanes(); lane++) {
            values.add(cones.value(s, write.value(), lane, stage));
            masks.add(ValueNames.mask(lane, stage));
        }
        boolean word = flow.kernel().outputs().get(write.stream()).lanes();
        write(-1, write.stream(), values, word ? masks : List.of(), "if (" + ValueNames.mask(0, stage) + ") ");
    }

    /** The chain of registers that carries a value from the stage that defines it to the last that uses it. */
    private void shift(BlockSchedule s, Block.Pipeline p, int value, int i, Map<Integer, List<String>> byStage) {
        int bits = flow.type(value).bits();
        int defined = s.defined().get(value);
        boolean own = value != p.loop().induction() && names.ownRegister(s, value);
        int first = own ? s.cycle(i) + 1 : defined + 1;
        int last = Math.max(s.lastUse().getOrDefault(value, defined), own ? defined : 0);
        for (int lane = 0; lane < p.lanes(); lane++) {
            for (int stage = first; stage <= last; stage++) {
                String target = registers.add(ValueNames.register(s, value, lane, stage), bits);
                String source;
                if (stage > first) {
                    source = ValueNames.register(s, value, lane, stage - 1);
                } else if (!own) {
                    source = cones.value(s, value, lane, defined);
                } else if (s.nodes().get(i) instanceof Node.Load load) {
                    source = cell(load, loadCopy(s, i) * p.lanes() + lane, cones.value(s, load.index(), lane, s.cycle(i)));
                } else {
                    source = cones.compute(s, value, lane);
                }
                byStage.computeIfAbsent(stage, k -> new ArrayList<>()).add(target + " <= " + source + ";");
            }
        }
    }

    /** Number of a load among those of its memory in the loop: each has its own copies. */
    private static int loadCopy(BlockSchedule s, int i) {
        int memory = ((Node.Load) s.nodes().get(i)).memory();
        return (int) s.nodes().subList(0, i).stream()
                .filter(n -> n instanceof Node.Load l && l.memory() == memory).count();
    }

    private void sum(BlockSchedule s, Block.Pipeline p, Node.Reduction r, int operation, Set<String> once) {
        int stage = s.cycle(operation);
        int words = r.partials() / p.lanes();
        int latency = FpCell.FP32_ADD.latencyCycles();
        for (int f = stage; f > 0; f--) {
            once.add(registers.add(ValueNames.first(words, f), 1) + " <= " + ValueNames.first(words, f - 1) + ";");
        }
        for (int lane = 0; lane < p.lanes(); lane++) {
            int unit = binding.unit(p.id(), operation, lane);
            String z = ValueNames.unit(FpCell.FP32_ADD, unit) + "_z";
            String old = words == latency ? z : ValueNames.sum(r, lane, words - latency - 1);
            operand(-1, FpCell.FP32_ADD, unit, "a", ValueNames.first(words, stage) + " ? 32'd0 : " + old);
            operand(-1, FpCell.FP32_ADD, unit, "b", ValueNames.mask(lane, stage) + " ? "
                    + names.leaf(s, r.contribution(), lane, stage) + " : 32'd0");
            for (int k = words - 1; k >= 0; k--) {
                at(-1, registers.add(ValueNames.sum(r, lane, k), 32) + " <= "
                        + (k == 0 ? z : ValueNames.sum(r, lane, k - 1)) + ";");
            }
        }
    }

    private void extreme(BlockSchedule s, Block.Pipeline p, Node.Reduction r, int stage) {
        ScalarType type = flow.type(r.contribution());
        for (int lane = 0; lane < p.lanes(); lane++) {
            String register = registers.add(ValueNames.extreme(r, lane), type.bits());
            at(-1, "if (" + ValueNames.mask(lane, stage) + ") " + register + " <= "
                    + cones.extreme(r, register, cones.value(s, r.contribution(), lane, stage)) + ";");
            at(0, register + " <= " + Verilog.literal(type.bits(), identity(r.kind(), type)) + ";");
        }
    }

    private static long identity(Node.Reduction.Kind kind, ScalarType type) {
        boolean max = kind == Node.Reduction.Kind.MAX;
        long least = type.kind() == ScalarType.Kind.SIGNED ? 1L << (type.bits() - 1) : 0;
        return max ? least : ~least;
    }

    /** Elements left, number of the word, and which words are the first of their partial sums. */
    private void counters(Block.Pipeline p, BlockSchedule s) {
        String lanes = Verilog.number(32, p.lanes());
        registers.add("left_q", 32);
        at(0, "left_q <= " + names.outside(p.loop().bound()) + ";");
        at(1, "left_q <= (left_q > " + lanes + ") ? left_q - " + lanes + " : 32'd0;");
        if (s.lastUse().containsKey(p.loop().induction())) {
            registers.add("base_q", 32);
            at(0, "base_q <= 32'd0;");
            at(1, "base_q <= base_q + 32'd1;");
        }
        Set<Integer> rounds = new LinkedHashSet<>();
        s.reductions().stream().filter(r -> r.kind() == Node.Reduction.Kind.SUM)
                .forEach(r -> rounds.add(r.partials() / p.lanes()));
        for (int words : rounds) {
            registers.add("slot_q", SLOT_BITS);
            String first = registers.add(ValueNames.first(words, 0), 1);
            at(0, first + " <= 1'b1;");
            at(1, "if (slot_q == " + Verilog.number(SLOT_BITS, words - 1) + ") " + first + " <= 1'b0;");
        }
        if (!rounds.isEmpty()) {
            at(0, "slot_q <= " + Verilog.number(SLOT_BITS, 0) + ";");
            at(1, "slot_q <= (slot_q == " + Verilog.number(SLOT_BITS, p.roundWords() - 1) + ") ? "
                    + Verilog.number(SLOT_BITS, 0) + " : slot_q + " + Verilog.number(SLOT_BITS, 1) + ";");
        }
    }

    /** Width of the counter of partial sums: enough for {@link KernelChecks#MOST_PARTIALS}. */
    static final int SLOT_BITS = 8;
}
