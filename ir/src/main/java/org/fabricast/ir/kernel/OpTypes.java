package org.fabricast.ir.kernel;

import java.util.List;
import java.util.Optional;

/** Which operand types an operator takes and what it gives. */
final class OpTypes {

    private OpTypes() {
    }

    /** What is expected instead, if the types of an operator do not fit. */
    static Optional<String> problem(Node.Op op, List<ScalarType> operands) {
        ScalarType type = op.type();
        boolean fits = switch (op.opcode()) {
            case CONST -> type.bits() == Long.SIZE || op.attribute() >>> type.bits() == 0;
            case FADD, FSUB, FMUL -> hasArithmetic(type) && all(operands, type);
            case FMA -> all(operands, ScalarType.F32) && type.equals(ScalarType.F32);
            case I2F -> all(operands, ScalarType.I32) && type.equals(ScalarType.F32);
            case F2I -> all(operands, ScalarType.F32) && type.equals(ScalarType.I32);
            case H2F -> all(operands, ScalarType.F16) && type.equals(ScalarType.F32);
            case F2H -> all(operands, ScalarType.F32) && type.equals(ScalarType.F16);
            case B2F -> all(operands, ScalarType.BF16) && type.equals(ScalarType.F32);
            case F2B -> all(operands, ScalarType.F32) && type.equals(ScalarType.BF16);
            case FLT, FLE, FEQ -> hasArithmetic(operands.getFirst()) && all(operands, operands.getFirst())
                    && type.equals(ScalarType.BOOL);
            case BITCAST -> operands.getFirst().bits() == type.bits();
            case RESIZE -> !operands.getFirst().isFloat() && !type.isFloat();
            case ADD, SUB, MUL, AND, OR, XOR -> !type.isFloat() && all(operands, type);
            case SHL, SHR -> !type.isFloat() && operands.getFirst().equals(type)
                    && operands.get(1).kind() == ScalarType.Kind.UNSIGNED && operands.get(1).bits() <= 32;
            case EQ, NE, LT, LE -> !operands.getFirst().isFloat() && all(operands, operands.getFirst())
                    && type.equals(ScalarType.BOOL);
            case SELECT -> operands.getFirst().equals(ScalarType.BOOL) && all(operands.subList(1, 3), type);
            case TABLE -> true;
        };
        return fits ? Optional.empty() : Optional.of("types that the operator takes instead of " + operands);
    }

    private static boolean hasArithmetic(ScalarType type) {
        return type.equals(ScalarType.F32) || type.equals(ScalarType.F16);
    }

    private static boolean all(List<ScalarType> types, ScalarType wanted) {
        return types.stream().allMatch(wanted::equals);
    }
}
