package org.fabricast.hls.optimise;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;

/**
 * Random kernels in SSA of every pure operator over integers of many widths and floats, with small constants so that
 * identities and narrow ranges occur; a vector loop, a scalar loop with carried values and a loop in it.
 */
final class RandomSsa {

    private static final List<ScalarType> INTEGERS = List.of(ScalarType.BOOL, ScalarType.signed(1), ScalarType.unsigned(5),
            ScalarType.signed(8), ScalarType.unsigned(16), ScalarType.signed(21), ScalarType.U32, ScalarType.I32,
            ScalarType.unsigned(48), ScalarType.signed(64), ScalarType.unsigned(64));
    private static final List<ScalarType> FLOATS = List.of(ScalarType.F32, ScalarType.F16, ScalarType.BF16);
    private static final long[] FLOAT_BITS = {0, 0x80000000L, 0x3f800000, 0xbf800000L, 0x7fc00000, 0x7f800001, 1, 0x3c00, 0x8000};

    private final Random random;
    private final List<ScalarType> types = new ArrayList<>();
    private final List<Integer> visible = new ArrayList<>();
    private List<Node> out = new ArrayList<>();

    private RandomSsa(long seed) {
        this.random = new Random(seed);
    }

    /** Input stream f32 x of n elements, arguments n, k and m; outputs p (vector, u32) and q (scalar, u32), result r. */
    static Kernel kernel(long seed, int operators) {
        return new RandomSsa(seed).kernel(operators);
    }

    private Kernel kernel(int operators) {
        int n = value(ScalarType.U32);
        int k = value(ScalarType.I32);
        int m = value(ScalarType.signed(8));
        visible.addAll(List.of(n, k, m));
        operators(operators / 8);
        int bound = constant(ScalarType.U32, 3);
        loop(n, true, operators / 2);
        loop(bound, false, operators / 4);
        operators(operators / 8);
        out.add(new Node.SetResult(0, digest()));
        Kernel.Table table = new Kernel.Table("t", ScalarType.signed(8), List.of(3L, 255L, 7L, 0L));
        return new Kernel("random", List.of(new Kernel.Stream("x", ScalarType.F32, true, 1)),
                List.of(new Kernel.Stream("p", ScalarType.U32, true, 1), new Kernel.Stream("q", ScalarType.U32, false, 1)),
                List.of(new Kernel.Scalar("n", ScalarType.U32, n), new Kernel.Scalar("k", ScalarType.I32, k),
                        new Kernel.Scalar("m", ScalarType.signed(8), m)),
                List.of(new Kernel.Result("r", ScalarType.U32)), List.of(), List.of(table), types, out);
    }

    private void loop(int bound, boolean vector, int operators) {
        List<Node> before = out;
        List<Integer> outside = List.copyOf(visible);
        List<Integer> inits = new ArrayList<>();
        List<Integer> phis = new ArrayList<>();
        for (int i = 0; i < (vector ? 0 : 3); i++) {
            ScalarType type = pick(INTEGERS);
            inits.add(operand(type));
            phis.add(value(type));
        }
        out = new ArrayList<>();
        int induction = value(ScalarType.U32);
        visible.add(induction);
        visible.addAll(phis);
        if (vector) {
            int read = value(ScalarType.F32);
            out.add(new Node.Read(read, 0));
            visible.add(read);
        }
        operators(operators);
        if (!vector && operators > 8) {
            loop(operand(ScalarType.unsigned(5), 2), false, operators / 4);
        }
        out.add(new Node.Write(vector ? 0 : 1, digest()));
        List<Node.Carried> carried = new ArrayList<>();
        List<Integer> results = new ArrayList<>();
        for (int i = 0; i < phis.size(); i++) {
            int next = random.nextInt(4) == 0 ? phis.get(i) : operand(types.get(phis.get(i)));
            results.add(value(types.get(phis.get(i))));
            carried.add(new Node.Carried(phis.get(i), inits.get(i), next, results.get(i)));
        }
        List<Node.Reduction> reductions = new ArrayList<>();
        if (vector) {
            int contribution = operand(ScalarType.signed(21));
            results.add(value(ScalarType.signed(21)));
            reductions.add(new Node.Reduction(results.getLast(), contribution, Node.Reduction.Kind.MAX, 4));
        }
        before.add(new Node.Loop(induction, bound, vector, carried, reductions, out));
        out = before;
        visible.clear();
        visible.addAll(outside);
        visible.addAll(results);
    }

