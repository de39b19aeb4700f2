package org.fabricast.ir.kernel.text;

import java.math.BigInteger;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.kernel.ScalarType;

/**
 * Gives every expression its type. An integer literal, or an expression of integer literals alone, takes the type its
 * place wants, i32 where the place wants none. An empty type means that the finding has been reported.
 */
final class ExpressionChecker {

    private final Findings findings;
    private final Map<String, Ast.Function> functions;
    private final Map<Ast.Expression, ScalarType> types = new IdentityHashMap<>();
    private final Scope scope;

    ExpressionChecker(Findings findings, Map<String, Ast.Function> functions, Scope scope) {
        this.findings = findings;
        this.functions = functions;
        this.scope = scope;
    }

    Map<Ast.Expression, ScalarType> types() {
        return types;
    }

    /** Checks an expression that must have a given type. */
    void require(Ast.Expression expression, ScalarType wanted, String what) {
        Optional<ScalarType> type = check(expression, Optional.of(wanted));
        if (type.isPresent() && !type.get().equals(wanted)) {
            findings.add(ErrorCode.F3004, expression.at(), wanted + " as " + what, type.get().toString(),
                    "Convert with " + (wanted.equals(ScalarType.BOOL) ? "a comparison" : wanted + "(…)") + ".");
        }
    }

    /** Checks an index or a shift count. */
    void requireUnsigned(Ast.Expression expression, String what) {
        Optional<ScalarType> type = check(expression, Optional.of(ScalarType.U32));
        if (type.isPresent() && (type.get().kind() != ScalarType.Kind.UNSIGNED || type.get().bits() > 32)) {
            findings.add(ErrorCode.F3004, expression.at(), "an unsigned integer of at most 32 bits as " + what,
                    type.get().toString(), "Convert with u32(…).");
        }
    }

    /** Type of an expression whose place wants {@code hint}, which binds literals only. */
    Optional<ScalarType> check(Ast.Expression expression, Optional<ScalarType> hint) {
        Optional<ScalarType> type = switch (expression) {
            case Ast.IntegerLiteral e -> integer(e, e.value(), hint);
            case Ast.FloatLiteral e -> Optional.of(ScalarType.F32);
            case Ast.BooleanLiteral e -> Optional.of(ScalarType.BOOL);
            case Ast.Name e -> name(e);
            case Ast.Read e -> read(e);
            case Ast.Convert e -> convert(e);
            case Ast.Call e -> call(e);
            case Ast.Index e -> index(e);
            case Ast.Unary e -> unary(e, hint);
            case Ast.Binary e -> binary(e, hint);
            case Ast.Conditional e -> {
                require(e.condition(), ScalarType.BOOL, "condition");
                yield pair(e.then(), e.otherwise(), hint, "the other branch");
            }
        };
        type.ifPresent(t -> types.put(expression, t));
        return type;
    }

    private Optional<ScalarType> integer(Ast.Expression at, BigInteger value, Optional<ScalarType> hint) {
        ScalarType type = hint.filter(t -> !t.isFloat()).orElse(ScalarType.I32);
        boolean signed = type.kind() == ScalarType.Kind.SIGNED;
        BigInteger limit = BigInteger.ONE.shiftLeft(signed ? type.bits() - 1 : type.bits());
        BigInteger least = signed ? limit.negate() : BigInteger.ZERO;
        if (value.compareTo(least) < 0 || value.compareTo(limit) >= 0) {
            findings.add(ErrorCode.F3006, at.at(), "a number that fits " + type, value.toString(),
                    "Its range is " + least + " to " + limit.subtract(BigInteger.ONE) + ".");
        }
        return Optional.of(type);
    }

