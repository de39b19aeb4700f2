package org.fabricast.ir.kernel.text;

import java.util.Optional;
import org.fabricast.diag.ErrorCode;

/** Types of prefix and infix operators. */
final class OperatorChecker {

    private final Findings findings;
    private final Facts facts;
    private final Scope scope;
    private final ExpressionChecker expressions;

    OperatorChecker(Findings findings, Facts facts, Scope scope, ExpressionChecker expressions) {
        this.findings = findings;
        this.facts = facts;
        this.scope = scope;
        this.expressions = expressions;
    }

    Optional<Type> unary(Ast.Unary e, Optional<Type> hint) {
        boolean minus = e.operator() == Ast.UnaryOperator.MINUS;
        if (minus && e.value() instanceof Ast.IntegerLiteral literal) {
            return expressions.integer(e, literal.value().negate(), hint);
        }
        if (minus && e.value() instanceof Ast.FloatLiteral literal && hint.filter(t -> !t.equals(Type.F32)).isPresent()) {
            Optional<Type> type = expressions.floating(e, -literal.precise(), hint);
            if (!type.equals(Optional.of(Type.F32))) {
                return type;
            }
        }
        Optional<Type> type = expressions.check(e.value(), hint);
        boolean available = type.isEmpty() || switch (e.operator()) {
            case MINUS -> true;
            case NOT -> type.get().isInteger();
            case LOGICAL_NOT -> type.get().equals(Type.BOOL);
        };
        if (!available) {
            findings.add(ErrorCode.F3005, e.at(), "an operand that " + e.operator().symbol() + " takes",
                    type.get().toString(), "- takes numbers, ~ integers, ! bool.");
        }
        return minus ? type.flatMap(t -> t.fixed() ? fixed(e, true, t.whole() + 1, t.fraction()) : Optional.of(t)) : type;
    }

    Optional<Type> binary(Ast.Binary e, Optional<Type> hint) {
        return switch (e.operator().group()) {
            case SHIFT -> {
                Optional<Type> left = expressions.check(e.left(), hint);
                expressions.requireUnsigned(e.right(), "shift count");
                left.ifPresent(t -> available(e, t, t.isInteger()));
                yield left;
            }
            case DIVISION -> division(e, hint);
            case BITWISE -> {
                Optional<Type> type = expressions.pair(e.left(), e.right(), hint, "the left operand");
                type.ifPresent(t -> available(e, t, t.isInteger()));
                yield type;
            }
            case ARITHMETIC -> arithmetic(e, hint);
            case COMPARISON -> {
                operands(e, Optional.empty());
                yield Optional.of(Type.BOOL);
            }
        };
    }

    private void available(Ast.Binary e, Type type, boolean available) {
        if (!available) {
            findings.add(ErrorCode.F3005, e.at(), "operands that " + e.operator().symbol() + " takes", type.toString(),
                    "Reinterpret with bits(…) first.");
        }
    }

    private Optional<Type> arithmetic(Ast.Binary e, Optional<Type> hint) {
        Optional<Operands> operands = operands(e, hint);
        if (operands.isEmpty() || !operands.get().left().fixed()) {
            return operands.map(Operands::left);
        }
        Type a = operands.get().left();
        Type b = operands.get().right();
        boolean signed = a.signed() || b.signed();
        if (e.operator() == Ast.BinaryOperator.MULTIPLY) {
            return fixed(e, signed, a.whole() + b.whole(), a.fraction() + b.fraction());
        }
        boolean result = signed || e.operator() == Ast.BinaryOperator.SUBTRACT;
        return fixed(e, result, wholes(a, b, result) + 1, Math.max(a.fraction(), b.fraction()));
    }

    /** Bits before the point that hold both types. */
    private static int wholes(Type a, Type b, boolean signed) {
        return Math.max(a.whole() + (signed && !a.signed() ? 1 : 0), b.whole() + (signed && !b.signed() ? 1 : 0));
    }

    /** The exact result type of fixed-point arithmetic. */
    private Optional<Type> fixed(Ast.Expression e, boolean signed, int whole, int fraction) {
        if (whole + fraction > Long.SIZE) {
            findings.add(ErrorCode.F3022, e.at(), "an exact result of at most 64 bits", whole + fraction + " bits",
                    "Narrow an operand first, for example fx8_16(x).");
            return Optional.empty();
        }
        return Optional.of(Type.fixed(signed, whole, fraction));
    }

    private record Operands(Type left, Type right) { }

    /** Types of two operands: equal ones, or two of fixed point, whose points are aligned. */
    private Optional<Operands> operands(Ast.Binary e, Optional<Type> hint) {
        boolean rightFirst = ExpressionChecker.literal(e.left()) && !ExpressionChecker.literal(e.right());
        Ast.Expression leader = rightFirst ? e.right() : e.left();
        Ast.Expression follower = rightFirst ? e.left() : e.right();
        Optional<Type> type = expressions.check(leader, hint);
        Optional<Type> second = expressions.check(follower, type.isPresent() ? type : hint);
        if (type.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        boolean aligned = type.get().fixed() && second.get().fixed();
        if (!aligned && !type.equals(second)) {
            findings.add(ErrorCode.F3004, follower.at(), type.get() + " like the left operand", second.get().toString(),
                    "Nothing is converted silently.");
            return type.filter(t -> !t.fixed()).map(t -> new Operands(t, t));
        }
        Type left = rightFirst ? second.get() : type.get();
        Type right = rightFirst ? type.get() : second.get();
        if (aligned && e.operator().group() == Ast.Group.COMPARISON) {
            boolean signed = left.signed() || right.signed();
            fixed(e, signed, wholes(left, right, signed), Math.max(left.fraction(), right.fraction()));
        }
        return Optional.of(new Operands(left, right));
    }

    /** Type that holds two fixed-point types exactly, as a comparison needs it. */
    static Type common(Type a, Type b) {
        boolean signed = a.signed() || b.signed();
        return Type.fixed(signed, wholes(a, b, signed), Math.max(a.fraction(), b.fraction()));
    }

    /** Division by a power of two known at compile time, or of two numbers known at compile time. */
    private Optional<Type> division(Ast.Binary e, Optional<Type> hint) {
        ConstantEvaluator quiet = new ConstantEvaluator(new Findings(), scope::constant);
        Optional<Type> type = expressions.pair(e.left(), e.right(), hint, "the left operand");
        if (type.isEmpty() || !type.get().isInteger()) {
            type.ifPresent(t -> findings.add(ErrorCode.F3024, e.at(), "integers to divide", t.toString(),
                    "Floats: multiply by recip(x) or a constant; fixed point: multiply by a constant."));
            return type;
        }
        Optional<Long> whole = quiet.evaluate(e).flatMap(v -> v.raw(type.get()));
        Optional<Static> divisor = quiet.evaluate(e.right());
        if (whole.isPresent()) {
            facts.constants.put(e, whole.get());
        } else if (divisor.isPresent() && divisor.get() instanceof Static.Whole w && w.value().signum() > 0
                && w.value().bitCount() == 1) {
            facts.constants.put(e.right(), w.value().longValue());
        } else {
            findings.add(ErrorCode.F3024, e.at(), "a power of two known at compile time to divide by", "another divisor",
                    "Hardware has no divider: multiply by a reciprocal, or pass the quotient as an argument.");
        }
        return type;
    }
}
