package org.fabricast.ir.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks the tree of a kernel element by element: a second opinion that shares no arithmetic with the code under test.
 * Integers are BigIntegers, float operators are computed in binary64 (exact enough: 53 bits are at least twice 24 plus
 * 2, so the second rounding changes nothing), binary16 is decoded and encoded by hand. Values are raw bits.
 */
public final class NaiveInterpreter {

    private static final long MOST_ITERATIONS = 100_000;

    private final Kernel kernel;
    private final Map<Integer, BigInteger> values = new HashMap<>();
    private final List<Map<Integer, BigInteger>> memories = new ArrayList<>();
    private final int[] position;
    private final int[][] inputs;
    /** Elements of each output stream. */
    public final List<List<Integer>> written = new ArrayList<>();
    /** Results. */
    public final int[] results;
    /** Per input stream the elements that each pass has read. */
    public final List<List<Integer>> passes = new ArrayList<>();
    /** Divides every number of elements at which a vector loop began amid a stream: 0 when each began at the front. */
    public int alignment;
    private long iterations;

    private NaiveInterpreter(Kernel kernel, int[][] inputs) {
        this.kernel = kernel;
        this.inputs = inputs;
        this.position = new int[inputs.length];
        this.results = new int[kernel.results().size()];
        kernel.inputs().forEach(i -> passes.add(new ArrayList<>()));
        kernel.memories().forEach(m -> memories.add(new HashMap<>()));
        kernel.outputs().forEach(o -> written.add(new ArrayList<>()));
    }

    /**
     * Runs a kernel.
     *
     * @throws IllegalStateException when the run has no meaning: an index outside its memory or table, a memory read
     *                               before it is written, a stream that ends too soon, iterations without end
     */
    public static NaiveInterpreter run(Kernel kernel, int[][] inputs, int[] args) {
        NaiveInterpreter it = new NaiveInterpreter(kernel, inputs);
        for (int i = 0; i < args.length; i++) {
            it.values.put(kernel.args().get(i).value(), raw(kernel.args().get(i).type(), BigInteger.valueOf(args[i])));
        }
        it.region(kernel.body());
        for (int i = 0; i < inputs.length; i++) {
            it.passes.get(i).add(it.position[i]);
        }
        return it;
    }

    private int next(int stream) {
        mustHold(position[stream] < inputs[stream].length, "a stream that is too short");
        return inputs[stream][position[stream]++];
    }

    private long table(int table, int value) {
        List<Long> entries = kernel.tables().get(table).entries();
        return entries.get(index(value, entries.size()));
    }

    private int index(int value, int size) {
        long index = values.get(value).longValue();
        mustHold(index >= 0 && index < size, "an index outside");
        return (int) index;
    }

    private BigInteger load(Node.Load n) {
        BigInteger value = memories.get(n.memory()).get(index(n.index(), kernel.memories().get(n.memory()).depth()));
        mustHold(value != null, "an element that was never written");
        return value;
    }

