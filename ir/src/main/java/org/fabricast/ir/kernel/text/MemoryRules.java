package org.fabricast.ir.kernel.text;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fabricast.diag.ErrorCode;

/**
 * Memory accesses in vector loops. Iterations run at the same time, so a memory is either loaded or stored in one loop,
 * stored once per iteration, and its index is the iteration number plus a constant: no iteration sees or overwrites what
 * another one stores.
 */
final class MemoryRules {

    private record Use(Set<String> loaded, Set<String> stored) { }

    private final Findings findings;
    private final Scope scope;
    private final Facts facts;
    private final Map<Ast.Loop, Use> uses = new IdentityHashMap<>();

    MemoryRules(Findings findings, Scope scope, Facts facts) {
        this.findings = findings;
        this.scope = scope;
        this.facts = facts;
    }

    private void refuse(SourceFile.Position at, String expected, String found) {
        findings.add(ErrorCode.F3023, at, expected, found,
                "The iterations of a vector loop run at the same time; use a scalar for, or a second vector loop.");
    }

    private Optional<Use> use() {
        return scope.vectorLoop().map(loop -> uses.computeIfAbsent(loop, l -> new Use(new HashSet<>(), new HashSet<>())));
    }

    /** A load, checked if it stands in a vector loop. */
    void load(Ast.Index e) {
        use().ifPresent(use -> {
            index(e.index());
            use.loaded.add(e.name());
            if (use.stored.contains(e.name())) {
                refuse(e.at(), e.name() + " loaded or stored in one vector loop", "a load beside a store");
            }
        });
    }

    /** A store, checked if it stands in a vector loop. */
    void store(Ast.Store s) {
        use().ifPresent(use -> {
            index(s.index());
            if (use.loaded.contains(s.name())) {
                refuse(s.at(), s.name() + " loaded or stored in one vector loop", "a store beside a load");
            }
            if (!use.stored.add(s.name()) || scope.inUnrolledLoop()) {
                refuse(s.at(), "one store to " + s.name() + " per iteration", "another one");
            }
            if (scope.inBranch()) {
                refuse(s.at(), "a store in every iteration", "a store under if");
            }
        });
    }

    private void index(Ast.Expression index) {
        boolean plain = induction(index);
        if (index instanceof Ast.Binary sum && sum.operator() == Ast.BinaryOperator.ADD) {
            plain = induction(sum.left()) && offset(sum.right()) || induction(sum.right()) && offset(sum.left());
        }
        if (!plain) {
            refuse(index.at(), "the iteration number, or it plus a constant, as index", "another index");
        }
    }

    private boolean induction(Ast.Expression e) {
        return e instanceof Ast.Name name && scope.find(name.name()).filter(Symbol.Induction.class::isInstance)
                .map(Symbol.Induction.class::cast).map(i -> i.of().vector()).orElse(false);
    }

    /** A compile-time number, or the iteration number of an unrolled loop. */
    private boolean offset(Ast.Expression e) {
        if (e instanceof Ast.Name name && scope.find(name.name()).filter(Symbol.Induction.class::isInstance).isPresent()) {
            return !induction(e);
        }
        Optional<Long> raw = new ConstantEvaluator(new Findings(), scope::constant).evaluate(e)
                .flatMap(v -> v.raw(Type.U32));
        raw.ifPresent(r -> facts.constants.put(e, r));
        return raw.isPresent();
    }
}
