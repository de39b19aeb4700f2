package org.fabricast.ir.kernel.text;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;

/** Lowers checked expressions; calls are inlined. */
final class ExpressionLowering {

    private static final long SIGN_32 = 0x8000_0000L;

    private final SsaBuilder ssa;
    private final Lowering.Ports ports;
    private final Map<String, Ast.Function> functions;
    private final Map<Ast.Expression, ScalarType> types;
    private final Map<Ast.Table, Integer> tables = new IdentityHashMap<>();
    private final Map<String, Integer> visibleTables = new HashMap<>();

    ExpressionLowering(SsaBuilder ssa, Lowering.Ports ports, Map<String, Ast.Function> functions,
                       Map<Ast.Expression, ScalarType> types) {
        this.ssa = ssa;
        this.ports = ports;
        this.functions = functions;
        this.types = types;
    }

    /** Makes a table known, once however often its function is inlined. */
    void declare(Ast.Table table, String name) {
        int number = tables.computeIfAbsent(table, t -> {
            List<Long> entries = t.entries().stream().map(e -> switch (e) {
                case Ast.FloatLiteral f -> Float.floatToRawIntBits(f.value()) & 0xffff_ffffL;
                case Ast.IntegerLiteral i -> i.value().longValue() << Long.SIZE - t.type().bits() >>> Long.SIZE
                        - t.type().bits();
                case Ast.Expression other -> throw new AssertionError("table entry that is no literal");
            }).toList();
            ports.tables.add(new Kernel.Table(name, t.type(), entries));
            return ports.tables.size() - 1;
        });
        visibleTables.put(table.name(), number);
    }

    int evaluate(Ast.Expression expression, Map<String, Integer> variables) {
        ScalarType type = types.get(expression);
        return switch (expression) {
            case Ast.IntegerLiteral e -> ssa.constant(type, e.value().longValue());
            case Ast.FloatLiteral e -> ssa.constant(type, Float.floatToRawIntBits(e.value()));
            case Ast.BooleanLiteral e -> ssa.constant(type, e.value() ? 1 : 0);
            case Ast.Name e -> variables.get(e.name());
            case Ast.Read e -> {
                int result = ssa.value(type);
                ssa.add(new Node.Read(result, ports.input(e.stream())));
                yield result;
            }
            case Ast.Convert e -> convert(type, evaluate(e.value(), variables));
            case Ast.Call e -> call(e, type, variables);
            case Ast.Index e -> index(e, type, evaluate(e.index(), variables));
            case Ast.Unary e -> unary(e, type, evaluate(e.value(), variables));
            case Ast.Binary e -> {
                int left = evaluate(e.left(), variables);
                yield binary(e.operator(), left, evaluate(e.right(), variables));
            }
            case Ast.Conditional e -> {
                int condition = evaluate(e.condition(), variables);
                int then = evaluate(e.then(), variables);
                yield ssa.op(OpCode.SELECT, type, condition, then, evaluate(e.otherwise(), variables));
            }
        };
    }

    private int call(Ast.Call e, ScalarType type, Map<String, Integer> variables) {
        List<Integer> operands = e.operands().stream().map(o -> evaluate(o, variables)).toList();
        if (Builtin.of(e.name()).isPresent()) {
            return ssa.op(OpCode.BITCAST, type, operands.getFirst());
        }
        Ast.Function function = functions.get(e.name());
        Map<String, Integer> locals = new HashMap<>();
        for (int i = 0; i < operands.size(); i++) {
            locals.put(function.parameters().get(i).name(), operands.get(i));
        }
        Map<String, Integer> tablesOfCaller = Map.copyOf(visibleTables);
        int result = -1;
        for (Ast.Statement statement : function.body()) {
            switch (statement) {
                case Ast.Declare s -> locals.put(s.name(), evaluate(s.value(), locals));
                case Ast.Assign s -> locals.put(s.name(), evaluate(s.value(), locals));
                case Ast.Table s -> declare(s, function.name() + "_" + s.name());
                case Ast.Return s -> result = evaluate(s.value(), locals);
                case Ast.Statement other -> throw new AssertionError("statement in a function passed the checker");
            }
        }
        visibleTables.clear();
        visibleTables.putAll(tablesOfCaller);
        return result;
    }

