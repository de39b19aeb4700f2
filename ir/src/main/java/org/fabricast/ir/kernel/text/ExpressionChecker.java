package org.fabricast.ir.kernel.text;

import java.math.BigInteger;
import java.util.Optional;
import org.fabricast.diag.ErrorCode;

/**
 * Gives every expression its type. A literal, or an expression of literals alone, takes the type its place wants; where the
 * place wants none, an integer is i32 and a number with a point or exponent f32. An empty type means that the finding has been
 * reported.
 */
final class ExpressionChecker {

    private final Findings findings;
    private final Facts facts;
    private final Scope scope;
    private final MemoryRules memories;
    private final CallChecker calls;
    private final OperatorChecker operators;

    ExpressionChecker(TypeChecker.Environment environment, Scope scope, MemoryRules memories) {
        this.findings = environment.findings();
        this.facts = environment.facts();
        this.scope = scope;
        this.memories = memories;
        this.calls = new CallChecker(findings, environment.functions(), this);
        this.operators = new OperatorChecker(findings, facts, scope, this);
    }

    /** Checks an expression that must have a given type. */
    void require(Ast.Expression expression, Type wanted, String what) {
        Optional<Type> type = check(expression, Optional.of(wanted));
        if (type.isPresent() && !type.get().equals(wanted)) {
            findings.add(ErrorCode.F3004, expression.at(), wanted + " as " + what, type.get().toString(),
                    "Convert with " + (wanted.equals(Type.BOOL) ? "a comparison" : wanted + "(…)") + ".");
        }
    }

    /** Checks an index or a shift count. */
    void requireUnsigned(Ast.Expression expression, String what) {
        Optional<Type> type = check(expression, Optional.of(Type.U32));
        if (type.isPresent() && (!type.get().isInteger() || type.get().signed() || type.get().bits() > 32)) {
            findings.add(ErrorCode.F3004, expression.at(), "an unsigned integer of at most 32 bits as " + what,
                    type.get().toString(), "Convert with u32(…).");
        }
    }

    /** Type of an expression whose place wants {@code hint}, which binds literals only. */
    Optional<Type> check(Ast.Expression expression, Optional<Type> hint) {
        Optional<Type> type = switch (expression) {
            case Ast.IntegerLiteral e -> integer(e, e.value(), hint);
            case Ast.FloatLiteral e -> floating(e, e.precise(), hint);
            case Ast.BooleanLiteral e -> Optional.of(Type.BOOL);
            case Ast.Name e -> name(e);
            case Ast.Read e -> read(e);
            case Ast.Convert e -> calls.convert(e);
            case Ast.Call e -> calls.call(e);
            case Ast.Index e -> index(e);
            case Ast.Unary e -> operators.unary(e, hint);
            case Ast.Binary e -> operators.binary(e, hint);
            case Ast.Conditional e -> {
                require(e.condition(), Type.BOOL, "condition");
                yield pair(e.then(), e.otherwise(), hint, "the other branch");
            }
        };
        type.ifPresent(t -> facts.types.put(expression, t));
        return type;
    }

    /** An integer literal, which takes any type but a float's. */
    Optional<Type> integer(Ast.Expression at, BigInteger value, Optional<Type> hint) {
        Type type = hint.filter(t -> !t.isFloat()).orElse(Type.I32);
        Optional<Long> raw = new Static.Whole(value).raw(type);
        if (raw.isEmpty()) {
            findings.add(ErrorCode.F3006, at.at(), "a number that fits " + type, value.toString(), "Its range is "
                    + type.least().shiftRight(type.fraction()) + " to " + type.greatest().shiftRight(type.fraction()) + ".");
        }
        facts.constants.put(at, raw.orElse(0L));
        return Optional.of(type);
    }

    /** A literal with a point or exponent: f32 unless its place wants another float or fixed point. */
    Optional<Type> floating(Ast.Expression at, double value, Optional<Type> hint) {
        Type type = hint.filter(t -> t.isFloat() || t.fixed()).orElse(Type.F32);
        if (!type.equals(Type.F32)) {
            Optional<Long> raw = new Static.Real(value).raw(type);
            if (raw.isEmpty()) {
                findings.add(ErrorCode.F3006, at.at(), "a number that fits " + type, "" + value,
                        "Use a wider type or another number.");
            }
            facts.constants.put(at, raw.orElse(0L));
        }
        return Optional.of(type);
    }

    private Optional<Type> name(Ast.Name e) {
        Optional<Symbol> symbol = scope.find(e.name());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Value value) {
            return Optional.of(value.type());
        }
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Induction) {
            return Optional.of(Type.U32);
        }
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Constant constant) {
            facts.constants.put(e, constant.raw());
            return Optional.of(constant.type());
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

    private Optional<Type> read(Ast.Read e) {
        Optional<Symbol> symbol = scope.find(e.stream());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Stream stream && stream.input()) {
            if (scope.inBranch()) {
                findings.add(ErrorCode.F3017, e.at(), "a read outside if", "read(" + e.stream() + ") in a branch",
                        "Read before the if: an element is taken in every iteration.");
            } else {
                scope.access(e.at(), e.stream());
            }
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

    private Optional<Type> index(Ast.Index e) {
        requireUnsigned(e.index(), "index");
        Optional<Symbol> symbol = scope.find(e.name());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Table table) {
            return Optional.of(table.type());
        }
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Memory memory) {
            memories.load(e);
            return Optional.of(memory.type());
        }
        reportName(e.at(), e.name(), "a memory or table", symbol);
        return Optional.empty();
    }

    /** Type of two operands that must agree; a literal follows the other one. */
    Optional<Type> pair(Ast.Expression left, Ast.Expression right, Optional<Type> hint, String other) {
        boolean rightFirst = literal(left) && !literal(right);
        Ast.Expression leader = rightFirst ? right : left;
        Ast.Expression follower = rightFirst ? left : right;
        Optional<Type> type = check(leader, hint);
        Optional<Type> second = check(follower, type.isPresent() ? type : hint);
        if (type.isPresent() && second.isPresent() && !type.equals(second)) {
            findings.add(ErrorCode.F3004, follower.at(), type.get() + " like " + other, second.get().toString(),
                    "Nothing is converted silently.");
        }
        return type;
    }

    static boolean literal(Ast.Expression expression) {
        return switch (expression) {
            case Ast.IntegerLiteral e -> true;
            case Ast.Unary e -> literal(e.value());
            case Ast.Binary e -> e.operator().group() != Ast.Group.COMPARISON && literal(e.left()) && literal(e.right());
            case Ast.FloatLiteral e -> true;
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
