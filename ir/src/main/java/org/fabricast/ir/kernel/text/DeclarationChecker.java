package org.fabricast.ir.kernel.text;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fabricast.diag.ErrorCode;

/** Checks declarations whose content is known at compile time: constants, tables, and the sizes of memories. */
final class DeclarationChecker {

    /** More make simulators and synthesis take minutes. */
    private static final int MAX_BANKS = 64;
    private static final int MAX_LENGTH = 65_536;

    private final Findings findings;
    private final Facts facts;
    private final Scope scope;
    private final Set<String> functions;
    private final ConstantEvaluator evaluator;

    DeclarationChecker(Findings findings, Facts facts, Scope scope, Set<String> functions) {
        this.findings = findings;
        this.facts = facts;
        this.scope = scope;
        this.functions = functions;
        this.evaluator = new ConstantEvaluator(findings, scope::constant);
    }

    /** The raw bits of a compile-time expression in a type. */
    static Optional<Long> raw(Ast.Expression expression, Type type, ConstantEvaluator evaluator, Findings findings) {
        if (expression instanceof Ast.FloatLiteral f && type.equals(Type.F32)) {
            return Optional.of(Float.floatToRawIntBits(f.value()) & 0xffff_ffffL);
        }
        Optional<Static> value = evaluator.evaluate(expression);
        Optional<Long> raw = value.flatMap(v -> v.raw(type));
        if (value.isPresent() && raw.isEmpty()) {
            findings.add(ErrorCode.F3006, expression.at(), "a number that fits " + type, text(value.get()),
                    "Use a wider type or another number.");
        }
        return raw;
    }

    private static String text(Static value) {
        return switch (value) {
            case Static.Whole w -> w.value().toString();
            case Static.Real r -> "" + r.value();
        };
    }

    /** Notes a size known at compile time, if it is between the limits. */
    void size(Ast.Statement of, Ast.Expression expression, int least, int most, ErrorCode code, String what) {
        Optional<Static> value = evaluator.evaluate(expression);
        if (value.isEmpty()) {
            return;
        }
        if (value.get() instanceof Static.Whole w && w.value().bitLength() < Integer.SIZE
                && w.value().intValue() >= least && w.value().intValue() <= most) {
            facts.sizes.put(of, w.value().intValue());
        } else {
            findings.add(code, of.at(), what + " of " + least + " to " + most, text(value.get()),
                    "The limit keeps hardware and compile time within reason.");
        }
    }

    void constant(Ast.Constant s) {
        Optional<Long> raw = raw(s.value(), s.type(), evaluator, findings);
        scope.declare(s.at(), s.name(), new Symbol.Constant(s.type(), raw.orElse(0L)));
    }

    private void outside(Ast.Statement s, String what) {
        if (scope.loop().isPresent() || scope.inBranch()) {
            findings.add(ErrorCode.F3009, s.at(), "a " + what + " declared outside all loops and branches", what + " here",
                    "Move the declaration to the beginning.");
        }
    }

    void memory(Ast.Memory s) {
        size(s, s.depth(), 1, MAX_LENGTH, ErrorCode.F3014, "a depth");
        if (!scope.inKernel()) {
            findings.add(ErrorCode.F3009, s.at(), "a memory declared in a kernel", "mem in a function",
                    "Functions are values of their parameters; pass elements.");
        }
        outside(s, "memory");
        BigInteger banks = s.layout().banks();
        int most = Math.min(MAX_BANKS, facts.sizes.getOrDefault(s, MAX_LENGTH));
        if (banks.bitCount() != 1 || banks.compareTo(BigInteger.valueOf(most)) > 0) {
            findings.add(ErrorCode.F3015, s.at(), "1, 2, 4, … banks, a power of two of at most " + most, "partition factor=" + banks,
                    "Element i of a memory is in bank i mod factor.");
        }
        scope.declare(s.at(), s.name(), new Symbol.Memory(s.type()));
    }

    void table(Ast.Table s) {
        size(s, s.length(), 1, MAX_LENGTH, ErrorCode.F3014, "a length");
        int length = facts.sizes.getOrDefault(s, s.entries().size());
        if (length != s.entries().size()) {
            findings.add(ErrorCode.F3014, s.at(), length + " entries", s.entries().size() + " of them",
                    "The length is said so that a lost entry is noticed.");
        }
        List<Long> entries = new ArrayList<>();
        for (Ast.Expression entry : s.entries()) {
            entries.add(raw(entry, s.type(), evaluator, findings).orElse(0L));
        }
        declare(s, s.name(), s.type(), entries);
    }

    /** Evaluates the formula of a table for every index; the first entry that is wrong is reported. */
    void table(Ast.ComputedTable s) {
        size(s, s.length(), 1, MAX_LENGTH, ErrorCode.F3014, "a length");
        if (functions.contains(s.index()) || scope.find(s.index()).isPresent() || s.index().equals(s.name())) {
            findings.add(ErrorCode.F3003, s.at(), "a new name for the index", s.index(), "Choose another name.");
        }
        List<Long> entries = new ArrayList<>();
        for (int i = 0; i < facts.sizes.getOrDefault(s, 0); i++) {
            Static index = Static.of(i);
            ConstantEvaluator formula = new ConstantEvaluator(findings,
                    name -> name.equals(s.index()) ? Optional.of(index) : scope.constant(name));
            Optional<Long> entry = raw(s.value(), s.type(), formula, findings);
            if (entry.isEmpty()) {
                break;
            }
            entries.add(entry.get());
        }
        declare(s, s.name(), s.type(), entries);
    }

    private void declare(Ast.Statement s, String name, Type type, List<Long> entries) {
        facts.entries.put(s, entries);
        outside(s, "table");
        scope.declare(s.at(), name, new Symbol.Table(type));
    }
}
