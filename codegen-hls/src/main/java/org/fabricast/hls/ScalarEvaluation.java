package org.fabricast.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.ScalarType;

/** Integer operators on known values, as far as trip counts need them. Everything else makes its result unknown. */
final class ScalarEvaluation {

    private ScalarEvaluation() {
    }

    /** Adds the result of a node to the known values, or removes it when it does not follow from them. */
    static void evaluate(Node node, ControlFlow flow, Map<Integer, Long> known) {
        switch (node) {
            case Node.Op op -> {
                OptionalLong value = compute(op, flow, known);
                if (value.isPresent()) {
                    known.put(op.result(), value.getAsLong() & ControlFlowBuilder.mask(op.type().bits()));
                } else {
                    known.remove(op.result());
                }
            }
            case Node.Read r -> known.remove(r.result());
            case Node.Load l -> known.remove(l.result());
            case Node.Write w -> { }
            case Node.Store s -> { }
            case Node.SetResult r -> { }
            case Node.Rewind r -> { }
            case Node.Loop l -> { }
        }
    }

    private static OptionalLong compute(Node.Op op, ControlFlow flow, Map<Integer, Long> known) {
        List<Long> raw = new ArrayList<>();
        for (int operand : op.operands()) {
            Long v = known.get(flow.resolve(operand));
            if (v == null) {
                return OptionalLong.empty();
            }
            ScalarType type = flow.type(operand);
            int spare = 64 - type.bits();
            raw.add(type.kind() == ScalarType.Kind.SIGNED ? v << spare >> spare : v);
        }
        long a = raw.isEmpty() ? 0 : raw.get(0);
        long b = raw.size() < 2 ? 0 : raw.get(1);
        boolean signed = !op.operands().isEmpty() && flow.type(op.operands().get(0)).kind() == ScalarType.Kind.SIGNED;
        int order = signed ? Long.compare(a, b) : Long.compareUnsigned(a, b);
        boolean far = b < 0 || b > 63;
        return switch (op.opcode()) {
            case ADD -> OptionalLong.of(a + b);
            case SUB -> OptionalLong.of(a - b);
            case MUL -> OptionalLong.of(a * b);
            case AND -> OptionalLong.of(a & b);
            case OR -> OptionalLong.of(a | b);
            case XOR -> OptionalLong.of(a ^ b);
            case SHL -> OptionalLong.of(far ? 0 : a << b);
            case SHR -> OptionalLong.of(signed ? a >> (far ? 63 : b) : far ? 0 : a >>> b);
            case EQ -> OptionalLong.of(a == b ? 1 : 0);
            case NE -> OptionalLong.of(a != b ? 1 : 0);
            case LT -> OptionalLong.of(order < 0 ? 1 : 0);
            case LE -> OptionalLong.of(order <= 0 ? 1 : 0);
            case SELECT -> OptionalLong.of(a != 0 ? b : raw.get(2));
            case RESIZE, BITCAST -> OptionalLong.of(a);
            case TABLE -> {
                List<Long> entries = flow.kernel().tables().get((int) op.attribute()).entries();
                yield a < 0 || a >= entries.size() ? OptionalLong.empty() : OptionalLong.of(entries.get((int) a));
            }
            case CONST, FADD, FSUB, FMUL, FMA, I2F, F2I, H2F, F2H, B2F, F2B, FLT, FLE, FEQ -> OptionalLong.empty();
        };
    }
}
