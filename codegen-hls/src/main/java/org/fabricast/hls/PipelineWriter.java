package org.fabricast.hls;

import static org.fabricast.hls.StepLines.EVERY_STEP;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.ScalarType;
import org.fabricast.rtl.FpCell;

/**
 * Data path of a pipelined loop: chains of registers from stage to stage, the rings of partial sums, greatest and least values,
 * counters of words. What segments need as well is {@link DatapathWriter}'s.
 */
final class PipelineWriter {

    /** Width of the counter of partial sums: enough for {@link KernelChecks#MOST_PARTIALS}. */
    static final int SLOT_BITS = 8;

    private final DatapathWriter out;
    private final ControlFlow flow;
    private final Binding binding;
    private final ValueNames names;
    private final ConeWriter cones;
    private final MemoryWriter memories;
    private final Registers registers;

    PipelineWriter(DatapathWriter out, ControlFlow flow, Binding binding, ValueNames names, ConeWriter cones,
                   MemoryWriter memories, Registers registers) {
        this.out = out;
        this.flow = flow;
        this.binding = binding;
        this.names = names;
        this.cones = cones;
        this.memories = memories;
        this.registers = registers;
    }

    /** Adds the statements of a pipeline. */
    void add(BlockSchedule s, Block.Pipeline p) {
        // Deep stages first: a simulator then needs no copy of the old value.
        Map<Integer, List<String>> byStage = new TreeMap<>(Comparator.reverseOrder());
        Set<String> once = new LinkedHashSet<>();
        shift(s, p, p.loop().induction(), 0, byStage);
        for (int i = 0; i < s.nodes().size(); i++) {
            int stage = s.cycle(i);
            for (int lane = 0; lane < p.lanes(); lane++) {
                out.units(s, i, stage, lane, EVERY_STEP, s.phase(stage));
            }
            switch (s.nodes().get(i)) {
                case Node.Op op -> shift(s, p, op.result(), i, byStage);
                case Node.Read read -> shift(s, p, read.result(), i, byStage);
                case Node.Load load -> shift(s, p, load.result(), i, byStage);
                case Node.Store store -> {
                    for (int lane = 0; lane < p.lanes(); lane++) {
                        memories.store(s, i, lane, EVERY_STEP, "if (" + ValueNames.mask(lane, stage) + ") ")
                                .forEach(line -> out.at(EVERY_STEP, line));
                    }
                }
                case Node.Write write -> pipelineWrite(s, p, write, stage);
                case Node.SetResult r -> throw new AssertionError("a result is set outside loops");
                case Node.Rewind r -> throw new AssertionError("no rewind is left");
                case Node.Loop l -> throw new AssertionError("no loop is left");
            }
        }
        s.carries().forEach(c -> carried(s, c, byStage));
        byStage.values().forEach(lines -> lines.forEach(line -> out.at(EVERY_STEP, line)));
        for (int r = 0; r < s.reductions().size(); r++) {
            Node.Reduction reduction = s.reductions().get(r);
            switch (reduction.kind()) {
                case SUM -> sum(s, p, reduction, s.nodes().size() + r, once);
                case MAX, MIN -> extreme(s, p, reduction, s.reductionCycle(r));
            }
        }
        once.forEach(line -> out.at(EVERY_STEP, line));
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
        out.write(EVERY_STEP, write.stream(), values, word ? masks : List.of(), "if (" + ValueNames.mask(0, stage) + ") ");
    }

    /** The chain of registers that carries a value from the stage that defines it to the last that uses it. */
    private void shift(BlockSchedule s, Block.Pipeline p, int value, int i, Map<Integer, List<String>> byStage) {
        int bits = flow.type(value).bits();
        int defined = s.defined().get(value);
        boolean own = value != p.loop().induction() && names.ownRegister(s, value);
        int first = own ? s.cycle(i) + 1 : defined + 1;
        int last = Math.max(s.lastUse().getOrDefault(value, defined), own ? defined : 0);
        for (int lane = 0; lane < p.lanes(); lane++) {
            int next = first;
            if (own && s.nodes().get(i) instanceof Node.Load) {
                List<List<String>> cycles = memories.load(s, i, lane, EVERY_STEP, registers.add(ValueNames.register(s, value, lane, defined), bits));
                for (List<String> lines : cycles) {
                    byStage.computeIfAbsent(next, k -> new ArrayList<>()).addAll(lines);
                    next++;
                }
            }
            for (int stage = next; stage <= last; stage++) {
                String target = registers.add(ValueNames.register(s, value, lane, stage), bits);
                String source;
                if (stage > first) {
                    source = ValueNames.register(s, value, lane, stage - 1);
                } else if (!own) {
                    source = cones.value(s, value, lane, defined);
                } else {
                    source = cones.compute(s, value, lane);
                }
                byStage.computeIfAbsent(stage, k -> new ArrayList<>()).add(target + " <= " + source + ";");
            }
        }
    }

