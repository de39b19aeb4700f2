package org.fabricast.hls.optimise;

import java.util.List;
import java.util.OptionalLong;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarArithmetic;
import org.fabricast.ir.kernel.ScalarType;

/**
 * Computes operators on constants, and drops those that give an operand back. Floats only where every bit is the same: a
 * float that arithmetic gave has a canonical NaN, so x * 1, x + -0 and x - +0 are x.
 */
final class Fold extends Rewrite {

    private static final int NOTHING = -1;

    private Fold(Kernel kernel) {
        super(kernel);
    }

    static Kernel run(Kernel kernel) {
        return new Fold(kernel).run();
    }

    /** A carried value that no iteration changes is its initial value. */
    @Override
    void enter(Node.Loop loop) {
        for (Node.Carried c : loop.carried()) {
            if (c.next() == c.phi()) {
                rename(c.phi(), c.init());
                rename(c.result(), c.init());
            }
        }
    }

    @Override
    void operator(Node.Op op) {
        OptionalLong number = computed(op);
        if (number.isPresent()) {
            keep(new Node.Op(op.result(), OpCode.CONST, op.type(), List.of(), raw(op.type(), number.getAsLong())));
            return;
        }
        int same = op.operands().isEmpty() ? NOTHING : operand(op);
        if (same != NOTHING) {
            rename(op.result(), same);
        } else {
            keep(simpler(op));
        }
    }

    private OptionalLong computed(Node.Op op) {
        if (op.opcode() == OpCode.CONST) {
            return OptionalLong.empty();
        }
        long[] v = new long[3];
        for (int i = 0; i < op.operands().size(); i++) {
            OptionalLong known = known(op.operands().get(i));
            if (known.isEmpty()) {
                return identity(op);
            }
            v[i] = known.getAsLong();
        }
        if (op.opcode() == OpCode.TABLE) {
            Kernel.Table table = kernel().tables().get((int) op.attribute());
            return v[0] >= 0 && v[0] < table.entries().size() ? OptionalLong.of(table.entries().get((int) v[0]))
                    : OptionalLong.empty();
        }
        ScalarType operand = type(op.operands().get(op.opcode() == OpCode.SELECT ? 1 : 0));
        return OptionalLong.of(ScalarArithmetic.apply(op.opcode(), op.type(), operand, v[0], v[1], v[2]));
    }

