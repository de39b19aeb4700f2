package org.fabricast.hls;

import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;

/**
 * What is known of the low bits of an index: index ≡ value modulo a power of two. It tells which bank an access meets.
 *
 * <p>In lane l of L the number of an iteration is l modulo L; constants are known wholly; sums, differences and products keep what
 * follows from their operands. Arithmetic wraps at powers of two, which no smaller power of two notices.
 *
 * @param value   0 to modulus - 1
 * @param modulus a power of two; 1 when nothing is known
 */
record Residue(int value, int modulus) {

    /** Modulus up to which it is worth knowing that two elements differ. */
    static final int MOST = 64;

    private static final Residue UNKNOWN = new Residue(0, 1);
    /** Operators looked through: an index is a short expression. */
    private static final int DEPTH = 8;

    Residue {
        if (modulus < 1 || Integer.bitCount(modulus) != 1 || value < 0 || value >= modulus) {
            throw new IllegalArgumentException("not a residue: " + value + " modulo " + modulus);
        }
    }

    /** What a block knows of a value in a lane, up to the modulus {@code most}, a power of two. */
    static Residue of(ControlFlow flow, Block block, int value, int lane, int most) {
        return of(flow, block, value, lane, most, DEPTH);
    }

    private static Residue of(ControlFlow flow, Block block, int value, int lane, int most, int depth) {
        int v = flow.resolve(value);
        int cap = (int) Math.min(most, 1L << Math.min(flow.type(v).bits(), 31));
        if (flow.constant(v).isPresent()) {
            return modulo(flow.constant(v).getAsLong(), cap);
        }
        if (block instanceof Block.Pipeline p && p.loop().induction() == v) {
            return modulo(lane, Math.min(cap, p.lanes()));
        }
        Node.Op op = flow.operators().get(v);
        if (op == null || depth == 0 || op.operands().isEmpty()) {
            return UNKNOWN;
        }
        Residue a = of(flow, block, op.operands().get(0), lane, most, depth - 1);
        if (op.opcode() == OpCode.RESIZE) {
            return modulo(a.value, Math.min(cap, a.modulus));
        }
        if (op.operands().size() != 2) {
            return UNKNOWN;
        }
        Residue b = of(flow, block, op.operands().get(1), lane, most, depth - 1);
        return switch (op.opcode()) {
            case ADD -> modulo((long) a.value + b.value, Math.min(cap, Math.min(a.modulus, b.modulus)));
            case SUB -> modulo((long) a.value - b.value, Math.min(cap, Math.min(a.modulus, b.modulus)));
            case MUL -> modulo((long) a.value * b.value, Math.min(cap, product(a, b)));
            case SHL -> flow.constant(op.operands().get(1)).isPresent()
                    ? shifted(a, flow.constant(op.operands().get(1)).getAsLong(), cap) : UNKNOWN;
            case CONST, BITCAST, RESIZE, AND, OR, XOR, SELECT, LT, LE, EQ, NE, SHR, FLT, FLE, FEQ, TABLE, FADD, FSUB, FMUL, FMA, I2F,
                    F2I, H2F, F2H, B2F, F2B -> UNKNOWN;
        };
    }

    private static Residue modulo(long value, int modulus) {
        return new Residue((int) (value & (modulus - 1)), modulus);
    }

    /** (r + g·i)·(s + h·j) = r·s + r·h·j + s·g·i + g·h·i·j: what divides the last three. */
    private static int product(Residue a, Residue b) {
        long divides = (long) a.value * b.modulus | (long) b.value * a.modulus | (long) a.modulus * b.modulus;
        return (int) Math.min(Long.lowestOneBit(divides), 1 << 30);
    }

    private static Residue shifted(Residue a, long by, int cap) {
        return by > 30 ? modulo(0, cap) : modulo((long) a.value << by, (int) Math.min(cap, (long) a.modulus << by));
    }
}
