package org.fabricast.hls.optimise;

import java.util.List;
import org.fabricast.hls.DelayModel;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;

/**
 * Cheaper operators for the same bits: products with 2^a are shifts, products with 2^a + 2^b or 2^a - 2^b a shift or two and
 * a sum when that is faster than a multiplier; comparisons that the ranges decide are constants; a negated comparison of
 * integers is the opposite one, and a choice by a negated condition swaps its arms.
 */
final class StrengthReduction extends Rewrite {

    private final RangeAnalysis ranges;

    private StrengthReduction(Kernel kernel) {
        super(kernel);
        this.ranges = RangeAnalysis.of(kernel);
    }

    static Kernel run(Kernel kernel) {
        return new StrengthReduction(kernel).run();
    }

    @Override
    void operator(Node.Op op) {
        switch (op.opcode()) {
            case MUL -> multiply(op);
            case EQ, NE, LT, LE -> compare(op);
            case XOR -> negate(op);
            case SELECT -> select(op);
            case CONST, ADD, SUB, AND, OR, SHL, SHR, RESIZE, BITCAST, TABLE, FLT, FLE, FEQ, F2I, FADD, FSUB, FMUL, FMA, I2F,
                    H2F, F2H, B2F, F2B -> keep(op);
        }
    }

    private void multiply(Node.Op op) {
        int a = op.operands().get(0);
        int b = op.operands().get(1);
        if (known(a).isPresent() == known(b).isPresent()) {
            keep(op);
            return;
        }
        int value = known(a).isPresent() ? b : a;
        long factor = raw(op.type(), known(known(a).isPresent() ? a : b).getAsLong());
        int bits = op.type().bits();
        int low = Long.numberOfTrailingZeros(factor);
        // As a wrapping factor, a run of ones up to the top is -2^low.
        long top = factor + (1L << low);
        boolean cheaper = DelayModel.delayNs(OpCode.ADD, bits, false, 0) < DelayModel.delayNs(OpCode.MUL, bits, false, 0);
        if (Long.bitCount(factor) == 1) {
            keep(new Node.Op(op.result(), OpCode.SHL, op.type(), List.of(value, amount(low)), 0));
        } else if (cheaper && Long.bitCount(factor) == 2) {
            int high = Long.SIZE - 1 - Long.numberOfLeadingZeros(factor);
            keep(new Node.Op(op.result(), OpCode.ADD, op.type(), List.of(shifted(op, value, high), shifted(op, value, low)), 0));
        } else if (cheaper && factor != 0 && raw(op.type(), top) == 0) {
            keep(new Node.Op(op.result(), OpCode.SUB, op.type(), List.of(constant(op.type(), 0), shifted(op, value, low)), 0));
        } else if (cheaper && factor != 0 && Long.bitCount(top) == 1) {
            int high = Long.numberOfTrailingZeros(top);
            keep(new Node.Op(op.result(), OpCode.SUB, op.type(), List.of(shifted(op, value, high), shifted(op, value, low)), 0));
        } else {
            keep(op);
        }
    }

    private int shifted(Node.Op op, int value, int places) {
        return places == 0 ? value : emit(OpCode.SHL, op.type(), value, amount(places));
    }

    private void compare(Node.Op op) {
        Interval result = ranges.range(op.result());
        int a = op.operands().get(0);
        int b = op.operands().get(1);
        boolean truth = type(a).equals(ScalarType.BOOL);
        if (result.single()) {
            keep(new Node.Op(op.result(), OpCode.CONST, ScalarType.BOOL, List.of(), result.low()));
        } else if (truth && op.opcode() == OpCode.EQ) {
            keep(new Node.Op(op.result(), OpCode.XOR, ScalarType.BOOL, is(b, 0) || is(b, 1)
                    ? List.of(a, constant(ScalarType.BOOL, is(b, 0) ? 1 : 0))
                    : List.of(emit(OpCode.XOR, ScalarType.BOOL, a, b), constant(ScalarType.BOOL, 1)), 0));
        } else if (truth && op.opcode() == OpCode.NE) {
            keep(new Node.Op(op.result(), OpCode.XOR, ScalarType.BOOL, op.operands(), 0));
        } else {
            keep(op);
        }
    }

    /** Not a < b is b <= a; of integers only, for floats may be unordered. */
    private void negate(Node.Op op) {
        int a = op.operands().getFirst();
        boolean not = op.type().equals(ScalarType.BOOL) && is(op.operands().get(1), 1);
        Node.Op negated = not ? definition(a).map(d -> opposite(op.result(), d)).orElse(op) : op;
        keep(negated.opcode() == OpCode.CONST ? op : negated);
    }

    private static Node.Op opposite(int result, Node.Op op) {
        return switch (op.opcode()) {
            case EQ -> new Node.Op(result, OpCode.NE, op.type(), op.operands(), 0);
            case NE -> new Node.Op(result, OpCode.EQ, op.type(), op.operands(), 0);
            case LT -> new Node.Op(result, OpCode.LE, op.type(), op.operands().reversed(), 0);
            case LE -> new Node.Op(result, OpCode.LT, op.type(), op.operands().reversed(), 0);
            default -> new Node.Op(result, OpCode.CONST, op.type(), List.of(), 0);
        };
    }

    private void select(Node.Op op) {
        List<Integer> o = op.operands();
        keep(definition(o.getFirst(), OpCode.XOR).filter(not -> is(not.operands().get(1), 1))
                .map(not -> new Node.Op(op.result(), OpCode.SELECT, op.type(),
                        List.of(not.operands().getFirst(), o.get(2), o.get(1)), 0)).orElse(op));
    }
}
