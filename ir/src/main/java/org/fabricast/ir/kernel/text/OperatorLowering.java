package org.fabricast.ir.kernel.text;

import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;

/** Lowers prefix and infix operators; fixed point to integers, bfloat16 through binary32. */
final class OperatorLowering {

    private final SsaBuilder ssa;
    private final ConversionLowering conversions;

    OperatorLowering(SsaBuilder ssa, ConversionLowering conversions) {
        this.ssa = ssa;
        this.conversions = conversions;
    }

    int unary(Ast.UnaryOperator operator, Type from, Type to, int value) {
        ScalarType type = to.scalar();
        return switch (operator) {
            case MINUS -> type.isFloat() ? negate(type, value)
                    : ssa.op(OpCode.SUB, type, ssa.constant(type, 0), conversions.align(from, to, value));
            case NOT -> ssa.op(OpCode.XOR, type, value, ssa.constant(type, -1));
            case LOGICAL_NOT -> ssa.op(OpCode.XOR, type, value, ssa.constant(type, 1));
        };
    }

    /** Flips the sign bit, which costs no adder. */
    private int negate(ScalarType type, int value) {
        ScalarType raw = ScalarType.unsigned(type.bits());
        int bits = ssa.op(OpCode.BITCAST, raw, value);
        int flipped = ssa.op(OpCode.XOR, raw, bits, ssa.constant(raw, 1L << type.bits() - 1));
        return ssa.op(OpCode.BITCAST, type, flipped);
    }

    int binary(Ast.BinaryOperator operator, Type leftType, int left, Type rightType, int right, Type to) {
        boolean comparison = operator.group() == Ast.Group.COMPARISON;
        if (leftType.fixed()) {
            if (operator == Ast.BinaryOperator.MULTIPLY) {
                return plain(operator, ssa.op(OpCode.RESIZE, to.scalar(), left), ssa.op(OpCode.RESIZE, to.scalar(), right));
            }
            Type common = comparison ? OperatorChecker.common(leftType, rightType) : to;
            return plain(operator, conversions.align(leftType, common, left), conversions.align(rightType, common, right));
        }
        if (leftType.equals(Type.BF16)) {
            // binary32 has more than twice the precision plus 2, so that rounding twice is rounding once.
            int result = plain(operator, ssa.op(OpCode.B2F, ScalarType.F32, left), ssa.op(OpCode.B2F, ScalarType.F32, right));
            return comparison ? result : ssa.op(OpCode.F2B, ScalarType.BF16, result);
        }
        return plain(operator, left, right);
    }

    private int plain(Ast.BinaryOperator operator, int left, int right) {
        ScalarType type = ssa.type(left);
        boolean f = type.isFloat();
        ScalarType bool = ScalarType.BOOL;
        return switch (operator) {
            case ADD -> ssa.op(f ? OpCode.FADD : OpCode.ADD, type, left, right);
            case SUBTRACT -> ssa.op(f ? OpCode.FSUB : OpCode.SUB, type, left, right);
            case MULTIPLY -> ssa.op(f ? OpCode.FMUL : OpCode.MUL, type, left, right);
            case DIVIDE, REMAINDER -> throw new AssertionError("division has its own lowering");
            case AND -> ssa.op(OpCode.AND, type, left, right);
            case OR -> ssa.op(OpCode.OR, type, left, right);
            case XOR -> ssa.op(OpCode.XOR, type, left, right);
            case SHIFT_LEFT -> ssa.op(OpCode.SHL, type, left, right);
            case SHIFT_RIGHT -> ssa.op(OpCode.SHR, type, left, right);
            case EQUAL -> ssa.op(f ? OpCode.FEQ : OpCode.EQ, bool, left, right);
            case NOT_EQUAL -> f ? ssa.op(OpCode.XOR, bool, ssa.op(OpCode.FEQ, bool, left, right), ssa.constant(bool, 1))
                    : ssa.op(OpCode.NE, bool, left, right);
            case LESS -> ssa.op(f ? OpCode.FLT : OpCode.LT, bool, left, right);
            case LESS_EQUAL -> ssa.op(f ? OpCode.FLE : OpCode.LE, bool, left, right);
            case GREATER -> ssa.op(f ? OpCode.FLT : OpCode.LT, bool, right, left);
            case GREATER_EQUAL -> ssa.op(f ? OpCode.FLE : OpCode.LE, bool, right, left);
        };
    }

    /**
     * Division by 2^k as in C, towards zero: a negative number takes 2^k − 1 before the shift. The remainder has the sign
     * of the number.
     */
    int divide(boolean remainder, Type of, int value, int shift) {
        ScalarType type = of.scalar();
        if (shift == 0) {
            return remainder ? ssa.constant(type, 0) : value;
        }
        int mask = ssa.constant(type, (1L << shift) - 1);
        int count = ssa.constant(ScalarType.unsigned(8), shift);
        if (!of.signed()) {
            return remainder ? ssa.op(OpCode.AND, type, value, mask) : ssa.op(OpCode.SHR, type, value, count);
        }
        int negative = ssa.op(OpCode.LT, ScalarType.BOOL, value, ssa.constant(type, 0));
        int rounding = ssa.op(OpCode.SELECT, type, negative, mask, ssa.constant(type, 0));
        int quotient = ssa.op(OpCode.SHR, type, ssa.op(OpCode.ADD, type, value, rounding), count);
        return remainder ? ssa.op(OpCode.SUB, type, value, ssa.op(OpCode.SHL, type, quotient, count)) : quotient;
    }
}
