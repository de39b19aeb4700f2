package org.fabricast.ir.kernel.text;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.Pipelining;

/** Checks loops: where they stand, what bounds them, whether they can be unrolled, and their reductions. */
final class LoopChecker {

    private static final int MAX_PARTIALS = 256;
    private static final int MAX_UNROLLED = 4096;

    private final Findings findings;
    private final Scope scope;
    private final ExpressionChecker expressions;
    private final DeclarationChecker declarations;
    private final Consumer<Ast.Statement> statements;
    private final Map<Ast.Loop, Map<String, Integer>> contributions = new IdentityHashMap<>();

    LoopChecker(Findings findings, Scope scope, ExpressionChecker expressions, DeclarationChecker declarations,
                Consumer<Ast.Statement> statements) {
        this.findings = findings;
        this.scope = scope;
        this.expressions = expressions;
        this.declarations = declarations;
        this.statements = statements;
    }

    /** Notes a contribution to a reduction of a loop. */
    void contribute(Ast.Loop loop, String name) {
        contributions.get(loop).merge(name, 1, Integer::sum);
    }

    void check(Ast.Loop s) {
        expressions.require(s.bound(), Type.U32, "trip count");
        place(s);
        if (s.directives().unroll() != Ast.Unroll.NONE) {
            unrolled(s);
        }
        boolean innermost = s.body().stream().noneMatch(inner -> inner instanceof Ast.Loop l && l.directives().unroll() != Ast.Unroll.FULL);
        if (s.directives().pipelining().kind() == Pipelining.Kind.INTERVAL && !innermost) {
            findings.add(ErrorCode.F3016, s.at(), "pipeline II=N before an innermost loop", "a loop with loops inside",
                    "Its iterations run one after another. Put the pragma before the inner loop, or unroll that.");
        }
        scope.enter(s);
        contributions.put(s, new HashMap<>());
        scope.declare(s.at(), s.induction(), new Symbol.Induction(s));
        for (Ast.Reduce r : s.reductions()) {
            reduction(r);
            scope.declare(r.at(), r.name(), new Symbol.Contribution(r.type(), s));
        }
        s.body().forEach(statements);
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

    private void place(Ast.Loop s) {
        boolean vanishes = s.directives().unroll() == Ast.Unroll.FULL;
        String hint = "Put #pragma unroll before a loop of constant trip count to write it out.";
        if (!scope.inKernel() && !vanishes) {
            findings.add(ErrorCode.F3009, s.at(), "a loop in a kernel, or one unrolled", "a loop in a function", hint);
        }
        if (scope.inVectorLoop() && !vanishes) {
            findings.add(ErrorCode.F3009, s.at(), "a vector loop without loops inside", "a loop in it", hint);
        }
        if (scope.inBranch() && !vanishes) {
            findings.add(ErrorCode.F3017, s.at(), "a loop outside if, or one unrolled", "a loop in a branch",
                    "Both branches are computed: run the loop always, or with a trip count of c ? n : 0.");
        }
        if (scope.inUnrolledLoop() && !vanishes) {
            findings.add(ErrorCode.F3018, s.at(), "loops inside an unrolled loop unrolled too", "a loop that stays", hint);
        }
    }

    private void unrolled(Ast.Loop s) {
        declarations.size(s, s.bound(), 0, MAX_UNROLLED, ErrorCode.F3018, "a trip count to unroll");
        if (!s.reductions().isEmpty()) {
            findings.add(ErrorCode.F3018, s.at(), "an unrolled loop without reduce", "one with it",
                    "Written out, a sum is a chain: s = s + x;.");
        }
    }

    private void reduction(Ast.Reduce r) {
        if (r.kind().isEmpty()) {
            findings.add(ErrorCode.F3012, r.at(), "one of sum, max, min", r.kindName(), "See docs/kernels.md.");
            return;
        }
        boolean sum = r.kind().get() == Node.Reduction.Kind.SUM;
        if (sum ? !r.type().equals(Type.F32) : r.type().isFloat()) {
            findings.add(ErrorCode.F3012, r.at(), sum ? "f32 for sum" : "an integer for " + r.kindName(),
                    r.type().toString(), "ordered_key(x) makes an integer of an f32 that orders like it; integers are "
                            + "summed by s = s + x; in a scalar loop.");
        }
        if (r.partials().bitLength() > 9 || r.partials().bitCount() != 1 || r.partials().intValue() > MAX_PARTIALS) {
            findings.add(ErrorCode.F3012, r.at(), "a power of two of partials up to " + MAX_PARTIALS,
                    r.partials().toString(), "Take 32 for sums, 4 for max and min.");
        }
    }
}