    /** Exclusive or of all that is visible. */
    private int digest() {
        int sum = constant(ScalarType.U32, 0);
        for (int v : List.copyOf(visible)) {
            ScalarType type = types.get(v);
            int bits = type.isFloat() ? add(OpCode.BITCAST, ScalarType.unsigned(type.bits()), 0, v) : v;
            int low = add(OpCode.RESIZE, ScalarType.U32, 0, bits);
            sum = add(OpCode.XOR, ScalarType.U32, 0, add(OpCode.MUL, ScalarType.U32, 0, sum, constant(ScalarType.U32, 0x01000193)), low);
        }
        return sum;
    }

    private void operators(int count) {
        for (int i = 0; i < count; i++) {
            visible.add(operator());
        }
    }

    private int operator() {
        OpCode opcode = pick(List.of(OpCode.values()));
        ScalarType type = pick(INTEGERS);
        ScalarType real = random.nextBoolean() ? ScalarType.F32 : ScalarType.F16;
        return switch (opcode) {
            case CONST -> operand(random.nextInt(4) == 0 ? pick(FLOATS) : type);
            case FADD, FSUB, FMUL -> add(opcode, real, 0, operand(real), operand(real));
            case FMA -> add(opcode, ScalarType.F32, 0, operand(ScalarType.F32), operand(ScalarType.F32), operand(ScalarType.F32));
            case I2F -> add(opcode, ScalarType.F32, 0, operand(ScalarType.I32));
            case F2I -> add(opcode, ScalarType.I32, 0, operand(ScalarType.F32));
            case H2F -> add(opcode, ScalarType.F32, 0, operand(ScalarType.F16));
            case F2H -> add(opcode, ScalarType.F16, 0, operand(ScalarType.F32));
            case B2F -> add(opcode, ScalarType.F32, 0, operand(ScalarType.BF16));
            case F2B -> add(opcode, ScalarType.BF16, 0, operand(ScalarType.F32));
            case FLT, FLE, FEQ -> add(opcode, ScalarType.BOOL, 0, operand(real), operand(real));
            case BITCAST -> random.nextBoolean() ? add(opcode, ScalarType.F32, 0, operand(ScalarType.U32))
                    : add(opcode, ScalarType.I32, 0, operand(random.nextBoolean() ? ScalarType.F32 : ScalarType.U32));
            case RESIZE -> add(opcode, type, 0, operand(pick(INTEGERS)));
            case ADD, SUB, MUL, AND, OR, XOR -> add(opcode, type, 0, operand(type), operand(type));
            case SHL, SHR -> add(opcode, type, 0, operand(type), operand(ScalarType.unsigned(5)));
            case EQ, NE, LT, LE -> add(opcode, ScalarType.BOOL, 0, operand(type), operand(type));
            case SELECT -> {
                ScalarType any = random.nextInt(3) == 0 ? pick(FLOATS) : type;
                yield add(opcode, any, 0, operand(ScalarType.BOOL), operand(any), operand(any));
            }
            case TABLE -> add(opcode, ScalarType.signed(8), 0,
                    add(OpCode.RESIZE, ScalarType.unsigned(2), 0, operand(type)));
        };
    }

    /** The low bits of a value, as a trip count. */
    private int operand(ScalarType type, int bits) {
        return add(OpCode.RESIZE, ScalarType.U32, 0, add(OpCode.RESIZE, ScalarType.unsigned(bits), 0, operand(type)));
    }

    /** A visible value of a type, one brought to it, or a constant. */
    private int operand(ScalarType type) {
        List<Integer> same = visible.stream().filter(v -> types.get(v).equals(type)).toList();
        int kind = random.nextInt(8);
        if (!same.isEmpty() && kind > 2) {
            return same.get(random.nextInt(same.size()));
        }
        if (type.isFloat()) {
            return constant(type, FLOAT_BITS[random.nextInt(FLOAT_BITS.length)]);
        }
        List<Integer> others = visible.stream().filter(v -> !types.get(v).isFloat()).toList();
        return kind > 0 ? add(OpCode.RESIZE, type, 0, others.get(random.nextInt(others.size())))
                : constant(type, random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(20) - 6);
    }

    private int constant(ScalarType type, long number) {
        return add(OpCode.CONST, type, Rewrite.raw(type, number));
    }

    private int add(OpCode opcode, ScalarType type, long attribute, Integer... operands) {
        int result = value(type);
        out.add(new Node.Op(result, opcode, type, List.of(operands), attribute));
        return result;
    }

    private int value(ScalarType type) {
        types.add(type);
        return types.size() - 1;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
