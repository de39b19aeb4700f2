package org.fabricast.ir.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Pure operators on columns. Each is one loop without branches. Integers are computed at the width of their column and
 * then narrowed to their type.
 */
final class ColumnOps {

    private ColumnOps() {
    }

    /**
     * Steps of an operator.
     *
     * @param types     types of the operands
     * @param shift     constant value of the second operand, or -1 if it is not constant
     * @param canonical true if a NaN result of float arithmetic must have canonical bits at once
     */
    static List<Step> steps(Node.Op n, List<ScalarType> types, List<Column> operands, Column to, long shift,
                            boolean canonical) {
        List<Step> steps = new ArrayList<>();
        switch (n.opcode()) {
            case CONST, TABLE -> throw new IllegalArgumentException(n.opcode() + " has no operator on columns");
            case FADD, FSUB, FMUL -> {
                if (to.kind() == Column.Kind.FLOAT) {
                    single(FloatColumnOps.arithmetic(n.opcode(), operands.get(0).floats(), operands.get(1).floats(),
                            to.floats()), to, canonical, steps);
                } else {
                    steps.add(HalfColumnOps.arithmetic(n.opcode(), operands.get(0).ints(), operands.get(1).ints(), to.ints()));
                }
            }
            case FMA -> single(FloatColumnOps.fma(operands.get(0).floats(), operands.get(1).floats(),
                    operands.get(2).floats(), to.floats()), to, canonical, steps);
            case H2F -> single(HalfColumnOps.toFloat(operands.get(0).ints(), to.floats()), to, canonical, steps);
            case B2F -> single(HalfColumnOps.fromBfloat(operands.get(0).ints(), to.floats()), to, canonical, steps);
            case I2F -> steps.add(FloatColumnOps.fromInt(operands.get(0).ints(), to.floats()));
            case F2I -> steps.add(FloatColumnOps.toInt(operands.get(0).floats(), to.ints()));
            case F2H -> steps.add(HalfColumnOps.fromFloat(operands.get(0).floats(), to.ints()));
            case F2B -> steps.add(HalfColumnOps.toBfloat(operands.get(0).floats(), to.ints()));
            case FLT, FLE, FEQ -> steps.add(types.getFirst().equals(ScalarType.F32)
                    ? FloatColumnOps.compare(n.opcode(), operands.get(0).floats(), operands.get(1).floats(), to.ints())
                    : HalfColumnOps.compare(n.opcode(), operands.get(0).ints(), operands.get(1).ints(), to.ints()));
            case BITCAST, RESIZE -> resize(types.get(0), n.type(), operands.get(0), to, steps);
            case ADD, SUB, MUL, SHL -> {
                steps.add(integer(n.opcode(), types.get(0), operands, to, shift));
                narrow(n.type(), to, steps);
            }
            case AND, OR, XOR, SHR, EQ, NE, LT, LE -> steps.add(integer(n.opcode(), types.get(0), operands, to, shift));
            case SELECT -> steps.add(select(operands.get(0).ints(), operands.get(1), operands.get(2), to));
        }
        return steps;
    }

    /** A step that gives binary32, and the one that makes its NaN canonical where the bits are seen. */
    private static void single(Step step, Column to, boolean canonical, List<Step> steps) {
        steps.add(step);
        if (canonical) {
            steps.add(FloatColumnOps.canonical(to.floats()));
        }
    }

    private static Step integer(OpCode opcode, ScalarType type, List<Column> operands, Column to, long shift) {
        Column a = operands.get(0);
        Column b = operands.get(1);
        boolean signed = type.kind() == ScalarType.Kind.SIGNED;
        if (a.kind() == Column.Kind.LONG) {
            return LongColumnOps.step(opcode, signed, a.longs(), b, to, shift);
        }
        return IntColumnOps.step(opcode, signed, a.ints(), b.ints(), to.ints(), shift);
    }

    private static void narrow(ScalarType type, Column to, List<Step> steps) {
        if (to.kind() == Column.Kind.INT && type.bits() < Integer.SIZE) {
            int[] c = to.ints();
            steps.add(count -> ColumnMoves.narrow(type, c, count));
        } else if (to.kind() == Column.Kind.LONG && type.bits() < Long.SIZE) {
            long[] c = to.longs();
            steps.add(count -> ColumnMoves.narrow(type, c, count));
        }
    }

    private static void resize(ScalarType source, ScalarType type, Column from, Column to, List<Step> steps) {
        switch (from.kind()) {
            case FLOAT -> steps.add(to.kind() == Column.Kind.FLOAT
                    ? FloatColumnOps.copy(from.floats(), to.floats()) : FloatColumnOps.toBits(from.floats(), to.ints()));
            case INT -> {
                switch (to.kind()) {
                    case FLOAT -> steps.add(FloatColumnOps.fromBits(from.ints(), to.floats()));
                    case INT -> {
                        int[] a = from.ints();
                        int[] c = to.ints();
                        steps.add(count -> System.arraycopy(a, 0, c, 0, count));
                        narrow(type, to, steps);
                    }
                    case LONG -> {
                        steps.add(LongColumnOps.fromInt(source.kind() == ScalarType.Kind.SIGNED, from.ints(), to.longs()));
                        narrow(type, to, steps);
                    }
                }
            }
            case LONG -> {
                if (to.kind() == Column.Kind.INT) {
                    steps.add(LongColumnOps.toInt(from.longs(), to.ints()));
                } else {
                    long[] a = from.longs();
                    long[] c = to.longs();
                    steps.add(count -> System.arraycopy(a, 0, c, 0, count));
                }
                narrow(type, to, steps);
            }
        }
    }

    private static Step select(int[] condition, Column a, Column b, Column to) {
        return switch (to.kind()) {
            case FLOAT -> FloatColumnOps.select(condition, a.floats(), b.floats(), to.floats());
            case INT -> IntColumnOps.select(condition, a.ints(), b.ints(), to.ints());
            case LONG -> LongColumnOps.select(condition, a.longs(), b.longs(), to.longs());
        };
    }
}
