package org.fabricast.ir.kernel.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;

/** What the parts of lowering share: the SSA being built, and what names stand for at this place. */
final class LoweringContext {

    private static final int MAX_EXPRESSIONS = 400_000;

    final SsaBuilder ssa;
    final Ports ports = new Ports();
    final Facts facts;
    final Map<String, Ast.Function> functions;
    /** Values of variables. */
    Map<String, Integer> variables = new HashMap<>();
    /** Numbers of the tables visible here. */
    Map<String, Integer> tables = new HashMap<>();
    /** Values of the effects that wait for the end of a branch, innermost branch first; empty outside branches. */
    final Deque<Map<Effect, Integer>> effects = new ArrayDeque<>();
    private final Deque<Integer> guards = new ArrayDeque<>();
    private final Ast.KernelDefinition kernel;
    private int lowered;

    LoweringContext(Ast.KernelDefinition kernel, Map<String, Ast.Function> functions, Facts facts, boolean optimise) {
        this.kernel = kernel;
        this.functions = functions;
        this.facts = facts;
        this.ssa = new SsaBuilder(optimise);
    }

    /** Counts an expression and ends compilation when inlining and unrolling have made far too many. */
    void count() {
        lowered++;
        if (lowered > MAX_EXPRESSIONS) {
            Findings findings = new Findings();
            findings.add(ErrorCode.F3018, kernel.at(), "at most " + MAX_EXPRESSIONS
                    + " expressions after inlining and unrolling", "more in " + kernel.name(),
                    "Unroll by a factor, or keep loops as loops.");
            findings.throwIfAny();
        }
    }

    void enterBranch(int condition) {
        guards.push(guards.isEmpty() ? condition : ssa.op(OpCode.AND, ScalarType.BOOL, guards.element(), condition));
        effects.push(new HashMap<>());
    }

    Map<Effect, Integer> leaveBranch() {
        guards.pop();
        return effects.pop();
    }

    /**
     * An index that is in range even where its branch is not taken: 0 there. An index that cannot leave the range stays
     * as it is.
     */
    int guarded(int index, int length) {
        ScalarType type = ssa.type(index);
        boolean safe = guards.isEmpty() || ssa.constantBelow(index, length)
                || type.bits() < Integer.SIZE - 1 && 1L << type.bits() <= length;
        return safe ? index : ssa.op(OpCode.SELECT, type, guards.element(), index, ssa.constant(type, 0));
    }

    /** The condition of this place. */
    int guard() {
        return guards.element();
    }

    /** Whether a statement here happens only if a condition holds. */
    boolean inBranch() {
        return !guards.isEmpty();
    }

    /** The condition that holds where another does not. */
    int not(int condition) {
        return ssa.op(OpCode.XOR, ScalarType.BOOL, condition, ssa.constant(ScalarType.BOOL, 1));
    }
}
