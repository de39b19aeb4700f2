package org.fabricast.hls;

import java.util.Optional;
import java.util.OptionalLong;
import org.fabricast.ir.kernel.Node;

/**
 * An index that grows evenly: number of the iteration · step + a constant.
 *
 * @param step at least 1
 * @param most iterations within which no step of its computation wraps past where it began
 * @param wide true when no type on the way is narrower than 32 bits
 */
record Stride(long step, long most, boolean wide) {

    private static final long NUMBERS = 1L << Integer.SIZE;

    /** The stride of a value in a loop; empty when it is none, or none that is seen. */
    static Optional<Stride> of(ControlFlow flow, Node.Loop loop, int value) {
        int v = flow.resolve(value);
        if (v == loop.induction()) {
            return Optional.of(new Stride(1, NUMBERS, true));
        }
        Node.Op op = flow.operators().get(v);
        if (op == null || op.operands().isEmpty()) {
            return Optional.empty();
        }
        int first = op.operands().getFirst();
        int last = op.operands().getLast();
        OptionalLong left = flow.constant(first);
        OptionalLong right = flow.constant(last);
        Optional<Stride> stride = switch (op.opcode()) {
            case RESIZE -> of(flow, loop, first);
            case ADD -> right.isPresent() ? of(flow, loop, first) : left.isPresent() ? of(flow, loop, last) : Optional.empty();
            case SUB -> right.isPresent() ? of(flow, loop, first) : Optional.empty();
            case SHL -> right.isPresent() && right.getAsLong() < Integer.SIZE
                    ? times(of(flow, loop, first), 1L << right.getAsLong()) : Optional.empty();
            case MUL -> right.isPresent() ? times(of(flow, loop, first), right.getAsLong())
                    : left.isPresent() ? times(of(flow, loop, last), left.getAsLong()) : Optional.empty();
            case CONST, BITCAST, AND, OR, XOR, SELECT, LT, LE, EQ, NE, SHR, FLT, FLE, FEQ, TABLE, FADD, FSUB, FMUL, FMA, I2F, F2I, H2F,
                    F2H, B2F, F2B -> Optional.empty();
        };
        return stride.map(s -> s.in(op.type().bits()));
    }

    private static Optional<Stride> times(Optional<Stride> stride, long by) {
        return stride.filter(s -> by > 0 && by < NUMBERS && s.step * by < NUMBERS).map(s -> new Stride(s.step * by, s.most, s.wide));
    }

    private Stride in(int bits) {
        long fit = (1L << Math.min(bits, Integer.SIZE)) / step;
        return new Stride(step, Math.min(most, fit), wide && bits >= Integer.SIZE);
    }

    /**
     * True when no two iterations have the same index. A narrow one must not wrap within the iterations, whose number must be
     * known; one of 32 bits has left any memory before it wraps.
     */
    boolean distinct(OptionalLong iterations) {
        return wide || iterations.isPresent() && iterations.getAsLong() <= most;
    }
}