    private static void mustHold(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    private void begin(Node.Loop n) {
        for (Node node : n.body()) {
            if (n.vector() && node instanceof Node.Read r) {
                alignment = divisor(alignment, position[r.stream()]);
            } else if (n.vector() && node instanceof Node.Write w) {
                alignment = divisor(alignment, written.get(w.stream()).size());
            }
        }
    }

    private static BigInteger raw(ScalarType type, BigInteger value) {
        return value.mod(BigInteger.ONE.shiftLeft(type.bits()));
    }

    private static BigInteger number(ScalarType type, BigInteger raw) {
        return type.kind() == ScalarType.Kind.SIGNED && raw.testBit(type.bits() - 1)
                ? raw.subtract(BigInteger.ONE.shiftLeft(type.bits())) : raw;
    }

    private void region(List<Node> nodes) {
        for (Node node : nodes) {
            switch (node) {
                case Node.Op n -> values.put(n.result(), op(n));
                case Node.Read n -> values.put(n.result(), raw(kernel.inputs().get(n.stream()).type(),
                        BigInteger.valueOf(next(n.stream()))));
                case Node.Write n -> written.get(n.stream()).add(number(kernel.outputs().get(n.stream()).type(),
                        values.get(n.value())).intValue());
                case Node.Rewind n -> {
                    passes.get(n.stream()).add(position[n.stream()]);
                    position[n.stream()] = 0;
                }
                case Node.Load n -> values.put(n.result(), load(n));
                case Node.Store n -> memories.get(n.memory()).put(
                        index(n.index(), kernel.memories().get(n.memory()).depth()), values.get(n.value()));
                case Node.SetResult n -> results[n.output()] = number(kernel.results().get(n.output()).type(),
                        values.get(n.value())).intValue();
                case Node.Loop n -> loop(n);
            }
        }
    }

    private void loop(Node.Loop n) {
        long bound = values.get(n.bound()).longValueExact();
        begin(n);
        List<List<BigInteger>> partials = new ArrayList<>();
        for (Node.Reduction r : n.reductions()) {
            List<BigInteger> start = new ArrayList<>();
            ScalarType type = kernel.types().get(r.contribution());
            for (int j = 0; j < r.partials(); j++) {
                start.add(identity(r.kind(), type));
            }
            partials.add(start);
        }
        n.carried().forEach(c -> values.put(c.phi(), values.get(c.init())));
        for (long i = 0; i < bound; i++) {
            mustHold(iterations++ < MOST_ITERATIONS, "iterations without end");
            values.put(n.induction(), BigInteger.valueOf(i));
            region(n.body());
            List<BigInteger> next = n.carried().stream().map(c -> values.get(c.next())).toList();
            for (int k = 0; k < next.size(); k++) {
                values.put(n.carried().get(k).phi(), next.get(k));
            }
            for (int k = 0; k < partials.size(); k++) {
                Node.Reduction r = n.reductions().get(k);
                int j = (int) (i % r.partials());
                partials.get(k).set(j, combine(r, partials.get(k).get(j), values.get(r.contribution())));
            }
        }
        n.carried().forEach(c -> values.put(c.result(), values.get(c.phi())));
        for (int k = 0; k < partials.size(); k++) {
            Node.Reduction r = n.reductions().get(k);
            List<BigInteger> p = partials.get(k);
            for (int s = r.partials() / 2; s > 0; s /= 2) {
                for (int j = 0; j < s; j++) {
                    p.set(j, combine(r, p.get(j), p.get(j + s)));
                }
            }
            values.put(r.result(), p.getFirst());
        }
    }

    private static BigInteger identity(Node.Reduction.Kind kind, ScalarType type) {
        BigInteger half = BigInteger.ONE.shiftLeft(type.bits() - 1);
        BigInteger ones = BigInteger.ONE.shiftLeft(type.bits()).subtract(BigInteger.ONE);
        boolean signed = type.kind() == ScalarType.Kind.SIGNED;
        return switch (kind) {
            case SUM -> BigInteger.ZERO;
            case MAX -> signed ? half : BigInteger.ZERO;
            case MIN -> signed ? half.subtract(BigInteger.ONE) : ones;
        };
    }

    private BigInteger combine(Node.Reduction r, BigInteger a, BigInteger b) {
        ScalarType type = kernel.types().get(r.contribution());
        return switch (r.kind()) {
            case SUM -> f32(real(a) + real(b));
            case MAX -> number(type, a).compareTo(number(type, b)) >= 0 ? a : b;
            case MIN -> number(type, a).compareTo(number(type, b)) <= 0 ? a : b;
        };
    }

    private static double real(BigInteger raw) {
        return Float.intBitsToFloat(raw.intValue());
    }

    private static double real(ScalarType type, BigInteger raw) {
        return type.bits() == 16 ? half(raw.intValue()) : real(raw);
    }

    private static BigInteger round(ScalarType type, double value) {
        return type.bits() == 16 ? BigInteger.valueOf(toHalf(value)) : f32(value);
    }

    /**
     * a * b + c for a second rounding to binary32: the product of two binary32 is exact in binary64, and the sum is
     * rounded to odd, so that no tie of binary32 appears or vanishes.
     */
    static double fused(double a, double b, double c) {
        double product = a * b;
        double sum = product + c;
        if (Double.isNaN(sum) || Double.isInfinite(sum)) {
            return sum;
        }
        int rest = new BigDecimal(product).add(new BigDecimal(c)).compareTo(new BigDecimal(sum));
        boolean even = (Double.doubleToRawLongBits(sum) & 1) == 0;
        return rest == 0 || !even ? sum : rest > 0 ? Math.nextUp(sum) : Math.nextDown(sum);
    }

    /** To nearest even by the distances to both neighbours. */
    static int toBfloat(double x) {
        if (Double.isNaN(x)) {
            return 0x7fc0;
        }
        int sign = Double.doubleToRawLongBits(x) < 0 ? 0x8000 : 0;
        double magnitude = Math.abs(x);
        if (magnitude >= 0x1.ffp127) {
            return sign | 0x7f80;
        }
        int exponent = Math.max(magnitude == 0 ? -126 : Math.getExponent(magnitude), -126);
        long units = nearest(Math.scalb(magnitude, 7 - exponent)).longValue();
        return sign | (int) (units + ((long) (exponent + 126) << 7));
    }

    private static BigInteger f32(double value) {
        int bits = Double.isNaN(value) ? 0x7fc00000 : Float.floatToRawIntBits((float) value);
        return BigInteger.valueOf(bits & 0xffff_ffffL);
    }

    private static BigInteger bool(boolean b) {
        return b ? BigInteger.ONE : BigInteger.ZERO;
    }

    private BigInteger op(Node.Op n) {
        BigInteger a = n.operands().isEmpty() ? BigInteger.ZERO : values.get(n.operands().get(0));
        BigInteger b = n.operands().size() < 2 ? BigInteger.ZERO : values.get(n.operands().get(1));
        BigInteger c = n.operands().size() < 3 ? BigInteger.ZERO : values.get(n.operands().get(2));
        ScalarType type = n.operands().isEmpty() ? n.type() : kernel.types().get(n.operands().get(0));
        return switch (n.opcode()) {
            case CONST -> raw(n.type(), BigInteger.valueOf(n.attribute()));
            case FADD -> round(type, real(type, a) + real(type, b));
            case FSUB -> round(type, real(type, a) - real(type, b));
            case FMUL -> round(type, real(type, a) * real(type, b));
            case FMA -> f32(fused(real(a), real(b), real(c)));
            case I2F -> f32(number(type, a).doubleValue());
            case F2I -> raw(n.type(), nearest(real(a)));
            case H2F -> f32(half(a.intValue()));
            case F2H -> BigInteger.valueOf(toHalf(real(a)));
            case B2F -> f32(real(a.shiftLeft(16)));
            case F2B -> BigInteger.valueOf(toBfloat(real(a)));
            case FLT -> bool(real(type, a) < real(type, b));
            case FLE -> bool(real(type, a) <= real(type, b));
            case FEQ -> bool(real(type, a) == real(type, b));
            case BITCAST -> a;
            case RESIZE -> raw(n.type(), number(type, a));
            case ADD -> raw(n.type(), a.add(b));
            case SUB -> raw(n.type(), a.subtract(b));
            case MUL -> raw(n.type(), a.multiply(b));
            case AND -> a.and(b);
            case OR -> a.or(b);
            case XOR -> a.xor(b);
            case SHL -> raw(n.type(), a.shiftLeft(b.min(BigInteger.valueOf(64)).intValue()));
            case SHR -> raw(n.type(), number(type, a).shiftRight(b.min(BigInteger.valueOf(64)).intValue()));
            case EQ -> bool(a.equals(b));
            case NE -> bool(!a.equals(b));
            case LT -> bool(number(type, a).compareTo(number(type, b)) < 0);
            case LE -> bool(number(type, a).compareTo(number(type, b)) <= 0);
            case SELECT -> a.signum() != 0 ? b : c;
            case TABLE -> BigInteger.valueOf(table((int) n.attribute(), n.operands().getFirst()))
                    .mod(BigInteger.ONE.shiftLeft(n.type().bits()));
        };
    }

    /** Ties to even by hand; saturates at the ends of i32. */
    private static BigInteger nearest(double x) {
        if (Double.isNaN(x)) {
            return BigInteger.ZERO;
        }
        double limited = Math.max(-2147483648.0, Math.min(2147483647.0, x));
        double floor = Math.floor(limited);
        double rest = limited - floor;
        long down = (long) floor;
        return BigInteger.valueOf(rest > 0.5 || rest == 0.5 && down % 2 != 0 ? down + 1 : down);
    }

    static double half(int bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double magnitude = exponent == 31 ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                : exponent == 0 ? Math.scalb(fraction, -24) : Math.scalb(1024 + fraction, exponent - 25);
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    static int toHalf(double x) {
        if (Double.isNaN(x)) {
            return 0x7e00;
        }
        int sign = Double.doubleToRawLongBits(x) < 0 ? 0x8000 : 0;
        double magnitude = Math.abs(x);
        if (magnitude >= 65520) {
            return sign | 0x7c00;
        }
        int exponent = Math.max(magnitude == 0 ? -14 : Math.getExponent(magnitude), -14);
        long units = nearest(Math.scalb(magnitude, 10 - exponent)).longValue();
        return sign | (int) (units + ((long) (exponent + 14) << 10));
    }
}
