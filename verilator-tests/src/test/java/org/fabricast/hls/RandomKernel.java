package org.fabricast.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;

/**
 * A random kernel: scalar code, a memory filled and changed by loops, a scalar loop that carries values and reads and
 * writes scalar streams, vector loops (alone or in a nest) with reductions.
 */
final class RandomKernel {

    static final int MEMORY_DEPTH = 16;
    private static final ScalarType U7 = ScalarType.unsigned(7);
    private static final ScalarType I13 = ScalarType.signed(13);
    private static final ScalarType U48 = ScalarType.unsigned(48);
    private static final ScalarType I64 = ScalarType.signed(64);
    private static final List<ScalarType> INTEGERS = List.of(ScalarType.BOOL, U7, I13, ScalarType.U32, ScalarType.I32, U48, I64);
    private static final int OPERATORS = 9;

    private final Random random;
    private final SsaBuilder b;
    private final boolean nested;
    private final int table;
    private final int memory;
    private final List<Integer> visible = new ArrayList<>();

    private RandomKernel(long seed) {
        random = new Random(seed);
        b = new SsaBuilder("random" + seed);
        nested = random.nextBoolean();
        table = b.table("t", U48, LongStream.range(0, 16).map(i -> random.nextLong() & (1L << 48) - 1).boxed().toList());
        memory = b.memory("m", I13, MEMORY_DEPTH);
    }

    /** True when the vector loop over stream x stands in the scalar loop: x then has groups × n elements. */
    static boolean nests(long seed) {
        return new RandomKernel(seed).nested;
    }

    static Kernel of(long seed) {
        return new RandomKernel(seed).build();
    }

    private Kernel build() {
        int x = b.input("x", ScalarType.F32, true);
        int w = b.input("w", ScalarType.F16, true);
        int c = b.input("c", ScalarType.U32, false);
        int y = b.output("y", ScalarType.F16, true);
        int q = b.output("q", U7, true);
        int d = b.output("d", ScalarType.F32, false);
        int n = b.arg("n", ScalarType.U32);
        int groups = b.arg("groups", ScalarType.U32);
        visible.add(n);
        visible.add(b.arg("a", ScalarType.F32));
        visible.add(b.arg("k", ScalarType.I32));
        operators(OPERATORS);
        b.loop(b.constant(ScalarType.U32, MEMORY_DEPTH), false, i -> scoped(() -> {
            visible.add(i);
            operators(3);
            b.store(memory, i, value(I13));
        }));
        groupLoop(groups, c, d, () -> {
            if (nested) {
                vectorLoop(n, x, y);
            }
        });
        if (!nested) {
            vectorLoop(n, x, y);
        }
        operators(OPERATORS / 2);
        vectorLoop(n, w, q);
        operators(3);
        b.result("r", ScalarType.F32, value(ScalarType.F32));
        b.result("s", ScalarType.I32, value(ScalarType.I32));
        return b.build();
    }

    private void scoped(Runnable body) {
        int size = visible.size();
        body.run();
        visible.subList(size, visible.size()).clear();
    }

    private void groupLoop(int groups, int c, int d, Runnable inner) {
        int first = value(ScalarType.U32);
        int second = value(ScalarType.F32);
        int phi1 = b.fresh(ScalarType.U32);
        int phi2 = b.fresh(ScalarType.F32);
        int result1 = b.fresh(ScalarType.U32);
        int result2 = b.fresh(ScalarType.F32);
        List<Node.Carried> carried = new ArrayList<>();
        b.carrying(groups, false, carried, List.of(), g -> scoped(() -> {
            visible.addAll(List.of(g, phi1, phi2, b.read(c)));
            visible.add(b.load(memory, index()));
            operators(OPERATORS);
            b.store(memory, index(), value(I13));
            visible.add(b.load(memory, index()));
            inner.run();
            operators(OPERATORS / 2);
            b.write(d, value(ScalarType.F32));
            carried.add(new Node.Carried(phi1, first, random.nextInt(4) == 0 ? g : value(ScalarType.U32), result1));
            carried.add(new Node.Carried(phi2, second, random.nextInt(4) == 0 ? second : value(ScalarType.F32), result2));
        }));
        visible.add(result1);
        visible.add(result2);
    }