    /** The number that an operator gives whatever its unknown operand is. */
    private OptionalLong identity(Node.Op op) {
        if (op.operands().size() != 2) {
            return OptionalLong.empty();
        }
        int a = op.operands().get(0);
        int b = op.operands().get(1);
        int bits = op.type().bits();
        long places = known(b).orElse(0);
        return switch (op.opcode()) {
            case SUB, XOR, NE, LT, FLT -> when(a == b, 0);
            case EQ, LE -> when(a == b, 1);
            case MUL, AND -> when(is(a, 0) || is(b, 0), 0);
            case OR -> when(ones(op.type(), a) || ones(op.type(), b), -1);
            case SHL -> when(is(a, 0) || places >= bits, 0);
            case SHR -> when(is(a, 0) || places >= bits && op.type().kind() == ScalarType.Kind.UNSIGNED, 0);
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong when(boolean holds, long number) {
        return holds ? OptionalLong.of(number) : OptionalLong.empty();
    }

    private boolean ones(ScalarType type, int value) {
        return is(value, ScalarArithmetic.normalise(type, -1));
    }

    /** The operand that an operator gives back, or NOTHING. */
    private int operand(Node.Op op) {
        int a = op.operands().get(0);
        int b = op.operands().size() > 1 ? op.operands().get(1) : NOTHING;
        return switch (op.opcode()) {
            case ADD, XOR -> is(b, 0) ? a : is(a, 0) ? b : NOTHING;
            case OR -> is(b, 0) || a == b ? a : is(a, 0) ? b : NOTHING;
            case SUB, SHL, SHR -> is(b, 0) ? a : NOTHING;
            case MUL -> is(b, one(op.type())) ? a : is(a, one(op.type())) ? b : NOTHING;
            case AND -> ones(op.type(), b) || a == b ? a : ones(op.type(), a) ? b : NOTHING;
            case SELECT -> select(op, a, b, op.operands().get(2));
            case RESIZE, BITCAST -> type(a).equals(op.type()) ? a : NOTHING;
            case FADD -> is(b, minusZero(op.type())) ? canonical(a) : is(a, minusZero(op.type())) ? canonical(b) : NOTHING;
            case FSUB -> is(b, 0) ? canonical(a) : NOTHING;
            case FMUL -> is(b, unit(op.type())) ? canonical(a) : is(a, unit(op.type())) ? canonical(b) : NOTHING;
            case F2H -> definition(a, OpCode.H2F).map(d -> canonical(d.operands().getFirst())).orElse(NOTHING);
            case F2B -> definition(a, OpCode.B2F).map(d -> canonical(d.operands().getFirst())).orElse(NOTHING);
            case CONST, TABLE, FMA, I2F, F2I, H2F, B2F, FLT, FLE, FEQ, EQ, NE, LT, LE -> NOTHING;
        };
    }

    private int select(Node.Op op, int condition, int yes, int no) {
        if (yes == no || is(condition, 1)) {
            return yes;
        }
        if (is(condition, 0)) {
            return no;
        }
        return op.type().equals(ScalarType.BOOL) && is(yes, 1) && is(no, 0) ? condition : NOTHING;
    }

    private static long one(ScalarType type) {
        return ScalarArithmetic.normalise(type, 1);
    }

    private static long minusZero(ScalarType type) {
        return 1L << type.bits() - 1;
    }

    private static long unit(ScalarType type) {
        return type.bits() == 16 ? 0x3c00 : 0x3f800000;
    }

    /** The value if its NaN is canonical, else NOTHING. */
    private int canonical(int value) {
        return definition(value).filter(op -> switch (op.opcode()) {
            case FADD, FSUB, FMUL, FMA, I2F, H2F, F2H, B2F, F2B -> true;
            default -> false;
        }).map(op -> value).orElse(NOTHING);
    }

    /** The operator with fewer operators before it, if there is such a form. */
    private Node.Op simpler(Node.Op op) {
        int a = op.operands().isEmpty() ? NOTHING : op.operands().getFirst();
        return switch (op.opcode()) {
            case RESIZE -> definition(a, OpCode.RESIZE).filter(inner -> op.type().bits() <= inner.type().bits()
                    || holds(inner.type(), type(inner.operands().getFirst()))).map(inner -> with(op, OpCode.RESIZE,
                    inner.operands())).orElse(op);
            case BITCAST -> definition(a, OpCode.BITCAST).map(inner -> with(op, OpCode.BITCAST, inner.operands())).orElse(op);
            case FMA -> fma(op);
            default -> op;
        };
    }

    /** A factor of 1 leaves a sum, an addend of -0 a product: each rounds once, as before. */
    private Node.Op fma(Node.Op op) {
        int a = op.operands().get(0);
        int b = op.operands().get(1);
        int c = op.operands().get(2);
        long unit = unit(ScalarType.F32);
        if (is(a, unit) || is(b, unit)) {
            return with(op, OpCode.FADD, List.of(is(b, unit) ? a : b, c));
        }
        return is(c, minusZero(ScalarType.F32)) ? with(op, OpCode.FMUL, List.of(a, b)) : op;
    }

    private static Node.Op with(Node.Op op, OpCode opcode, List<Integer> operands) {
        return new Node.Op(op.result(), opcode, op.type(), operands, 0);
    }

    /** Whether a type holds every number of another one. */
    private static boolean holds(ScalarType wide, ScalarType narrow) {
        if (narrow.kind() == wide.kind()) {
            return wide.bits() >= narrow.bits();
        }
        return wide.kind() == ScalarType.Kind.SIGNED && wide.bits() > narrow.bits();
    }
}