    private Optional<ScalarType> name(Ast.Name e) {
        Optional<Symbol> symbol = scope.find(e.name());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Value value) {
            return Optional.of(value.type());
        }
        reportName(e.at(), e.name(), "a value", symbol);
        return Optional.empty();
    }

    /** Reports that a name is unknown, or stands for something else than wanted. */
    void reportName(SourceFile.Position at, String name, String wanted, Optional<Symbol> symbol) {
        findings.add(symbol.isPresent() ? ErrorCode.F3005 : ErrorCode.F3002, at, wanted,
                name + symbol.map(s -> ", " + s.noun()).orElse(", which is not declared here"),
                "Streams are read(x) and write(y, v); names are visible in their block after their declaration.");
    }

    private Optional<ScalarType> read(Ast.Read e) {
        Optional<Symbol> symbol = scope.find(e.stream());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Stream stream && stream.input()) {
            scope.access(e.at(), e.stream());
            return Optional.of(stream.type());
        }
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Stream) {
            findings.add(ErrorCode.F3011, e.at(), "an input stream to read", e.stream() + ", an output stream",
                    "Outputs are written with write(y, v).");
        } else {
            reportName(e.at(), e.stream(), "an input stream", symbol);
        }
        return Optional.empty();
    }

    private Optional<ScalarType> convert(Ast.Convert e) {
        Optional<ScalarType> from = check(e.value(), Optional.of(e.type()));
        if (from.isEmpty()) {
            return Optional.of(e.type());
        }
        boolean wide = !from.get().isFloat()
                && from.get().bits() > (from.get().kind() == ScalarType.Kind.SIGNED ? 32 : 31);
        if (e.type().equals(ScalarType.F32) && wide) {
            findings.add(ErrorCode.F3005, e.at(), "an integer that fits i32 to convert to f32", from.get().toString(),
                    "Convert to i32 first if its value allows that.");
        }
        if (e.type().equals(ScalarType.F16) && !from.get().isFloat()) {
            findings.add(ErrorCode.F3005, e.at(), "f32 to convert to f16", from.get().toString(), "Write f16(f32(…)).");
        }
        return Optional.of(e.type());
    }

    private Optional<ScalarType> call(Ast.Call e) {
        Optional<Builtin> builtin = Builtin.of(e.name());
        if (builtin.isPresent()) {
            return builtin(e, builtin.get());
        }
        Ast.Function function = functions.get(e.name());
        if (function == null) {
            findings.add(ErrorCode.F3002, e.at(), "a function", e.name() + ", which is not declared",
                    "The standard library is std.fk; docs/kernels.md lists it.");
            e.operands().forEach(o -> check(o, Optional.empty()));
            return Optional.empty();
        }
        if (!arity(e, function.parameters().size())) {
            return Optional.of(function.type());
        }
        for (int i = 0; i < e.operands().size(); i++) {
            Ast.Port parameter = function.parameters().get(i);
            require(e.operands().get(i), parameter.type(), "parameter " + parameter.name() + " of " + function.name());
        }
        return Optional.of(function.type());
    }

    private boolean arity(Ast.Call e, int wanted) {
        if (e.operands().size() == wanted) {
            return true;
        }
        findings.add(ErrorCode.F3007, e.at(), wanted + " values for " + e.name(), e.operands().size() + " of them",
                "One value per parameter.");
        e.operands().forEach(o -> check(o, Optional.empty()));
        return false;
    }

    private Optional<ScalarType> builtin(Ast.Call e, Builtin builtin) {
        if (!arity(e, 1)) {
            return Optional.empty();
        }
        Optional<ScalarType> from = check(e.operands().getFirst(), builtin.hint());
        if (from.isEmpty()) {
            return Optional.empty();
        }
        return switch (builtin) {
            case BITS -> Optional.of(ScalarType.unsigned(from.get().bits()));
            case AS_F32, AS_F16 -> {
                ScalarType to = builtin == Builtin.AS_F32 ? ScalarType.F32 : ScalarType.F16;
                if (from.get().bits() != to.bits()) {
                    findings.add(ErrorCode.F3005, e.at(), to.bits() + " bits to reinterpret as " + to,
                            from.get().toString(), "Resize with u" + to.bits() + "(…) first.");
                }
                yield Optional.of(to);
            }
        };
    }

    private Optional<ScalarType> index(Ast.Index e) {
        requireUnsigned(e.index(), "index");
        Optional<Symbol> symbol = scope.find(e.name());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Table table) {
            return Optional.of(table.type());
        }
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Memory memory) {
            if (scope.inVectorLoop()) {
                findings.add(ErrorCode.F3009, e.at(), "memory access in scalar code", "a load in a vector loop",
                        "Load into a variable before the loop.");
            }
            return Optional.of(memory.type());
        }
        reportName(e.at(), e.name(), "a memory or table", symbol);
        return Optional.empty();
    }

    private Optional<ScalarType> unary(Ast.Unary e, Optional<ScalarType> hint) {
        if (e.operator() == Ast.UnaryOperator.MINUS && e.value() instanceof Ast.IntegerLiteral literal) {
            Optional<ScalarType> type = integer(e, literal.value().negate(), hint);
            types.put(literal, type.orElseThrow());
            return type;
        }
        Optional<ScalarType> type = check(e.value(), hint);
        boolean available = type.isEmpty() || switch (e.operator()) {
            case MINUS -> !type.get().equals(ScalarType.F16);
            case NOT -> !type.get().isFloat();
            case LOGICAL_NOT -> type.get().equals(ScalarType.BOOL);
        };
        if (!available) {
            findings.add(ErrorCode.F3005, e.at(), "an operand that " + e.operator().symbol() + " takes",
                    type.get().toString(), "- takes f32 and integers, ~ integers, ! bool.");
        }
        return type;
    }

    private Optional<ScalarType> binary(Ast.Binary e, Optional<ScalarType> hint) {
        Ast.Group group = e.operator().group();
        if (group == Ast.Group.SHIFT) {
            Optional<ScalarType> left = check(e.left(), hint);
            requireUnsigned(e.right(), "shift count");
            left.ifPresent(t -> available(e, t, !t.isFloat()));
            return left;
        }
        boolean comparison = group == Ast.Group.COMPARISON;
        Optional<ScalarType> type = pair(e.left(), e.right(), comparison ? Optional.empty() : hint, "the left operand");
        type.ifPresent(t -> available(e, t, group == Ast.Group.BITWISE ? !t.isFloat() : !t.equals(ScalarType.F16)));
        return comparison ? Optional.of(ScalarType.BOOL) : type;
    }

    private void available(Ast.Binary e, ScalarType type, boolean available) {
        if (!available) {
            findings.add(ErrorCode.F3005, e.at(), "operands that " + e.operator().symbol() + " takes", type.toString(),
                    type.equals(ScalarType.F16) ? "Arithmetic is in f32: f16(f32(a) + f32(b))."
                            : "Reinterpret with bits(…) first.");
        }
    }

    /** Type of two operands that must agree; a literal follows the other one. */
    private Optional<ScalarType> pair(Ast.Expression left, Ast.Expression right, Optional<ScalarType> hint, String other) {
        boolean rightFirst = literal(left) && !literal(right);
        Ast.Expression leader = rightFirst ? right : left;
        Ast.Expression follower = rightFirst ? left : right;
        Optional<ScalarType> type = check(leader, hint);
        Optional<ScalarType> second = check(follower, type.isPresent() ? type : hint);
        if (type.isPresent() && second.isPresent() && !type.equals(second)) {
            findings.add(ErrorCode.F3004, follower.at(), type.get() + " like " + other, second.get().toString(),
                    "Nothing is converted silently.");
        }
        return type;
    }

    private static boolean literal(Ast.Expression expression) {
        return switch (expression) {
            case Ast.IntegerLiteral e -> true;
            case Ast.Unary e -> literal(e.value());
            case Ast.Binary e -> e.operator().group() != Ast.Group.COMPARISON && literal(e.left()) && literal(e.right());
            case Ast.FloatLiteral e -> false;
            case Ast.BooleanLiteral e -> false;
            case Ast.Name e -> false;
            case Ast.Read e -> false;
            case Ast.Convert e -> false;
            case Ast.Call e -> false;
            case Ast.Index e -> false;
            case Ast.Conditional e -> false;
        };
    }
}
