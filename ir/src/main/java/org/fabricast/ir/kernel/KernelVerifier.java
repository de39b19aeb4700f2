package org.fabricast.ir.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;

/**
 * Checks a kernel against every rule of the level and reports all findings (F3020).
 *
 * <p>Rules: a value is defined once, before its use, in a region around it; operand and result types fit the operator;
 * vector loops hold no loop or carried value, and load or store a memory (not both, one store) at the iteration number plus
 * a constant; rewinds stand outside loops; a stream is accessed at most
 * once per iteration, either in vector loops or in scalar code as its flag says, and its passes are its rewinds plus one;
 * each result is set once outside all loops; ports are at most 32 bits wide.
 */
public final class KernelVerifier {

    private enum Place { TOP, SCALAR_LOOP, VECTOR_LOOP }

    private final Kernel kernel;
    private final List<Diagnostic> findings = new ArrayList<>();
    private final Set<Integer> visible = new HashSet<>();
    private final Set<Integer> defined = new HashSet<>();
    private final Map<Integer, Integer> rewinds = new HashMap<>();
    private final Map<Integer, Integer> resultsSet = new HashMap<>();

    private KernelVerifier(Kernel kernel) {
        this.kernel = kernel;
    }

    /** All findings; empty if the kernel is well formed. */
    public static List<Diagnostic> verify(Kernel kernel) {
        KernelVerifier verifier = new KernelVerifier(kernel);
        verifier.kernel();
        return List.copyOf(verifier.findings);
    }

    private void check(boolean holds, String where, String expected, String found) {
        if (!holds) {
            findings.add(new Diagnostic(ErrorCode.F3020, "kernel " + kernel.name() + ", " + where, expected, found, ""));
        }
    }

    private void kernel() {
        check(kernel.name().matches("[a-z][a-z0-9_]*"), "name", "lower-case letters, digits and _", "\"" + kernel.name() + "\"");
        Set<String> names = new HashSet<>();
        for (Kernel.Scalar a : kernel.args()) {
            port(a.name(), a.type(), names);
            define(a.value(), a.type(), "argument " + a.name());
        }
        kernel.inputs().forEach(s -> port(s.name(), s.type(), names));
        kernel.outputs().forEach(s -> port(s.name(), s.type(), names));
        kernel.results().forEach(r -> port(r.name(), r.type(), names));
        kernel.memories().forEach(m -> check(m.depth() > 0, "memory " + m.name(), "a depth above 0", "" + m.depth()));
        kernel.memories().forEach(m -> check(m.banks() <= Math.max(m.depth(), 1), "memory " + m.name(),
                "banks no more than its depth of " + m.depth(), "" + m.banks()));
        Set<String> storage = new HashSet<>();
        kernel.memories().forEach(m -> check(storage.add(m.name()), "memory " + m.name(), "a name of its own", m.name()));
        for (Kernel.Table t : kernel.tables()) {
            check(storage.add(t.name()), "table " + t.name(), "a name of its own", t.name());
            check(!t.entries().isEmpty(), "table " + t.name(), "an entry", "none");
            for (long entry : t.entries()) {
                check(t.type().bits() == Long.SIZE || entry >>> t.type().bits() == 0, "table " + t.name(),
                        "entries of " + t.type().bits() + " bits", Long.toHexString(entry));
            }
        }
        region(kernel.body(), Place.TOP);
        for (int i = 0; i < kernel.inputs().size(); i++) {
            int passes = rewinds.getOrDefault(i, 0) + 1;
            check(kernel.inputs().get(i).passes() == passes, "input " + kernel.inputs().get(i).name(),
                    passes + " passes, one more than rewinds", "" + kernel.inputs().get(i).passes());
        }
        kernel.outputs().forEach(s -> check(s.passes() == 1, "output " + s.name(), "one pass", "" + s.passes()));
        for (int i = 0; i < kernel.results().size(); i++) {
            int times = resultsSet.getOrDefault(i, 0);
            check(times == 1, "result " + kernel.results().get(i).name(), "one assignment", "" + times);
        }
    }

    private void port(String name, ScalarType type, Set<String> names) {
        check(names.add(name), "port " + name, "a name of its own", name);
        check(type.bits() <= 32, "port " + name, "at most 32 bits", type.toString());
    }

    private void region(List<Node> nodes, Place place) {
        Set<Integer> outside = Set.copyOf(visible);
        Set<String> accessed = new HashSet<>();
        for (Node node : nodes) {
            switch (node) {
                case Node.Op n -> op(n);
                case Node.Read n -> {
                    if (member(n.stream(), kernel.inputs(), "read")) {
                        Kernel.Stream stream = kernel.inputs().get(n.stream());
                        define(n.result(), stream.type(), "read of " + stream.name());
                        access(stream, accessed, place);
                    }
                }
                case Node.Write n -> {
                    if (member(n.stream(), kernel.outputs(), "write")) {
                        Kernel.Stream stream = kernel.outputs().get(n.stream());
                        use(n.value(), stream.type(), "write of " + stream.name());
                        access(stream, accessed, place);
                    }
                }
                case Node.Rewind n -> {
                    check(place == Place.TOP, "rewind", "a place outside all loops", "a loop");
                    member(n.stream(), kernel.inputs(), "rewind");
                    rewinds.merge(n.stream(), 1, Integer::sum);
                }
                case Node.Load n -> {
                    if (member(n.memory(), kernel.memories(), "load")) {
                        define(n.result(), kernel.memories().get(n.memory()).type(), "load");
                    }
                    index(n.index(), "load");
                }
                case Node.Store n -> {
                    if (member(n.memory(), kernel.memories(), "store")) {
                        use(n.value(), kernel.memories().get(n.memory()).type(), "store");
                    }
                    index(n.index(), "store");
                }
                case Node.SetResult n -> {
                    check(place == Place.TOP, "result", "a place outside all loops", "a loop");
                    if (member(n.output(), kernel.results(), "result")) {
                        use(n.value(), kernel.results().get(n.output()).type(), "result");
                    }
                    resultsSet.merge(n.output(), 1, Integer::sum);
                }
                case Node.Loop n -> {
                    check(place != Place.VECTOR_LOOP, "loop %" + n.induction(), "a place outside vector loops",
                            "a vector loop");
                    loop(n);
                }
            }
        }
        visible.retainAll(outside);
    }

