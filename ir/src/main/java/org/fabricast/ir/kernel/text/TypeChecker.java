package org.fabricast.ir.kernel.text;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.ScalarType;

/** Checks one function or kernel: names, types, and that every statement stands where hardware can execute it. */
final class TypeChecker {

    private static final BigInteger MAX_LENGTH = BigInteger.valueOf(65_536);
    private static final int MAX_PARTIALS = 256;

    private final Findings findings;
    private final Scope scope;
    private final ExpressionChecker expressions;
    private final Map<Ast.Loop, Map<String, Integer>> contributions = new IdentityHashMap<>();
    private final Map<String, Integer> assignments = new HashMap<>();

    private TypeChecker(Findings findings, Map<String, Ast.Function> functions, boolean kernel) {
        this.findings = findings;
        this.scope = new Scope(findings, functions.keySet(), kernel);
        this.expressions = new ExpressionChecker(findings, functions, scope);
    }

    /** Checks a function; the types of its expressions. */
    static Map<Ast.Expression, ScalarType> check(Ast.Function function, Map<String, Ast.Function> functions,
                                                 Findings findings) {
        TypeChecker checker = new TypeChecker(findings, functions, false);
        for (Ast.Port p : function.parameters()) {
            checker.scope.declare(p.at(), p.name(), new Symbol.Value(p.type(), false, Optional.empty()));
        }
        List<Ast.Statement> body = function.body();
        for (int i = 0; i < body.size(); i++) {
            if (body.get(i) instanceof Ast.Return r && i == body.size() - 1) {
                checker.expressions.require(r.value(), function.type(), "value of " + function.name());
            } else {
                checker.statement(body.get(i));
            }
        }
        if (body.isEmpty() || !(body.getLast() instanceof Ast.Return)) {
            findings.add(ErrorCode.F3013, function.at(), "return as the last statement", function.name()
                    + " without it", "A function is one value of its parameters.");
        }
        return checker.expressions.types();
    }

    /** Checks a kernel; the types of its expressions. */
    static Map<Ast.Expression, ScalarType> check(Ast.KernelDefinition kernel, Map<String, Ast.Function> functions,
                                                 Findings findings) {
        TypeChecker checker = new TypeChecker(findings, functions, true);
        for (Ast.Port p : kernel.ports()) {
            if (p.type().bits() > 32) {
                findings.add(ErrorCode.F3005, p.at(), "a port of at most 32 bits", p.name() + " of " + p.type(),
                        "Ports of a kernel are 32 bits wide at most.");
            }
            checker.scope.declare(p.at(), p.name(), switch (p.kind()) {
                case INPUT -> new Symbol.Stream(p.type(), true);
                case OUTPUT -> new Symbol.Stream(p.type(), false);
                case RESULT -> new Symbol.Result(p.type());
                case ARGUMENT -> new Symbol.Value(p.type(), false, Optional.empty());
            });
        }
        kernel.body().forEach(checker::statement);
        for (Ast.Port p : kernel.ports()) {
            int times = checker.assignments.getOrDefault(p.name(), 0);
            if (p.kind() == Ast.PortKind.RESULT && times != 1) {
                findings.add(ErrorCode.F3013, p.at(), "one assignment of result " + p.name(), times + " of them",
                        "Assign it once outside all loops.");
            }
        }
        return checker.expressions.types();
    }

    private void statement(Ast.Statement statement) {
        switch (statement) {
            case Ast.Declare s -> {
                expressions.require(s.value(), s.type(), "value of " + s.name());
                scope.declare(s.at(), s.name(), new Symbol.Value(s.type(), true, scope.loop()));
            }
            case Ast.Assign s -> assign(s);
            case Ast.Store s -> store(s);
            case Ast.Contribute s -> contribute(s);
            case Ast.Write s -> write(s);
            case Ast.Rewind s -> rewind(s);
            case Ast.Return s -> misplaced(s, "return as the last statement of a function", "return here");
            case Ast.Memory s -> {
                length(s.at(), s.depth());
                if (scope.loop().isPresent() || !scope.inKernel()) {
                    misplaced(s, "a memory declared outside all loops of a kernel", "mem here");
                }
                scope.declare(s.at(), s.name(), new Symbol.Memory(s.type()));
            }
            case Ast.Table s -> table(s);
            case Ast.Loop s -> loop(s);
        }
    }

    private void misplaced(Ast.Statement s, String expected, String found) {
        findings.add(ErrorCode.F3009, s.at(), expected, found, "See docs/kernels.md for what stands where.");
    }

