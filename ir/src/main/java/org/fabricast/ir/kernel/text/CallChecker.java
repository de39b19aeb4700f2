package org.fabricast.ir.kernel.text;

import java.util.Map;
import java.util.Optional;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.kernel.ScalarType;

/** Checks calls, reinterpretations and conversions. */
final class CallChecker {

    private final Findings findings;
    private final Map<String, Ast.Function> functions;
    private final ExpressionChecker expressions;

    CallChecker(Findings findings, Map<String, Ast.Function> functions, ExpressionChecker expressions) {
        this.findings = findings;
        this.functions = functions;
        this.expressions = expressions;
    }

    Optional<Type> call(Ast.Call e) {
        Optional<Builtin> builtin = Builtin.of(e.name());
        if (builtin.isPresent()) {
            return builtin(e, builtin.get());
        }
        Ast.Function function = functions.get(e.name());
        if (function == null) {
            findings.add(ErrorCode.F3002, e.at(), "a function", e.name() + ", which is not declared",
                    "The standard library is std.fk; docs/kernels.md lists it.");
            e.operands().forEach(o -> expressions.check(o, Optional.empty()));
            return Optional.empty();
        }
        if (!arity(e, function.parameters().size())) {
            return Optional.of(function.type());
        }
        for (int i = 0; i < e.operands().size(); i++) {
            Ast.Port parameter = function.parameters().get(i);
            expressions.require(e.operands().get(i), parameter.type(),
                    "parameter " + parameter.name() + " of " + function.name());
        }
        return Optional.of(function.type());
    }

    private boolean arity(Ast.Call e, int wanted) {
        if (e.operands().size() == wanted) {
            return true;
        }
        findings.add(ErrorCode.F3007, e.at(), wanted + " values for " + e.name(), e.operands().size() + " of them",
                "One value per parameter.");
        e.operands().forEach(o -> expressions.check(o, Optional.empty()));
        return false;
    }

    private Optional<Type> builtin(Ast.Call e, Builtin builtin) {
        if (!arity(e, builtin.arity())) {
            return Optional.empty();
        }
        return switch (builtin) {
            case Builtin.Bits b -> expressions.check(e.operands().getFirst(), Optional.empty())
                    .map(t -> Type.of(ScalarType.unsigned(t.bits())));
            case Builtin.Fma b -> {
                e.operands().forEach(o -> expressions.require(o, Type.F32, "operand of fma"));
                yield Optional.of(Type.F32);
            }
            case Builtin.As b -> {
                Optional<Type> from = expressions.check(e.operands().getFirst(),
                        Optional.of(Type.of(ScalarType.unsigned(b.type().bits()))));
                if (from.isPresent() && from.get().bits() != b.type().bits()) {
                    findings.add(ErrorCode.F3005, e.at(), b.type().bits() + " bits to reinterpret as " + b.type(),
                            from.get().toString(), "Resize with u" + b.type().bits() + "(…) first.");
                }
                yield from.isPresent() ? Optional.of(b.type()) : Optional.empty();
            }
        };
    }

    /** A conversion by value; its type is that of the target whatever is wrong. */
    Optional<Type> convert(Ast.Convert e) {
        Optional<Type> hint = e.type().isInteger() || e.type().fixed() ? Optional.of(e.type()) : Optional.empty();
        Optional<Type> source = expressions.check(e.value(), hint);
        source.ifPresent(from -> convert(e, from, e.type()));
        return Optional.of(e.type());
    }

    private void refuse(Ast.Convert e, String expected, Type found, String hint) {
        findings.add(ErrorCode.F3005, e.at(), expected, found.toString(), hint);
    }

    private void convert(Ast.Convert e, Type from, Type to) {
        if (e.mode().stated() && (from.isFloat() || to.isFloat())) {
            findings.add(ErrorCode.F3022, e.at(), "no mode for a conversion of floats", from + " to " + to,
                    "Floats round to nearest even and saturate.");
        }
        int fits = from.signed() ? 32 : 31;
        if (to.equals(Type.F32) && !from.isFloat() && from.bits() > fits) {
            refuse(e, "an integer that fits i32 to convert to f32", from, "Convert to i32 first if its value allows that.");
        } else if (to.isFloat() && !to.equals(Type.F32) && !from.isFloat()) {
            refuse(e, "f32 to convert to " + to, from, "Write " + to + "(f32(…)).");
        } else if (from.isFloat() && to.fixed() && to.bits() > (to.signed() ? 32 : 31)) {
            refuse(e, "fixed point of at most 32 bits signed, 31 unsigned, to convert a float to", to,
                    "Convert to a narrower type, then widen.");
        } else if (from.fixed() && to.equals(Type.BOOL)) {
            refuse(e, "a comparison to make a bool of fixed point", from, "Write x != 0.0.");
        } else if (!from.isFloat() && !to.isFloat() && from.bits() + to.fraction() - from.fraction() > Long.SIZE) {
            findings.add(ErrorCode.F3022, e.at(), "at most 64 bits with the point aligned",
                    from + " aligned to " + to, "Narrow the value first.");
        }
    }
}
