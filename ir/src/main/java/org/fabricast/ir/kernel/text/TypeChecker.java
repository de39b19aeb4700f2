package org.fabricast.ir.kernel.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.diag.ErrorCode;

/** Checks one function or kernel: names, types, and that every statement stands where hardware can execute it. */
final class TypeChecker {

    private final Findings findings;
    private final Scope scope;
    private final ExpressionChecker expressions;
    private final DeclarationChecker declarations;
    private final LoopChecker loops;
    private final MemoryRules memories;
    private final Map<String, Integer> assignments = new HashMap<>();

    private TypeChecker(Environment environment, boolean kernel) {
        this.findings = environment.findings();
        this.scope = new Scope(findings, environment.functions().keySet(), environment.constants(), kernel);
        this.memories = new MemoryRules(findings, scope, environment.facts());
        this.expressions = new ExpressionChecker(environment, scope, memories);
        this.declarations = new DeclarationChecker(findings, environment.facts(), scope, environment.functions().keySet());
        this.loops = new LoopChecker(findings, scope, expressions, declarations, this::statement);
    }

    /** What a function or kernel is checked against, and where the findings and facts go. */
    record Environment(Map<String, Ast.Function> functions, Map<String, Symbol.Constant> constants, Facts facts,
                       Findings findings) { }

    /** Checks a function. */
    static void check(Ast.Function function, Environment environment) {
        TypeChecker checker = new TypeChecker(environment, false);
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
            environment.findings().add(ErrorCode.F3013, function.at(), "return as the last statement", function.name()
                    + " without it", "A function is one value of its parameters.");
        }
    }

    /** Checks a kernel. */
    static void check(Ast.KernelDefinition kernel, Environment environment) {
        TypeChecker checker = new TypeChecker(environment, true);
        Findings findings = environment.findings();
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
            case Ast.Memory s -> declarations.memory(s);
            case Ast.Table s -> declarations.table(s);
            case Ast.ComputedTable s -> declarations.table(s);
            case Ast.Constant s -> declarations.constant(s);
            case Ast.If s -> branches(s);
            case Ast.Loop s -> loops.check(s);
        }
    }

    private void branches(Ast.If s) {
        expressions.require(s.condition(), Type.BOOL, "condition");
        scope.enterBranch();
        s.then().forEach(this::statement);
        List<Scope.Pending> first = scope.leaveFirstBranch();
        scope.enterBranch();
        s.otherwise().forEach(this::statement);
        scope.leaveBranches(first);
    }

    private void misplaced(Ast.Statement s, String expected, String found) {
        findings.add(ErrorCode.F3009, s.at(), expected, found, "See docs/kernels.md for what stands where.");
    }

    private void assign(Ast.Assign s) {
        Optional<Symbol> symbol = scope.find(s.name());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Result result) {
            expressions.require(s.value(), result.type(), "result " + s.name());
            scope.effect(s.at(), new Effect(Effect.Kind.RESULT, s.name()), () -> assignments.merge(s.name(), 1, Integer::sum));
            if (scope.loop().isPresent()) {
                misplaced(s, "a result assigned outside all loops", s.name() + " in a loop");
            }
        } else if (symbol.isPresent() && symbol.get() instanceof Symbol.Value value) {
            expressions.require(s.value(), value.type(), "value of " + s.name());
            if (!value.assignable()) {
                findings.add(ErrorCode.F3010, s.at(), "a variable to assign", s.name()
                        + ", a parameter, induction variable or reduction", "Copy it into a variable of your own.");
            } else if (scope.inVectorLoop() && !scope.encloses(value.loop(), scope.vectorLoop().orElseThrow())) {
                findings.add(ErrorCode.F3010, s.at(), "a reduction to combine iterations of a vector loop",
                        "assignment of " + s.name() + ", which is declared outside",
                        "Its iterations run at the same time; use reduce(…) or a scalar for.");
            }
        } else if (symbol.isPresent() && (symbol.get() instanceof Symbol.Induction || symbol.get() instanceof Symbol.Constant)) {
            expressions.check(s.value(), Optional.empty());
            findings.add(ErrorCode.F3010, s.at(), "a variable to assign", s.name() + ", " + symbol.get().noun(),
                    "Copy it into a variable of your own.");
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
        memories.store(s);
    }

    private void contribute(Ast.Contribute s) {
        Optional<Symbol> symbol = scope.find(s.name());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Contribution c) {
            expressions.require(s.value(), c.type(), "contribution to " + s.name());
            if (scope.loop().orElseThrow() != c.loop()) {
                misplaced(s, "a contribution directly in the loop of " + s.name(), "one in a loop inside");
            }
            scope.effect(s.at(), new Effect(Effect.Kind.CONTRIBUTION, s.name()), () -> loops.contribute(c.loop(), s.name()));
        } else {
            expressions.check(s.value(), Optional.empty());
            expressions.reportName(s.at(), s.name(), "a reduction of the loop around", symbol);
        }
    }

    private void write(Ast.Write s) {
        Optional<Symbol> symbol = scope.find(s.stream());
        if (symbol.isPresent() && symbol.get() instanceof Symbol.Stream stream && !stream.input()) {
            expressions.require(s.value(), stream.type(), "element of " + s.stream());
            scope.effect(s.at(), new Effect(Effect.Kind.WRITE, s.stream()), () -> scope.access(s.at(), s.stream()));
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
        } else if (scope.loop().isPresent() || scope.inBranch()) {
            misplaced(s, "rewind outside all loops and branches", "rewind in one");
        }
    }
}