    private void assign(Ast.Assign s) {
        Optional<Symbol> symbol = scope.find(s.name());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Result result) {
            expressions.require(s.value(), result.type(), "result " + s.name());
            assignments.merge(s.name(), 1, Integer::sum);
            if (scope.loop().isPresent()) {
                misplaced(s, "a result assigned outside all loops", s.name() + " in a loop");
            }
        } else if (symbol.isPresent() && symbol.get() instanceof Symbol.Value value) {
            expressions.require(s.value(), value.type(), "value of " + s.name());
            if (!value.assignable()) {
                findings.add(ErrorCode.F3010, s.at(), "a variable to assign", s.name()
                        + ", a parameter, induction variable or reduction", "Copy it into a variable of your own.");
            } else if (scope.inVectorLoop() && !scope.encloses(value.loop(), scope.loop().orElseThrow())) {
                findings.add(ErrorCode.F3010, s.at(), "a reduction to combine iterations of a vector loop",
                        "assignment of " + s.name() + ", which is declared outside",
                        "Its iterations run at the same time; use reduce(…) or a scalar for.");
            }
        } else {
            expressions.check(s.value(), Optional.empty());
            expressions.reportName(s.at(), s.name(), "a variable or result", symbol);
        }
    }

    private void store(Ast.Store s) {
        expressions.requireUnsigned(s.index(), "index");
        Optional<Symbol> symbol = scope.find(s.name());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Memory memory) {
            expressions.require(s.value(), memory.type(), "element of " + s.name());
        } else {
            expressions.check(s.value(), Optional.empty());
            expressions.reportName(s.at(), s.name(), "a memory", symbol);
        }
        if (scope.inVectorLoop()) {
            misplaced(s, "memory access in scalar code", "a store in a vector loop");
        }
    }

    private void contribute(Ast.Contribute s) {
        Optional<Symbol> symbol = scope.find(s.name());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Contribution c) {
            expressions.require(s.value(), c.type(), "contribution to " + s.name());
            if (scope.loop().orElseThrow() != c.loop()) {
                misplaced(s, "a contribution directly in the loop of " + s.name(), "one in a loop inside");
            }
            contributions.get(c.loop()).merge(s.name(), 1, Integer::sum);
        } else {
            expressions.check(s.value(), Optional.empty());
            expressions.reportName(s.at(), s.name(), "a reduction of the loop around", symbol);
        }
    }

    private void write(Ast.Write s) {
        Optional<Symbol> symbol = scope.find(s.stream());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Stream stream && !stream.input()) {
            expressions.require(s.value(), stream.type(), "element of " + s.stream());
            scope.access(s.at(), s.stream());
            return;
        }
        expressions.check(s.value(), Optional.empty());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Stream) {
            findings.add(ErrorCode.F3011, s.at(), "an output stream to write", s.stream() + ", an input stream",
                    "Inputs are read with read(x).");
        } else {
            expressions.reportName(s.at(), s.stream(), "an output stream", symbol);
        }
    }

    private void rewind(Ast.Rewind s) {
        Optional<Symbol> symbol = scope.find(s.stream());
        if (symbol.isEmpty() || !(symbol.get() instanceof Symbol.Stream stream) || !stream.input()) {
            expressions.reportName(s.at(), s.stream(), "an input stream", symbol);
        } else if (scope.loop().isPresent()) {
            misplaced(s, "rewind outside all loops", "rewind in a loop");
        }
    }

    private void length(SourceFile.Position at, BigInteger length) {
        if (length.signum() <= 0 || length.compareTo(MAX_LENGTH) > 0) {
            findings.add(ErrorCode.F3014, at, "a length of 1 to " + MAX_LENGTH, length.toString(),
                    "The memory is built of registers or block RAM.");
        }
    }

    private void table(Ast.Table s) {
        length(s.at(), s.length());
        if (!s.length().equals(BigInteger.valueOf(s.entries().size()))) {
            findings.add(ErrorCode.F3014, s.at(), s.length() + " entries", s.entries().size() + " of them",
                    "The length is said so that a lost entry is noticed.");
        }
        for (Ast.Expression entry : s.entries()) {
            expressions.require(entry, s.type(), "entry of " + s.name());
        }
        if (scope.loop().isPresent()) {
            misplaced(s, "a table declared outside all loops", "table here");
        }
        scope.declare(s.at(), s.name(), new Symbol.Table(s.type()));
    }

    private void loop(Ast.Loop s) {
        expressions.require(s.bound(), ScalarType.U32, "trip count");
        if (!scope.inKernel()) {
            misplaced(s, "loops in kernels", "a loop in a function");
        }
        if (scope.inVectorLoop()) {
            misplaced(s, "a vector loop without loops inside", "a loop in it");
        }
        scope.enter(s);
        contributions.put(s, new HashMap<>());
        scope.declare(s.at(), s.induction(), new Symbol.Value(ScalarType.U32, false, scope.loop()));
        for (Ast.Reduce r : s.reductions()) {
            reduction(r);
            scope.declare(r.at(), r.name(), new Symbol.Contribution(r.type(), s));
        }
        s.body().forEach(this::statement);
        scope.leave();
        for (Ast.Reduce r : s.reductions()) {
            int times = contributions.get(s).getOrDefault(r.name(), 0);
            if (times != 1) {
                findings.add(ErrorCode.F3012, r.at(), "one contribution to " + r.name() + " per iteration",
                        times + " of them", "Write " + r.name() + " <- value; once in the loop.");
            }
            scope.declare(r.at(), r.name(), new Symbol.Value(r.type(), false, scope.loop()));
        }
    }

    private void reduction(Ast.Reduce r) {
        if (r.kind().isEmpty()) {
            findings.add(ErrorCode.F3012, r.at(), "one of sum, max, min", r.kindName(), "See docs/kernels.md.");
            return;
        }
        boolean sum = r.kind().get() == Node.Reduction.Kind.SUM;
        if (sum ? !r.type().equals(ScalarType.F32) : r.type().isFloat()) {
            findings.add(ErrorCode.F3012, r.at(), sum ? "f32 for sum" : "an integer for " + r.kindName(),
                    r.type().toString(), "ordered_key(x) makes an integer of an f32 that orders like it.");
        }
        if (r.partials().bitLength() > 9 || r.partials().bitCount() != 1 || r.partials().intValue() > MAX_PARTIALS) {
            findings.add(ErrorCode.F3012, r.at(), "a power of two of partials up to " + MAX_PARTIALS,
                    r.partials().toString(), "Take 32 for sums, 4 for max and min.");
        }
    }
}