    private int index(Ast.Index e, ScalarType type, int index) {
        if (visibleTables.containsKey(e.name())) {
            return ssa.table(type, visibleTables.get(e.name()), index);
        }
        int result = ssa.value(type);
        ssa.add(new Node.Load(result, ports.memory(e.name()), index));
        return result;
    }

    /** Conversion by value: float to integer rounds to nearest even and saturates at 32 bits, then resizes. */
    private int convert(ScalarType to, int value) {
        ScalarType from = ssa.type(value);
        if (from.equals(to)) {
            return value;
        }
        if (from.equals(ScalarType.F16)) {
            return convert(to, ssa.op(OpCode.H2F, ScalarType.F32, value));
        }
        if (from.equals(ScalarType.F32)) {
            return to.equals(ScalarType.F16) ? ssa.op(OpCode.F2H, to, value)
                    : convert(to, ssa.op(OpCode.F2I, ScalarType.I32, value));
        }
        if (to.equals(ScalarType.F32)) {
            return ssa.op(OpCode.I2F, to, ssa.op(OpCode.RESIZE, ScalarType.I32, value));
        }
        return ssa.op(OpCode.RESIZE, to, value);
    }

    private int unary(Ast.Unary e, ScalarType type, int value) {
        return switch (e.operator()) {
            case MINUS -> type.isFloat() ? negate(value) : ssa.op(OpCode.SUB, type, ssa.constant(type, 0), value);
            case NOT -> ssa.op(OpCode.XOR, type, value, ssa.constant(type, -1));
            case LOGICAL_NOT -> ssa.op(OpCode.XOR, type, value, ssa.constant(type, 1));
        };
    }

    /** Flips the sign bit, which costs no adder. */
    private int negate(int value) {
        int bits = ssa.op(OpCode.BITCAST, ScalarType.U32, value);
        int flipped = ssa.op(OpCode.XOR, ScalarType.U32, bits, ssa.constant(ScalarType.U32, SIGN_32));
        return ssa.op(OpCode.BITCAST, ScalarType.F32, flipped);
    }

    private int binary(Ast.BinaryOperator operator, int left, int right) {
        ScalarType type = ssa.type(left);
        boolean f = type.isFloat();
        ScalarType bool = ScalarType.BOOL;
        return switch (operator) {
            case ADD -> ssa.op(f ? OpCode.FADD : OpCode.ADD, type, left, right);
            case SUBTRACT -> ssa.op(f ? OpCode.FSUB : OpCode.SUB, type, left, right);
            case MULTIPLY -> ssa.op(f ? OpCode.FMUL : OpCode.MUL, type, left, right);
            case AND -> ssa.op(OpCode.AND, type, left, right);
            case OR -> ssa.op(OpCode.OR, type, left, right);
            case XOR -> ssa.op(OpCode.XOR, type, left, right);
            case SHIFT_LEFT -> ssa.op(OpCode.SHL, type, left, right);
            case SHIFT_RIGHT -> ssa.op(OpCode.SHR, type, left, right);
            case EQUAL -> ssa.op(f ? OpCode.FEQ : OpCode.EQ, bool, left, right);
            case NOT_EQUAL -> f ? ssa.op(OpCode.XOR, bool, ssa.op(OpCode.FEQ, bool, left, right), ssa.constant(bool, 1))
                    : ssa.op(OpCode.NE, bool, left, right);
            case LESS -> ssa.op(f ? OpCode.FLT : OpCode.LT, bool, left, right);
            case LESS_EQUAL -> ssa.op(f ? OpCode.FLE : OpCode.LE, bool, left, right);
            case GREATER -> ssa.op(f ? OpCode.FLT : OpCode.LT, bool, right, left);
            case GREATER_EQUAL -> ssa.op(f ? OpCode.FLE : OpCode.LE, bool, right, left);
        };
    }
}
