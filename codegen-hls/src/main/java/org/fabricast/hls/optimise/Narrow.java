package org.fabricast.hls.optimise;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.fabricast.hls.DelayModel;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarArithmetic;
import org.fabricast.ir.kernel.ScalarType;

/**
 * Computes integers at the least width that gives the same bits, and widens the result. The low bits of sums, products,
 * logic and shifts to the left follow from the low bits of their operands; shifts to the right and comparisons are computed
 * at a width that holds the operands; a comparison whose answer the ranges decide is a constant. Factors are brought to their own width first, which says how many multipliers it takes.
 */
final class Narrow extends Rewrite {

    private final RangeAnalysis ranges;
    private final Set<Integer> indices;

    private Narrow(Kernel kernel) {
        super(kernel);
        this.ranges = RangeAnalysis.of(kernel);
        this.indices = Indices.of(kernel.body());
    }

    static Kernel run(Kernel kernel) {
        return new Narrow(kernel).run();
    }

    @Override
    void operator(Node.Op op) {
        if (op.type().isFloat() || indices.contains(op.result())) {
            keep(op);
            return;
        }
        switch (op.opcode()) {
            case ADD, SUB, AND, OR, XOR -> narrow(op, least(op.result()), 0, 1);
            case SHL -> narrow(op, least(op.result()), 0);
            case SELECT -> narrow(op, least(op.result()), 1, 2);
            case SHR -> narrow(op, least(op.operands().getFirst()), 0);
            case EQ, NE, LT, LE -> compare(op);
            case MUL -> multiply(op);
            case CONST, RESIZE, BITCAST, TABLE, FLT, FLE, FEQ, F2I, FADD, FSUB, FMUL, FMA, I2F, H2F, F2H, B2F, F2B -> keep(op);
        }
    }

    /** The narrowest type of a value, or its own when that is as narrow. */
    private ScalarType least(int value) {
        return narrower(type(value), ranges.range(value));
    }

    private static ScalarType narrower(ScalarType type, Interval range) {
        boolean wraps = type.kind() == ScalarType.Kind.UNSIGNED && range.low() < 0;
        ScalarType least = range.least();
        return !wraps && least.bits() < type.bits() ? least : type;
    }

    private void narrow(Node.Op op, ScalarType type, int... places) {
        if (type.equals(op.type())) {
            keep(op);
            return;
        }
        Integer[] operands = op.operands().toArray(Integer[]::new);
        for (int place : places) {
            operands[place] = resized(operands[place], type);
        }
        keep(new Node.Op(op.result(), OpCode.RESIZE, op.type(), List.of(emit(op.opcode(), type, operands)), 0));
    }

    private void compare(Node.Op op) {
        int a = op.operands().get(0);
        int b = op.operands().get(1);
        OptionalLong decided = decided(op.opcode(), type(a), ranges.range(a), ranges.range(b));
        if (decided.isPresent()) {
            keep(new Node.Op(op.result(), OpCode.CONST, op.type(), List.of(), decided.getAsLong()));
            return;
        }
        ScalarType wide = type(a);
        boolean wraps = wide.kind() == ScalarType.Kind.UNSIGNED && Math.min(ranges.range(a).low(), ranges.range(b).low()) < 0;
        ScalarType type = wraps ? wide : narrower(wide, ranges.range(a).hull(ranges.range(b)));
        keep(type.equals(wide) ? op : new Node.Op(op.result(), op.opcode(), op.type(),
                List.of(resized(a, type), resized(b, type)), 0));
    }

    /** What a comparison gives for every pair of its operands, if that is the same. */
    private static OptionalLong decided(OpCode opcode, ScalarType type, Interval a, Interval b) {
        boolean unsigned = type.kind() == ScalarType.Kind.UNSIGNED;
        long most = ScalarArithmetic.normalise(type, -1);
        if (unsigned && Math.min(a.low(), b.low()) < 0) {
            // Numbers from 2^63 on: only the ends of the type are told apart.
            return switch (opcode) {
                case LT -> when(b.equals(Interval.of(0)) || a.equals(Interval.of(most)), 0);
                case LE -> when(a.equals(Interval.of(0)) || b.equals(Interval.of(most)), 1);
                default -> OptionalLong.empty();
            };
        }
        boolean apart = a.high() < b.low() || b.high() < a.low();
        return switch (opcode) {
            case LT -> a.high() < b.low() ? OptionalLong.of(1) : when(a.low() >= b.high(), 0);
            case LE -> a.high() <= b.low() ? OptionalLong.of(1) : when(a.low() > b.high(), 0);
            case EQ -> when(apart, 0);
            case NE -> when(apart, 1);
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong when(boolean holds, long number) {
        return holds ? OptionalLong.of(number) : OptionalLong.empty();
    }

    private void multiply(Node.Op op) {
        ScalarType type = least(op.result());
        int a = factor(op.operands().get(0), type);
        int b = factor(op.operands().get(1), type);
        if (type.equals(op.type())) {
            keep(new Node.Op(op.result(), OpCode.MUL, type, List.of(a, b), 0));
        } else {
            keep(new Node.Op(op.result(), OpCode.RESIZE, op.type(), List.of(emit(OpCode.MUL, type, a, b)), 0));
        }
    }

    /** A factor as wide as the product, by way of its own width when that saves cycles. */
    private int factor(int value, ScalarType type) {
        ScalarType own = least(value);
        boolean plain = known(value).isPresent() || definition(value, OpCode.RESIZE)
                .filter(op -> type(op.operands().getFirst()).bits() <= own.bits()).isPresent();
        boolean saves = own.bits() < type.bits()
                && DelayModel.productCycles(own.bits() + 1, own.bits() + 1) < DelayModel.productCycles(type.bits(), type.bits());
        return resized(saves && !plain ? resized(value, own) : value, type);
    }

    private int resized(int value, ScalarType type) {
        if (type(value).equals(type)) {
            return value;
        }
        OptionalLong known = known(value);
        return known.isPresent() ? constant(type, known.getAsLong()) : emit(OpCode.RESIZE, type, value);
    }
}
