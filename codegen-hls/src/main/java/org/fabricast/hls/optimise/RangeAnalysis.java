package org.fabricast.hls.optimise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarArithmetic;
import org.fabricast.ir.kernel.ScalarType;

/**
 * An interval for every integer of a kernel, in one walk. Iteration numbers stay below the bound, constants and tables are
 * read, operators compute with intervals; what streams, memories, arguments and earlier iterations bring is anything of its
 * type.
 */
final class RangeAnalysis {

    private final Kernel kernel;
    private final Map<Integer, Interval> ranges = new HashMap<>();

    private RangeAnalysis(Kernel kernel) {
        this.kernel = kernel;
    }

    static RangeAnalysis of(Kernel kernel) {
        RangeAnalysis analysis = new RangeAnalysis(kernel);
        analysis.region(kernel.body());
        return analysis;
    }

    /** Where a value of the kernel lies. */
    Interval range(int value) {
        Interval known = ranges.get(value);
        return known == null ? Interval.whole(kernel.types().get(value)) : known;
    }

    private void region(List<Node> nodes) {
        for (Node node : nodes) {
            if (node instanceof Node.Op op && !op.type().isFloat()) {
                ranges.put(op.result(), operator(op));
            } else if (node instanceof Node.Loop loop) {
                ranges.put(loop.induction(), new Interval(0, Math.max(0, range(loop.bound()).high() - 1)));
                region(loop.body());
            }
        }
    }

    private Interval operand(Node.Op op, int place) {
        return range(op.operands().get(place));
    }

    private Interval operator(Node.Op op) {
        ScalarType type = op.type();
        return switch (op.opcode()) {
            case CONST -> Interval.of(ScalarArithmetic.normalise(type, op.attribute()));
            case TABLE -> kernel.tables().get((int) op.attribute()).entries().stream()
                    .map(e -> Interval.of(ScalarArithmetic.normalise(type, e))).reduce(Interval::hull).orElseThrow();
            case ADD, SUB, MUL -> ring(op.opcode(), type, operand(op, 0), operand(op, 1));
            case AND -> and(type, operand(op, 0), operand(op, 1));
            case OR, XOR -> mixed(type, operand(op, 0), operand(op, 1));
            case SHL -> left(type, operand(op, 0), operand(op, 1));
            case SHR -> right(type, operand(op, 0), operand(op, 1));
            case RESIZE -> operand(op, 0).within(type);
            case BITCAST -> kernel.types().get(op.operands().getFirst()).isFloat() ? Interval.whole(type)
                    : operand(op, 0).within(type);
            case SELECT -> operand(op, 1).hull(operand(op, 2));
            case LT, LE, EQ, NE -> compare(op);
            case FLT, FLE, FEQ, F2I, FADD, FSUB, FMUL, FMA, I2F, H2F, F2H, B2F, F2B -> Interval.whole(type);
        };
    }

    private static Interval ring(OpCode opcode, ScalarType type, Interval a, Interval b) {
        try {
            return switch (opcode) {
                case ADD -> new Interval(Math.addExact(a.low(), b.low()), Math.addExact(a.high(), b.high())).within(type);
                case SUB -> new Interval(Math.subtractExact(a.low(), b.high()), Math.subtractExact(a.high(), b.low()))
                        .within(type);
                default -> corners(Math.multiplyExact(a.low(), b.low()), Math.multiplyExact(a.low(), b.high()),
                        Math.multiplyExact(a.high(), b.low()), Math.multiplyExact(a.high(), b.high())).within(type);
            };
        } catch (ArithmeticException overflow) {
            return Interval.whole(type);
        }
    }

    private static Interval corners(long a, long b, long c, long d) {
        return Interval.of(a).hull(Interval.of(b)).hull(Interval.of(c)).hull(Interval.of(d));
    }

    /** Clearing bits of a number that is not negative cannot make it greater. */
    private static Interval and(ScalarType type, Interval a, Interval b) {
        if (a.low() < 0 && b.low() < 0) {
            return Interval.whole(type);
        }
        long high = a.low() < 0 ? b.high() : b.low() < 0 ? a.high() : Math.min(a.high(), b.high());
        return new Interval(0, high);
    }

    /** Setting or flipping bits stays below the next power of two. */
    private static Interval mixed(ScalarType type, Interval a, Interval b) {
        return a.low() < 0 || b.low() < 0 ? Interval.whole(type)
                : Interval.whole(new Interval(0, Math.max(a.high(), b.high())).least()).within(type);
    }

    private static Interval left(ScalarType type, Interval a, Interval b) {
        if (b.high() >= Math.min(type.bits(), Long.SIZE - 1)) {
            return Interval.whole(type);
        }
        try {
            long least = 1L << b.low();
            long most = Math.multiplyExact(1L, 1L << b.high());
            return most < 0 ? Interval.whole(type) : corners(Math.multiplyExact(a.low(), least),
                    Math.multiplyExact(a.low(), most), Math.multiplyExact(a.high(), least),
                    Math.multiplyExact(a.high(), most)).within(type);
        } catch (ArithmeticException overflow) {
            return Interval.whole(type);
        }
    }

    private static Interval right(ScalarType type, Interval a, Interval b) {
        if (type.kind() == ScalarType.Kind.UNSIGNED && a.low() < 0) {
            return Interval.whole(type);
        }
        int least = (int) Math.min(b.low(), Long.SIZE - 1);
        int most = (int) Math.min(b.high(), Long.SIZE - 1);
        return corners(a.low() >> least, a.low() >> most, a.high() >> least, a.high() >> most);
    }

    private Interval compare(Node.Op op) {
        Interval a = operand(op, 0);
        Interval b = operand(op, 1);
        boolean ordered = kernel.types().get(op.operands().getFirst()).kind() == ScalarType.Kind.SIGNED
                || a.low() >= 0 && b.low() >= 0;
        boolean apart = a.high() < b.low() || b.high() < a.low();
        boolean same = a.single() && a.equals(b);
        return switch (op.opcode()) {
            case EQ -> truth(same, apart);
            case NE -> truth(apart, same);
            case LT -> truth(ordered && a.high() < b.low(), ordered && a.low() >= b.high());
            default -> truth(ordered && a.high() <= b.low(), ordered && a.low() > b.high());
        };
    }

    private static Interval truth(boolean certain, boolean impossible) {
        return certain ? Interval.of(1) : impossible ? Interval.of(0) : new Interval(0, 1);
    }
}