    private void vectorLoop(int n, int in, int out) {
        List<Node.Reduction> reductions = new ArrayList<>();
        int sum = b.fresh(ScalarType.F32);
        ScalarType type = INTEGERS.get(random.nextInt(INTEGERS.size()));
        int extreme = b.fresh(type);
        b.carrying(n, true, List.of(), reductions, i -> scoped(() -> {
            visible.addAll(List.of(i, b.read(in)));
            operators(OPERATORS + random.nextInt(8));
            b.write(out, value(out == 0 ? ScalarType.F16 : U7));
            reductions.add(new Node.Reduction(sum, value(ScalarType.F32), Node.Reduction.Kind.SUM, 16 << random.nextInt(2)));
            reductions.add(new Node.Reduction(extreme, value(type),
                    random.nextBoolean() ? Node.Reduction.Kind.MAX : Node.Reduction.Kind.MIN, 4));
        }));
        visible.add(sum);
        visible.add(extreme);
    }

    private int index() {
        return b.op(OpCode.AND, ScalarType.U32, value(ScalarType.U32), b.constant(ScalarType.U32, MEMORY_DEPTH - 1));
    }

    private void operators(int count) {
        for (int i = 0; i < count; i++) {
            visible.add(operator());
        }
    }

    private int operator() {
        ScalarType type = INTEGERS.get(random.nextInt(INTEGERS.size()));
        return switch (random.nextInt(19)) {
            case 0 -> b.op(OpCode.FADD, ScalarType.F32, value(ScalarType.F32), value(ScalarType.F32));
            case 1 -> b.op(OpCode.FSUB, ScalarType.F32, value(ScalarType.F32), value(ScalarType.F32));
            case 2 -> b.op(OpCode.FMUL, ScalarType.F32, value(ScalarType.F32), value(ScalarType.F32));
            case 3 -> b.op(OpCode.I2F, ScalarType.F32, value(ScalarType.I32));
            case 4 -> b.op(OpCode.F2I, ScalarType.I32, value(ScalarType.F32));
            case 5 -> b.op(OpCode.H2F, ScalarType.F32, value(ScalarType.F16));
            case 6 -> b.op(OpCode.F2H, ScalarType.F16, value(ScalarType.F32));
            case 7 -> b.op(pick(OpCode.FLT, OpCode.FLE, OpCode.FEQ), ScalarType.BOOL, value(ScalarType.F32), value(ScalarType.F32));
            case 8 -> b.op(pick(OpCode.ADD, OpCode.SUB), type, value(type), value(type));
            case 9, 10 -> b.op(OpCode.MUL, type, value(type), value(type));
            case 11 -> b.op(pick(OpCode.AND, OpCode.OR, OpCode.XOR), type, value(type), value(type));
            case 12 -> b.op(pick(OpCode.SHL, OpCode.SHR), type, value(type), value(U7));
            case 13 -> b.op(pick(OpCode.SHL, OpCode.SHR), type, value(type), b.constant(U7, random.nextInt(70)));
            case 14 -> b.op(pick(OpCode.EQ, OpCode.NE, OpCode.LT, OpCode.LE), ScalarType.BOOL, value(type), value(type));
            case 15 -> b.op(OpCode.SELECT, type, value(ScalarType.BOOL), value(type), value(type));
            case 16 -> b.op(OpCode.SELECT, ScalarType.F32, value(ScalarType.BOOL), value(ScalarType.F32), value(ScalarType.F32));
            case 17 -> b.lookup(table, b.op(OpCode.RESIZE, ScalarType.unsigned(4), value(type)));
            default -> convert(value(INTEGERS.get(random.nextInt(INTEGERS.size()))), type);
        };
    }

    private OpCode pick(OpCode... from) {
        return from[random.nextInt(from.length)];
    }

    /** A visible value of the type, of late ones first, or one made from another, or a constant. */
    private int value(ScalarType type) {
        for (int attempt = 0; attempt < 6; attempt++) {
            int back = Math.min(visible.size() - 1, (int) Math.abs(random.nextGaussian() * 5));
            int v = visible.get(visible.size() - 1 - back);
            if (b.type(v).equals(type)) {
                return v;
            }
            if (attempt > 2) {
                return convert(v, type);
            }
        }
        return b.constant(type, random.nextLong() & KernelBench.mask(type));
    }

    private int convert(int v, ScalarType type) {
        ScalarType from = b.type(v);
        if (from.equals(type)) {
            return v;
        }
        ScalarType raw = ScalarType.unsigned(from.bits());
        int integer = from.isFloat() ? b.op(OpCode.BITCAST, raw, v) : v;
        ScalarType target = type.isFloat() ? ScalarType.unsigned(type.bits()) : type;
        int resized = b.type(integer).equals(target) ? integer : b.op(OpCode.RESIZE, target, integer);
        return type.isFloat() ? b.op(OpCode.BITCAST, type, resized) : resized;
    }
}
