package org.fabricast.ir.kernel.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarArithmetic;
import org.fabricast.ir.kernel.ScalarType;

/**
 * Builds regions of SSA. Folds operators of constants, drops neutral integer operators, looks through chains of
 * reinterpretation, and reuses an equal operator of the region or a region around it. Floating point is folded only as a
 * whole and never reassociated.
 */
final class SsaBuilder {

    private record Key(OpCode opcode, ScalarType type, List<Integer> operands, long attribute) { }

    private static final class Region {
        private final List<Node> nodes = new ArrayList<>();
        private final Map<Key, Integer> known = new HashMap<>();
    }

    private final boolean optimise;
    private final List<ScalarType> types = new ArrayList<>();
    private final Map<Integer, Long> constants = new HashMap<>();
    private final Map<Integer, Integer> reinterpreted = new HashMap<>();
    private final Deque<Region> regions = new ArrayDeque<>();

    /** @param optimise false to emit every operator as it is asked for */
    SsaBuilder(boolean optimise) {
        this.optimise = optimise;
        regions.push(new Region());
    }

    List<ScalarType> types() {
        return types;
    }

    ScalarType type(int value) {
        return types.get(value);
    }

    int value(ScalarType type) {
        types.add(type);
        return types.size() - 1;
    }

    void add(Node node) {
        regions.element().nodes.add(node);
    }

    void enter() {
        regions.push(new Region());
    }

    List<Node> leave() {
        return regions.pop().nodes;
    }

    int constant(ScalarType type, long raw) {
        int result = emit(OpCode.CONST, type, raw << Long.SIZE - type.bits() >>> Long.SIZE - type.bits(), List.of());
        constants.put(result, ScalarArithmetic.normalise(type, raw));
        return result;
    }

    int table(ScalarType type, int table, int index) {
        return emit(OpCode.TABLE, type, table, List.of(index));
    }

    /** Whether a value is a constant below a limit. */
    boolean constantBelow(int value, int limit) {
        return constants.containsKey(value) && constants.get(value) >= 0 && constants.get(value) < limit;
    }

    /** The value of a pure operator. */
    int op(OpCode opcode, ScalarType type, Integer... operands) {
        List<Integer> list = List.of(operands);
        if (!optimise) {
            return emit(opcode, type, 0, list);
        }
        if (list.stream().allMatch(constants::containsKey)) {
            ScalarType operand = type(list.get(opcode == OpCode.SELECT ? 1 : 0));
            long[] raw = Arrays.copyOf(list.stream().mapToLong(constants::get).toArray(), 3);
            return constant(type, ScalarArithmetic.apply(opcode, type, operand, raw[0], raw[1], raw[2]));
        }
        return simpler(opcode, type, list).orElseGet(() -> emit(opcode, type, 0, list));
    }

    private Optional<Integer> simpler(OpCode opcode, ScalarType type, List<Integer> operands) {
        int first = operands.getFirst();
        return switch (opcode) {
            case RESIZE -> type(first).equals(type) ? Optional.of(first) : Optional.empty();
            case BITCAST -> {
                int origin = reinterpreted.getOrDefault(first, first);
                if (type(origin).equals(type)) {
                    yield Optional.of(origin);
                }
                int result = emit(opcode, type, 0, List.of(origin));
                reinterpreted.put(result, origin);
                yield Optional.of(result);
            }
            case SELECT -> {
                if (constants.containsKey(first)) {
                    yield Optional.of(operands.get(constants.get(first) != 0 ? 1 : 2));
                }
                yield operands.get(1).equals(operands.get(2)) ? Optional.of(operands.get(1)) : Optional.empty();
            }
            case ADD, SUB, OR, XOR, SHL, SHR -> isConstant(operands.get(1), 0) ? Optional.of(first) : Optional.empty();
            case MUL -> isConstant(operands.get(1), 1) ? Optional.of(first) : Optional.empty();
            case CONST, FADD, FSUB, FMUL, FMA, I2F, F2I, H2F, F2H, B2F, F2B, FLT, FLE, FEQ, AND, EQ, NE, LT, LE, TABLE ->
                    Optional.empty();
        };
    }

    private boolean isConstant(int value, long raw) {
        return constants.containsKey(value) && constants.get(value) == raw;
    }

    private int emit(OpCode opcode, ScalarType type, long attribute, List<Integer> operands) {
        List<Integer> sorted = commutes(opcode) ? operands.stream().sorted().toList() : operands;
        Key key = new Key(opcode, type, sorted, attribute);
        for (Region region : regions) {
            if (optimise && region.known.containsKey(key)) {
                return region.known.get(key);
            }
        }
        int result = value(type);
        add(new Node.Op(result, opcode, type, operands, attribute));
        regions.element().known.put(key, result);
        return result;
    }

    /** Operators whose operands may change places without a change of bits; NaN results being canonical, sums too. */
    private static boolean commutes(OpCode opcode) {
        return switch (opcode) {
            case FADD, FMUL, FEQ, ADD, MUL, AND, OR, XOR, EQ, NE -> true;
            case CONST, FSUB, FMA, I2F, F2I, H2F, F2H, B2F, F2B, FLT, FLE, BITCAST, RESIZE, SUB, SHL, SHR, LT, LE, SELECT, TABLE -> false;
        };
    }
}