    private void loop(Node.Loop n) {
        String where = "loop %" + n.induction();
        use(n.bound(), ScalarType.U32, where);
        check(n.pipelining().kind() != Pipelining.Kind.OFF || !n.vector() && n.reductions().isEmpty(), where,
                "iterations that overlap in a vector loop and with reductions", "pipeline off");
        n.carried().forEach(c -> use(c.init(), type(c.phi()), where));
        Set<Integer> outside = Set.copyOf(visible);
        define(n.induction(), ScalarType.U32, where);
        n.carried().forEach(c -> define(c.phi(), type(c.phi()), where));
        body(n, where);
        visible.retainAll(outside);
        n.carried().forEach(c -> define(c.result(), type(c.phi()), where));
        n.reductions().forEach(r -> define(r.result(), type(r.contribution()), where));
    }

    /** A body, and with its values visible once more, what it hands to the loop. */
    private void body(Node.Loop n, String where) {
        region(n.body(), n.vector() ? Place.VECTOR_LOOP : Place.SCALAR_LOOP);
        if (n.vector()) {
            VectorMemoryRules.problems(n, kernel).forEach(p -> check(false, where, p.expected(), p.found()));
        }
        n.body().forEach(node -> visible.addAll(defines(node)));
        n.carried().forEach(c -> use(c.next(), type(c.phi()), where + ", next"));
        for (Node.Reduction r : n.reductions()) {
            ScalarType type = type(r.contribution());
            use(r.contribution(), type, where + ", contribution");
            boolean fits = r.kind() == Node.Reduction.Kind.SUM ? type.equals(ScalarType.F32) : !type.isFloat();
            check(fits, where, r.kind() == Node.Reduction.Kind.SUM ? "f32 to sum" : "integers to compare", type.toString());
        }
    }

    private static List<Integer> defines(Node node) {
        return switch (node) {
            case Node.Op n -> List.of(n.result());
            case Node.Read n -> List.of(n.result());
            case Node.Load n -> List.of(n.result());
            case Node.Loop n -> {
                List<Integer> results = new ArrayList<>();
                n.carried().forEach(c -> results.add(c.result()));
                n.reductions().forEach(r -> results.add(r.result()));
                yield results;
            }
            case Node.Write n -> List.of();
            case Node.Rewind n -> List.of();
            case Node.Store n -> List.of();
            case Node.SetResult n -> List.of();
        };
    }

    private void access(Kernel.Stream stream, Set<String> accessed, Place place) {
        check(accessed.add(stream.name()), "stream " + stream.name(), "one access per iteration", "another one");
        check(stream.lanes() == (place == Place.VECTOR_LOOP), "stream " + stream.name(),
                stream.lanes() ? "access in vector loops" : "access in scalar code", place.name());
    }

    private boolean member(int index, List<?> list, String where) {
        boolean member = index >= 0 && index < list.size();
        check(member, where, "a number below " + list.size(), "" + index);
        return member;
    }

    private ScalarType type(int value) {
        return value >= 0 && value < kernel.types().size() ? kernel.types().get(value) : ScalarType.BOOL;
    }

    private void define(int value, ScalarType wanted, String where) {
        check(value >= 0 && value < kernel.types().size(), where, "a value with a type", "%" + value);
        check(defined.add(value), where, "a value defined once", "%" + value + " again");
        check(type(value).equals(wanted), where, wanted + " for %" + value, type(value).toString());
        visible.add(value);
    }

    private void use(int value, ScalarType wanted, String where) {
        check(visible.contains(value), where, "a value defined before and visible here", "%" + value);
        check(type(value).equals(wanted), where, wanted + " for %" + value, type(value).toString());
    }

    private void index(int value, String where) {
        use(value, type(value), where);
        ScalarType type = type(value);
        check(type.kind() == ScalarType.Kind.UNSIGNED && type.bits() <= 32, where,
                "an unsigned index of at most 32 bits", type.toString());
    }

    private void op(Node.Op n) {
        String where = "%" + n.result();
        n.operands().forEach(o -> use(o, type(o), where));
        OpTypes.problem(n, n.operands().stream().map(this::type).toList())
                .ifPresent(p -> check(false, where, p, n.opcode() + " giving " + n.type()));
        if (n.opcode() == OpCode.TABLE) {
            if (member((int) n.attribute(), kernel.tables(), where)) {
                check(kernel.tables().get((int) n.attribute()).type().equals(n.type()), where, "the table's type",
                        n.type().toString());
            }
            index(n.operands().getFirst(), where);
        }
        define(n.result(), n.type(), where);
    }
}
