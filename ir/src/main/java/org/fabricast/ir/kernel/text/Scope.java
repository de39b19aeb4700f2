package org.fabricast.ir.kernel.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fabricast.diag.ErrorCode;

/** Names visible at a place of a kernel or function, and the loops around it. */
final class Scope {

    private final Findings findings;
    private final Set<String> reserved;
    private final Deque<Map<String, Symbol>> names = new ArrayDeque<>();
    private final Deque<Ast.Loop> loops = new ArrayDeque<>();
    private final Deque<Set<String>> accessed = new ArrayDeque<>();
    private final Map<String, Boolean> vectorStreams = new HashMap<>();
    private final boolean kernel;

    /**
     * @param reserved names of functions, which no declaration may take
     * @param kernel   true in a kernel, false in a function
     */
    Scope(Findings findings, Set<String> reserved, boolean kernel) {
        this.findings = findings;
        this.reserved = reserved;
        this.kernel = kernel;
        names.push(new HashMap<>());
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

    /** Innermost loop around this place. */
    Optional<Ast.Loop> loop() {
        return Optional.ofNullable(loops.peek());
    }

    boolean inVectorLoop() {
        return loop().map(Ast.Loop::vector).orElse(false);
    }

    /** True if {@code outer} is a loop around, or the same as, the place a value was declared in. */
    boolean encloses(Optional<Ast.Loop> declaredIn, Ast.Loop outer) {
        if (declaredIn.isEmpty()) {
            return false;
        }
        boolean seen = false;
        for (Iterator<Ast.Loop> i = loops.iterator(); i.hasNext();) {
            Ast.Loop loop = i.next();
            seen |= loop == declaredIn.get();
            if (loop == outer) {
                return seen;
            }
        }
        return false;
    }

    /** Notes one access of a stream here and reports a second one, or one of another kind than before. */
    void access(SourceFile.Position at, String stream) {
        if (!accessed.element().add(stream)) {
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
