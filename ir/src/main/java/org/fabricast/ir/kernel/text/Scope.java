package org.fabricast.ir.kernel.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fabricast.diag.ErrorCode;

/** Names visible at a place of a kernel or function, and the loops and branches around it. */
final class Scope {

    /** An effect of a branch that waits for the other branch to have it too. */
    record Pending(SourceFile.Position at, Effect effect, Runnable happens) { }

    private final Findings findings;
    private final Set<String> reserved;
    private final Deque<Map<String, Symbol>> names = new ArrayDeque<>();
    private final Deque<Ast.Loop> loops = new ArrayDeque<>();
    private final Deque<Set<String>> accessed = new ArrayDeque<>();
    private final Deque<List<Pending>> branches = new ArrayDeque<>();
    private final Map<String, Boolean> vectorStreams = new HashMap<>();
    private final boolean kernel;

    /**
     * @param reserved  names of functions, which no declaration may take
     * @param constants constants of the file
     * @param kernel    true in a kernel, false in a function
     */
    Scope(Findings findings, Set<String> reserved, Map<String, Symbol.Constant> constants, boolean kernel) {
        this.findings = findings;
        this.reserved = reserved;
        this.kernel = kernel;
        names.push(new HashMap<>(constants));
        accessed.push(new HashSet<>());
    }

    boolean inKernel() {
        return kernel;
    }

    void declare(SourceFile.Position at, String name, Symbol symbol) {
        if (reserved.contains(name) || find(name).isPresent()) {
            findings.add(ErrorCode.F3003, at, "a new name", name,
                    reserved.contains(name) ? "A function has this name." : "Shadowing is refused; choose another name.");
        }
        names.element().put(name, symbol);
    }

    Optional<Symbol> find(String name) {
        for (Map<String, Symbol> level : names) {
            if (level.containsKey(name)) {
                return Optional.of(level.get(name));
            }
        }
        return Optional.empty();
    }

    /** The number that a constant stands for. */
    Optional<Static> constant(String name) {
        return find(name).filter(Symbol.Constant.class::isInstance).map(Symbol.Constant.class::cast)
                .map(c -> Static.value(c.type(), c.raw()));
    }

    void enter(Ast.Loop loop) {
        names.push(new HashMap<>());
        accessed.push(new HashSet<>());
        loops.push(loop);
    }

    void leave() {
        names.pop();
        accessed.pop();
        loops.pop();
    }

    void enterBranch() {
        names.push(new HashMap<>());
        branches.push(new ArrayList<>());
    }

    /** Leaves the second of two branches; the first was left with {@link #leaveFirstBranch}. */
    void leaveBranches(List<Pending> then) {
        List<Pending> otherwise = branches.pop();
        names.pop();
        then.stream().filter(e -> missing(e, otherwise)).forEach(this::refuse);
        otherwise.stream().filter(e -> missing(e, then)).forEach(this::refuse);
        then.stream().filter(e -> !missing(e, otherwise)).forEach(e -> effect(e.at, e.effect, e.happens));
        // What the second branch does more often than the first is once too often as well.
        List<Pending> twice = new ArrayList<>(otherwise.stream().filter(e -> !missing(e, then)).toList());
        then.forEach(e -> twice.stream().filter(o -> o.effect.equals(e.effect)).findFirst().ifPresent(twice::remove));
        twice.forEach(e -> effect(e.at, e.effect, e.happens));
    }

    /** Leaves the first of two branches; what happens in it. */
    List<Pending> leaveFirstBranch() {
        names.pop();
        return branches.pop();
    }

    private static boolean missing(Pending one, List<Pending> other) {
        return other.stream().noneMatch(o -> o.effect.equals(one.effect));
    }

    /** Reports what one branch does alone, and takes it as done, so that nobody misses it as well. */
    private void refuse(Pending one) {
        findings.add(ErrorCode.F3017, one.at, "the same in both branches of an if", one.effect.text() + " in one of them",
                "Both branches are computed; select the value with if, then let it happen once behind.");
        effect(one.at, one.effect, one.happens);
    }

    boolean inBranch() {
        return !branches.isEmpty();
    }

    /** Lets something happen here, or in an if once both branches turn out to do it. */
    void effect(SourceFile.Position at, Effect effect, Runnable happens) {
        if (branches.isEmpty()) {
            happens.run();
        } else {
            branches.element().add(new Pending(at, effect, happens));
        }
    }

    /** Innermost loop around this place. */
    Optional<Ast.Loop> loop() {
        return Optional.ofNullable(loops.peek());
    }

    /** The vector loop around this place; loops inside it are unrolled. */
    Optional<Ast.Loop> vectorLoop() {
        return loops.stream().filter(Ast.Loop::vector).findFirst();
    }

    boolean inVectorLoop() {
        return vectorLoop().isPresent();
    }

    boolean inUnrolledLoop() {
        return loops.stream().anyMatch(l -> l.directives().unroll() != Ast.Unroll.NONE);
    }

    /** True if {@code outer} is a loop around, or the same as, the place a value was declared in. */
    boolean encloses(Optional<Ast.Loop> declaredIn, Ast.Loop outer) {
        if (declaredIn.isEmpty()) {
            return false;
        }
        boolean seen = false;
        for (Ast.Loop loop : loops) {
            seen |= loop == declaredIn.get();
            if (loop == outer) {
                return seen;
            }
        }
        return false;
    }

    /** Notes one access of a stream here and reports a second one, or one of another kind than before. */
    void access(SourceFile.Position at, String stream) {
        if (inUnrolledLoop()) {
            findings.add(ErrorCode.F3018, at, "one access of a stream per iteration", stream + " in an unrolled loop",
                    "Read into a memory or variables in a loop of its own.");
        } else if (!accessed.element().add(stream)) {
            findings.add(ErrorCode.F3011, at, "one access of a stream per iteration", "a second one of " + stream,
                    "Read into a variable and use that.");
        }
        Boolean before = vectorStreams.putIfAbsent(stream, inVectorLoop());
        if (before != null && before != inVectorLoop()) {
            findings.add(ErrorCode.F3011, at, "access of " + stream + (before ? " in vector loops" : " in scalar code")
                    + " as before", inVectorLoop() ? "a vector loop" : "scalar code",
                    "A stream moves lanes at a time or elements one by one, never both.");
        }
    }
}
