package org.fabricast.ir.kernel.text;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;

/** Lowers checked expressions; calls are inlined. */
final class ExpressionLowering {

    private final LoweringContext context;
    private final SsaBuilder ssa;
    private final ConversionLowering conversions;
    private final OperatorLowering operators;
    private final Consumer<Ast.Statement> statements;
    private final Map<Ast.Statement, Integer> tables = new IdentityHashMap<>();

    ExpressionLowering(LoweringContext context, Consumer<Ast.Statement> statements) {
        this.context = context;
        this.ssa = context.ssa;
        this.conversions = new ConversionLowering(ssa);
        this.operators = new OperatorLowering(ssa, conversions);
        this.statements = statements;
    }

    /** Makes a table known, once however often its function is inlined. */
    void declare(Ast.Statement table, Type type, String name, String fullName) {
        int number = tables.computeIfAbsent(table, t -> {
            context.ports.tables.add(new Kernel.Table(fullName, type.scalar(), context.facts.entries.get(t)));
            return context.ports.tables.size() - 1;
        });
        context.tables.put(name, number);
    }

    private Type type(Ast.Expression expression) {
        return context.facts.types.get(expression);
    }

    int evaluate(Ast.Expression expression) {
        context.count();
        Type type = type(expression);
        Long constant = context.facts.constants.get(expression);
        if (constant != null) {
            return ssa.constant(type.scalar(), constant);
        }
        return switch (expression) {
            case Ast.IntegerLiteral e -> throw new AssertionError("literal without a value passed the checker");
            case Ast.FloatLiteral e -> ssa.constant(type.scalar(), Float.floatToRawIntBits(e.value()));
            case Ast.BooleanLiteral e -> ssa.constant(type.scalar(), e.value() ? 1 : 0);
            case Ast.Name e -> context.variables.get(e.name());
            case Ast.Read e -> {
                int result = ssa.value(type.scalar());
                ssa.add(new Node.Read(result, context.ports.input(e.stream())));
                yield result;
            }
            case Ast.Convert e -> conversions.convert(type(e.value()), type, e.mode(), evaluate(e.value()));
            case Ast.Call e -> call(e, type.scalar());
            case Ast.Index e -> index(e, type.scalar(), evaluate(e.index()));
            case Ast.Unary e -> operators.unary(e.operator(), type(e.value()), type, evaluate(e.value()));
            case Ast.Binary e -> {
                int left = evaluate(e.left());
                if (e.operator().group() == Ast.Group.DIVISION) {
                    yield operators.divide(e.operator() == Ast.BinaryOperator.REMAINDER, type, left,
                            Long.numberOfTrailingZeros(context.facts.constants.get(e.right())));
                }
                yield operators.binary(e.operator(), type(e.left()), left, type(e.right()), evaluate(e.right()), type);
            }
            case Ast.Conditional e -> {
                int condition = evaluate(e.condition());
                int then = evaluate(e.then());
                yield ssa.op(OpCode.SELECT, type.scalar(), condition, then, evaluate(e.otherwise()));
            }
        };
    }

    private int call(Ast.Call e, ScalarType type) {
        List<Integer> operands = e.operands().stream().map(this::evaluate).toList();
        if (Builtin.of(e.name()).isPresent()) {
            return switch (Builtin.of(e.name()).get()) {
                case Builtin.Fma b -> ssa.op(OpCode.FMA, type, operands.toArray(Integer[]::new));
                case Builtin.Bits b -> reinterpret(type, operands.getFirst());
                case Builtin.As b -> reinterpret(type, operands.getFirst());
            };
        }
        Ast.Function function = context.functions.get(e.name());
        Map<String, Integer> variables = context.variables;
        Map<String, Integer> visible = context.tables;
        context.variables = new HashMap<>();
        context.tables = new HashMap<>(visible);
        for (int i = 0; i < operands.size(); i++) {
            context.variables.put(function.parameters().get(i).name(), operands.get(i));
        }
        int result = -1;
        for (Ast.Statement statement : function.body()) {
            switch (statement) {
                case Ast.Return s -> result = evaluate(s.value());
                case Ast.Table s -> declare(s, s.type(), s.name(), function.name() + "_" + s.name());
                case Ast.ComputedTable s -> declare(s, s.type(), s.name(), function.name() + "_" + s.name());
                case Ast.Statement s -> statements.accept(s);
            }
        }
        context.variables = variables;
        context.tables = visible;
        return result;
    }

    private int reinterpret(ScalarType type, int value) {
        return ssa.op(OpCode.BITCAST, type, value);
    }

    private int index(Ast.Index e, ScalarType type, int index) {
        if (context.tables.containsKey(e.name())) {
            int table = context.tables.get(e.name());
            return ssa.table(type, table, context.guarded(index, context.ports.tables.get(table).entries().size()));
        }
        int memory = context.ports.memory(e.name());
        // In a vector loop the index is the iteration number, which no branch keeps in range.
        int place = context.ports.vector ? index : context.guarded(index, context.ports.memories.get(memory).depth());
        int result = ssa.value(type);
        ssa.add(new Node.Load(result, memory, place));
        return result;
    }
}
