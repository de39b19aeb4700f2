package org.fabricast.hls;

import java.util.Optional;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.ScalarType;
import org.fabricast.rtl.FpCell;

/** Which floating-point cell computes an operator. */
final class Cells {

    private Cells() {
    }

    /** The cell of an operator, or empty when it is built from fabric. Subtraction is addition of the negated operand. */
    static Optional<FpCell> of(Node.Op op) {
        boolean half = op.type().equals(ScalarType.F16);
        return switch (op.opcode()) {
            case FADD, FSUB -> Optional.of(half ? FpCell.FP16_ADD : FpCell.FP32_ADD);
            case FMUL -> Optional.of(half ? FpCell.FP16_MUL : FpCell.FP32_MUL);
            case FMA -> Optional.of(FpCell.FP32_FMA);
            case I2F -> Optional.of(FpCell.FP32_FROM_I32);
            case F2I -> Optional.of(FpCell.FP32_TO_I32);
            case H2F -> Optional.of(FpCell.FP16_TO_FP32);
            case F2H -> Optional.of(FpCell.FP32_TO_FP16);
            case B2F -> Optional.of(FpCell.BF16_TO_FP32);
            case F2B -> Optional.of(FpCell.FP32_TO_BF16);
            case CONST, FLT, FLE, FEQ, BITCAST, RESIZE, ADD, SUB, MUL, AND, OR, XOR, SHL, SHR, EQ, NE, LT, LE, SELECT,
                    TABLE -> Optional.empty();
        };
    }

    /** The cell of a node, if it is such an operator. */
    static Optional<FpCell> of(Node node) {
        return node instanceof Node.Op op ? of(op) : Optional.empty();
    }
}
