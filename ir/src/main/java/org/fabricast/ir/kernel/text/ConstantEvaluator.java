package org.fabricast.ir.kernel.text;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.fabricast.diag.ErrorCode;

/**
 * Evaluates expressions at compile time: whole numbers exactly, everything else in binary64; rounded once, where the
 * value gets a type. The first thing that is not known at compile time is reported (F3021).
 */
final class ConstantEvaluator {

    private static final int MAX_BITS = 128;

    private final Findings findings;
    private final Function<String, Optional<Static>> names;

    /** @param names the number that a name stands for, if it is a constant */
    ConstantEvaluator(Findings findings, Function<String, Optional<Static>> names) {
        this.findings = findings;
        this.names = names;
    }

    private Optional<Static> unknown(SourceFile.Position at, String found) {
        findings.add(ErrorCode.F3021, at, "a value known at compile time", found,
                "Literals, constants, operators, conversions and " + MathFunction.list() + " are.");
        return Optional.empty();
    }

    Optional<Static> evaluate(Ast.Expression expression) {
        return switch (expression) {
            case Ast.IntegerLiteral e -> Optional.of(new Static.Whole(e.value()));
            case Ast.FloatLiteral e -> Optional.of(new Static.Real(e.precise()));
            case Ast.BooleanLiteral e -> Optional.of(Static.of(e.value() ? 1 : 0));
            case Ast.Name e -> names.apply(e.name()).or(() -> unknown(e.at(), e.name()));
            case Ast.Read e -> unknown(e.at(), "read(" + e.stream() + ")");
            case Ast.Index e -> unknown(e.at(), e.name() + "[…]");
            case Ast.Convert e -> evaluate(e.value()).flatMap(v -> {
                Optional<Static> converted = v.raw(e.type()).map(raw -> Static.value(e.type(), raw));
                return converted.or(() -> range(e.at(), "a number within " + e.type()));
            });
            case Ast.Call e -> call(e);
            case Ast.Unary e -> evaluate(e.value()).flatMap(v -> unary(e, v));
            case Ast.Binary e -> {
                Optional<Static> left = evaluate(e.left());
                Optional<Static> right = evaluate(e.right());
                yield left.isPresent() && right.isPresent() ? binary(e, left.get(), right.get()) : Optional.empty();
            }
            case Ast.Conditional e -> evaluate(e.condition())
                    .flatMap(c -> evaluate(c.real() != 0 ? e.then() : e.otherwise()));
        };
    }

    private Optional<Static> range(SourceFile.Position at, String expected) {
        findings.add(ErrorCode.F3006, at, expected, "a number beyond it", "Use a wider type or another number.");
        return Optional.empty();
    }

    private Optional<Static> call(Ast.Call e) {
        Optional<MathFunction> function = MathFunction.of(e.name());
        if (function.isEmpty()) {
            return unknown(e.at(), "a call of " + e.name());
        }
        List<Double> operands = new ArrayList<>();
        for (Ast.Expression operand : e.operands()) {
            evaluate(operand).ifPresent(v -> operands.add(v.real()));
        }
        if (e.operands().size() != function.get().arity()) {
            findings.add(ErrorCode.F3007, e.at(), function.get().arity() + " values for " + e.name(),
                    e.operands().size() + " of them", "One value per parameter.");
            return Optional.empty();
        }
        return operands.size() < function.get().arity() ? Optional.empty() : Optional.of(new Static.Real(
                function.get().apply(operands.stream().mapToDouble(Double::doubleValue).toArray())));
    }

    private Optional<Static> unary(Ast.Unary e, Static value) {
        return switch (e.operator()) {
            case MINUS -> Optional.of(value instanceof Static.Whole w ? new Static.Whole(w.value().negate())
                    : new Static.Real(-value.real()));
            case NOT -> value instanceof Static.Whole w ? Optional.of(new Static.Whole(w.value().not()))
                    : unknown(e.at(), "~ of a number that is not whole");
            case LOGICAL_NOT -> Optional.of(Static.of(value.real() == 0 ? 1 : 0));
        };
    }

    private Optional<Static> binary(Ast.Binary e, Static left, Static right) {
        if (left instanceof Static.Whole a && right instanceof Static.Whole b) {
            return whole(e, a.value(), b.value());
        }
        double a = left.real();
        double b = right.real();
        return switch (e.operator()) {
            case ADD -> Optional.of(new Static.Real(a + b));
            case SUBTRACT -> Optional.of(new Static.Real(a - b));
            case MULTIPLY -> Optional.of(new Static.Real(a * b));
            case DIVIDE -> Optional.of(new Static.Real(a / b));
            case EQUAL -> truth(a == b);
            case NOT_EQUAL -> truth(a != b);
            case LESS -> truth(a < b);
            case LESS_EQUAL -> truth(a <= b);
            case GREATER -> truth(a > b);
            case GREATER_EQUAL -> truth(a >= b);
            case REMAINDER, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT ->
                    unknown(e.at(), e.operator().symbol() + " of a number that is not whole");
        };
    }

    private static Optional<Static> truth(boolean value) {
        return Optional.of(Static.of(value ? 1 : 0));
    }

    private Optional<Static> whole(Ast.Binary e, BigInteger a, BigInteger b) {
        if (b.signum() == 0 && (e.operator() == Ast.BinaryOperator.DIVIDE || e.operator() == Ast.BinaryOperator.REMAINDER)) {
            findings.add(ErrorCode.F3006, e.at(), "a divisor other than 0", "0", "Whole numbers have no quotient by 0.");
            return Optional.empty();
        }
        int order = a.compareTo(b);
        boolean shift = b.signum() >= 0 && b.bitLength() < 8;
        Optional<BigInteger> result = switch (e.operator()) {
            case ADD -> Optional.of(a.add(b));
            case SUBTRACT -> Optional.of(a.subtract(b));
            case MULTIPLY -> Optional.of(a.multiply(b));
            case DIVIDE -> Optional.of(a.divide(b));
            case REMAINDER -> Optional.of(a.remainder(b));
            case AND -> Optional.of(a.and(b));
            case OR -> Optional.of(a.or(b));
            case XOR -> Optional.of(a.xor(b));
            case SHIFT_LEFT -> shift ? Optional.of(a.shiftLeft(b.intValue())) : Optional.empty();
            case SHIFT_RIGHT -> shift ? Optional.of(a.shiftRight(b.intValue())) : Optional.empty();
            case EQUAL -> Optional.of(bit(order == 0));
            case NOT_EQUAL -> Optional.of(bit(order != 0));
            case LESS -> Optional.of(bit(order < 0));
            case LESS_EQUAL -> Optional.of(bit(order <= 0));
            case GREATER -> Optional.of(bit(order > 0));
            case GREATER_EQUAL -> Optional.of(bit(order >= 0));
        };
        if (result.isEmpty() || result.get().bitLength() > MAX_BITS) {
            return range(e.at(), "a whole number of at most " + MAX_BITS + " bits");
        }
        return result.map(Static.Whole::new);
    }

    private static BigInteger bit(boolean value) {
        return value ? BigInteger.ONE : BigInteger.ZERO;
    }
}
