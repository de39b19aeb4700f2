package org.fabricast.hls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.rtl.FpCell;

/** Turns scheduled and bound blocks into the records that reports show. */
final class ScheduleRecords {

    private final ControlFlow flow;
    private final Binding binding;

    private ScheduleRecords(ControlFlow flow, Binding binding) {
        this.flow = flow;
        this.binding = binding;
    }

    /** Records of all blocks in order. */
    static List<ScheduledBlock> of(ControlFlow flow, List<BlockSchedule> schedules, Binding binding) {
        ScheduleRecords records = new ScheduleRecords(flow, binding);
        return schedules.stream().map(records::block).toList();
    }

    private ScheduledBlock block(BlockSchedule s) {
        List<ScheduledOperation> operations = IntStream.range(0, s.problem().operations().size()).boxed()
                .sorted(Comparator.<Integer>comparingInt(s::cycle).thenComparing(i -> i)).map(i -> operation(s, i)).toList();
        String name = ControlWriter.state(s.block());
        ScheduledBlock.Form form = switch (s.block()) {
            case Block.Segment g -> ScheduledBlock.Form.SEGMENT;
            case Block.Pipeline p -> ScheduledBlock.Form.PIPELINE;
            case Block.Enter e -> ScheduledBlock.Form.ENTER;
            case Block.Latch l -> ScheduledBlock.Form.LATCH;
            case Block.End e -> ScheduledBlock.Form.END;
        };
        return s.block() instanceof Block.Pipeline p
                ? new ScheduledBlock(name, form, s.problem().interval(), p.lanes(), p.roundWords(), s.lastCycle(), operations, s.reason())
                : new ScheduledBlock(name, form, 0, 1, 1, s.lastCycle(), operations, Optional.empty());
    }

    private ScheduledOperation operation(BlockSchedule s, int i) {
        Operation o = s.problem().operations().get(i);
        List<String> units = units(s, i, o);
        double settles = s.schedule().finishNs().get(i);
        if (i >= s.nodes().size()) {
            Node.Reduction r = s.reductions().get(i - s.nodes().size());
            int bits = flow.type(r.contribution()).bits();
            Optional<OpCode> opcode = r.kind() == Node.Reduction.Kind.SUM ? Optional.empty() : Optional.of(OpCode.LT);
            return new ScheduledOperation(o.name(), units.isEmpty() ? ScheduledOperation.Kind.LOGIC : ScheduledOperation.Kind.CELL,
                    opcode, units, s.cycle(i), o.latencyCycles(), settles, List.of(bits, bits), bits, 0, 0);
        }
        Node node = s.nodes().get(i);
        return switch (node) {
            case Node.Op op -> new ScheduledOperation(o.name(), kind(op), Optional.of(op.opcode()), units, s.cycle(i),
                    o.latencyCycles(), settles, op.operands().stream()
                    .map(v -> op.opcode() == OpCode.MUL ? factor(v) : significant(v)).toList(), op.type().bits(),
                    held(s, op.result()), op.opcode() == OpCode.TABLE
                    ? flow.kernel().tables().get((int) op.attribute()).entries().size() : 0);
            case Node.Read r -> moved(o, s, i, ScheduledOperation.Kind.PORT, List.of(), r.result());
            case Node.Load l -> moved(o, s, i, ScheduledOperation.Kind.MEMORY, List.of(significant(l.index())), l.result());
            case Node.Store st -> moved(o, s, i, ScheduledOperation.Kind.MEMORY,
                    List.of(significant(st.index()), significant(st.value())), -1);
            case Node.Write w -> moved(o, s, i, ScheduledOperation.Kind.PORT, List.of(significant(w.value())), -1);
            case Node.SetResult r -> moved(o, s, i, ScheduledOperation.Kind.PORT, List.of(significant(r.value())), -1);
            case Node.Rewind r -> moved(o, s, i, ScheduledOperation.Kind.PORT, List.of(), -1);
            case Node.Loop l -> throw new IllegalArgumentException("a loop inside a block");
        };
    }

    private ScheduledOperation moved(Operation o, BlockSchedule s, int i, ScheduledOperation.Kind kind, List<Integer> operands,
            int result) {
        return new ScheduledOperation(o.name(), kind, Optional.empty(), List.of(), s.cycle(i), o.latencyCycles(),
                s.schedule().finishNs().get(i), operands, result < 0 ? 0 : flow.type(result).bits(),
                result < 0 ? 0 : held(s, result), 0);
    }

    private List<String> units(BlockSchedule s, int i, Operation o) {
        List<String> units = new ArrayList<>();
        if (o.resource() instanceof Resource.Unit(FpCell cell)) {
            int lanes = s.block() instanceof Block.Pipeline p ? p.lanes() : 1;
            for (int lane = 0; lane < lanes; lane++) {
                units.add(ValueNames.unit(cell, binding.unit(s.block().id(), i, lane)));
            }
        }
        return units;
    }

    private ScheduledOperation.Kind kind(Node.Op op) {
        boolean shift = op.opcode() == OpCode.SHL || op.opcode() == OpCode.SHR;
        if (Cells.of(op).isPresent()) {
            return ScheduledOperation.Kind.CELL;
        } else if (op.opcode() == OpCode.MUL) {
            return ScheduledOperation.Kind.MULTIPLIER;
        } else if (op.opcode() == OpCode.RESIZE || op.opcode() == OpCode.BITCAST || op.opcode() == OpCode.CONST
                || shift && flow.constant(op.operands().get(1)).isPresent()) {
            return ScheduledOperation.Kind.WIRING;
        }
        return ScheduledOperation.Kind.LOGIC;
    }

    /** Bits of a factor as synthesis sees it: registers do not tell it which of their bits are copies of the sign. */
    private int factor(int value) {
        return flow.constant(value).isPresent() ? flow.significantBits(value) : flow.type(value).bits();
    }

    private int significant(int value) {
        return flow.constant(value).isPresent() ? 0 : flow.significantBits(value);
    }

    private static int held(BlockSchedule s, int value) {
        Integer defined = s.defined().get(value);
        return defined == null ? 0 : Math.max(0, s.lastUse().getOrDefault(value, defined) - defined);
    }
}