    /** The register of a carried value: what comes first, what each iteration leaves, and the chain for late uses. */
    private void carried(BlockSchedule s, Carry carry, Map<Integer, List<String>> byStage) {
        int bits = flow.type(carry.phi()).bits();
        String held = registers.add("v" + carry.phi() + "_q", bits);
        int last = s.lastUse().getOrDefault(carry.phi(), 0);
        for (int stage = carry.captured() + 1; stage <= last; stage++) {
            String target = registers.add(ValueNames.register(s, carry.phi(), 0, stage), bits);
            String source = stage == carry.captured() + 1 ? held : ValueNames.register(s, carry.phi(), 0, stage - 1);
            byStage.computeIfAbsent(stage, k -> new ArrayList<>()).add(target + " <= " + source + ";");
        }
        out.at(0, held + " <= " + names.outside(carry.init()) + ";");
        byStage.computeIfAbsent(carry.captured(), k -> new ArrayList<>()).add("if (" + ValueNames.mask(0, carry.captured())
                + ") " + held + " <= " + cones.value(s, carry.next(), 0, carry.captured()) + ";");
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
            out.operand(EVERY_STEP, FpCell.FP32_ADD, unit, "a", ValueNames.first(words, stage) + " ? 32'd0 : " + old);
            out.operand(EVERY_STEP, FpCell.FP32_ADD, unit, "b", ValueNames.mask(lane, stage) + " ? "
                    + names.leaf(s, r.contribution(), lane, stage) + " : 32'd0");
            for (int k = words - 1; k >= 0; k--) {
                out.at(EVERY_STEP, registers.add(ValueNames.sum(r, lane, k), 32) + " <= "
                        + (k == 0 ? z : ValueNames.sum(r, lane, k - 1)) + ";");
            }
        }
    }

    private void extreme(BlockSchedule s, Block.Pipeline p, Node.Reduction r, int stage) {
        ScalarType type = flow.type(r.contribution());
        for (int lane = 0; lane < p.lanes(); lane++) {
            String register = registers.add(ValueNames.extreme(r, lane), type.bits());
            out.at(EVERY_STEP, "if (" + ValueNames.mask(lane, stage) + ") " + register + " <= "
                    + cones.extreme(r, register, cones.value(s, r.contribution(), lane, stage)) + ";");
            out.at(0, register + " <= " + Verilog.literal(type.bits(), identity(r.kind(), type)) + ";");
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
        out.at(0, "left_q <= " + names.outside(p.loop().bound()) + ";");
        String turn = s.lastPhase().isEmpty() ? "" : "if (" + s.lastPhase() + ") ";
        out.at(1, turn + "left_q <= (left_q > " + lanes + ") ? left_q - " + lanes + " : 32'd0;");
        if (s.lastUse().containsKey(p.loop().induction())
                || s.carries().stream().anyMatch(c -> flow.resolve(c.next()) == p.loop().induction())) {
            registers.add("base_q", 32);
            out.at(0, "base_q <= 32'd0;");
            out.at(1, turn + "base_q <= base_q + 32'd1;");
        }
        if (s.problem().interval() > 1) {
            String phase = registers.add(BlockSchedule.PHASE, BlockSchedule.PHASE_BITS);
            String zero = Verilog.number(BlockSchedule.PHASE_BITS, 0);
            out.at(EVERY_STEP, phase + " <= (" + s.lastPhase() + ") ? " + zero + " : " + phase + " + "
                    + Verilog.number(BlockSchedule.PHASE_BITS, 1) + ";");
            out.at(0, phase + " <= " + zero + ";");
        }
        Set<Integer> rounds = new LinkedHashSet<>();
        s.reductions().stream().filter(r -> r.kind() == Node.Reduction.Kind.SUM)
                .forEach(r -> rounds.add(r.partials() / p.lanes()));
        for (int words : rounds) {
            registers.add("slot_q", SLOT_BITS);
            String first = registers.add(ValueNames.first(words, 0), 1);
            out.at(0, first + " <= 1'b1;");
            out.at(1, "if (slot_q == " + Verilog.number(SLOT_BITS, words - 1) + ") " + first + " <= 1'b0;");
        }
        if (!rounds.isEmpty()) {
            out.at(0, "slot_q <= " + Verilog.number(SLOT_BITS, 0) + ";");
            out.at(1, "slot_q <= (slot_q == " + Verilog.number(SLOT_BITS, p.roundWords() - 1) + ") ? "
                    + Verilog.number(SLOT_BITS, 0) + " : slot_q + " + Verilog.number(SLOT_BITS, 1) + ";");
        }
    }
}
