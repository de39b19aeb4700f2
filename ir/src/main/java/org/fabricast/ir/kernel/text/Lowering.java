package org.fabricast.ir.kernel.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.ScalarType;

/** Lowers a checked kernel to SSA: statements become nodes, variables become values, assigned ones are carried by loops. */
final class Lowering {

    private final SsaBuilder ssa = new SsaBuilder();
    private final Ports ports = new Ports();
    private final ExpressionLowering expressions;
    private final Map<String, Integer> variables = new HashMap<>();
    private final Map<String, Integer> contributions = new HashMap<>();

    private Lowering(Map<String, Ast.Function> functions, Map<Ast.Expression, ScalarType> types) {
        this.expressions = new ExpressionLowering(ssa, ports, functions, types);
    }

    /** Streams, results, memories and tables of the kernel by name, and how streams are used. */
    static final class Ports {
        final List<Ast.Port> inputs = new ArrayList<>();
        final List<Ast.Port> outputs = new ArrayList<>();
        final List<Ast.Port> results = new ArrayList<>();
        final List<Kernel.Memory> memories = new ArrayList<>();
        final List<Kernel.Table> tables = new ArrayList<>();
        final Set<String> lanes = new HashSet<>();
        final Map<String, Integer> rewinds = new HashMap<>();
        boolean vector;

        int input(String name) {
            return access(inputs, name);
        }

        int output(String name) {
            return access(outputs, name);
        }

        int memory(String name) {
            return memories.stream().map(Kernel.Memory::name).toList().indexOf(name);
        }

        /** The tables, a name that is taken by a memory or an earlier table prolonged by underscores. */
        List<Kernel.Table> distinctTables() {
            Set<String> taken = new HashSet<>(memories.stream().map(Kernel.Memory::name).toList());
            return tables.stream().map(table -> {
                String name = table.name();
                while (!taken.add(name)) {
                    name += "_";
                }
                return new Kernel.Table(name, table.type(), table.entries());
            }).toList();
        }

        private int access(List<Ast.Port> list, String name) {
            if (vector) {
                lanes.add(name);
            }
            return list.stream().map(Ast.Port::name).toList().indexOf(name);
        }

        Kernel.Stream stream(Ast.Port p) {
            return new Kernel.Stream(p.name(), p.type(), lanes.contains(p.name()), rewinds.getOrDefault(p.name(), 0) + 1);
        }
    }

    /** The kernel in SSA form, unused values dropped. */
    static Kernel lower(Ast.KernelDefinition kernel, Map<String, Ast.Function> functions,
                        Map<Ast.Expression, ScalarType> types) {
        return new Lowering(functions, types).kernel(kernel);
    }

    private Kernel kernel(Ast.KernelDefinition kernel) {
        List<Kernel.Scalar> arguments = new ArrayList<>();
        for (Ast.Port p : kernel.ports()) {
            switch (p.kind()) {
                case INPUT -> ports.inputs.add(p);
                case OUTPUT -> ports.outputs.add(p);
                case RESULT -> ports.results.add(p);
                case ARGUMENT -> {
                    int value = ssa.value(p.type());
                    arguments.add(new Kernel.Scalar(p.name(), p.type(), value));
                    variables.put(p.name(), value);
                }
            }
        }
        kernel.body().forEach(this::statement);
        List<Node> body = ssa.leave();
        return DeadCode.remove(new Kernel(kernel.name(), ports.inputs.stream().map(ports::stream).toList(),
                ports.outputs.stream().map(ports::stream).toList(), arguments,
                ports.results.stream().map(p -> new Kernel.Result(p.name(), p.type())).toList(), ports.memories,
                ports.distinctTables(), ssa.types(), body));
    }

    private int evaluate(Ast.Expression expression) {
        return expressions.evaluate(expression, variables);
    }

    private void statement(Ast.Statement statement) {
        switch (statement) {
            case Ast.Declare s -> variables.put(s.name(), evaluate(s.value()));
            case Ast.Assign s -> {
                int value = evaluate(s.value());
                int result = ports.results.stream().map(Ast.Port::name).toList().indexOf(s.name());
                if (result >= 0) {
                    ssa.add(new Node.SetResult(result, value));
                } else {
                    variables.put(s.name(), value);
                }
            }
            case Ast.Store s -> {
                int index = evaluate(s.index());
                ssa.add(new Node.Store(ports.memory(s.name()), index, evaluate(s.value())));
            }
            case Ast.Contribute s -> contributions.put(s.name(), evaluate(s.value()));
            case Ast.Write s -> {
                int value = evaluate(s.value());
                ssa.add(new Node.Write(ports.output(s.stream()), value));
            }
            case Ast.Rewind s -> {
                ports.rewinds.merge(s.stream(), 1, Integer::sum);
                ssa.add(new Node.Rewind(ports.input(s.stream())));
            }
            case Ast.Return s -> throw new AssertionError("return in a kernel passed the checker");
            case Ast.Memory s -> ports.memories.add(new Kernel.Memory(s.name(), s.type(), s.depth().intValue()));
            case Ast.Table s -> expressions.declare(s, s.name());
            case Ast.Loop s -> loop(s);
        }
    }

    private void loop(Ast.Loop s) {
        int bound = evaluate(s.bound());
        Set<String> assigned = new LinkedHashSet<>();
        assigned(s.body(), assigned);
        List<String> names = assigned.stream().filter(variables::containsKey).toList();
        int induction = ssa.value(ScalarType.U32);
        List<Integer> inits = names.stream().map(variables::get).toList();
        List<Integer> phis = new ArrayList<>();
        for (String name : names) {
            int phi = ssa.value(ssa.type(variables.get(name)));
            phis.add(phi);
            variables.put(name, phi);
        }
        variables.put(s.induction(), induction);
        ssa.enter();
        ports.vector = s.vector();
        s.body().forEach(this::statement);
        ports.vector = false;
        List<Node> body = ssa.leave();
        List<Node.Carried> carried = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int result = ssa.value(ssa.type(phis.get(i)));
            carried.add(new Node.Carried(phis.get(i), inits.get(i), variables.get(names.get(i)), result));
            variables.put(names.get(i), result);
        }
        List<Node.Reduction> reductions = new ArrayList<>();
        for (Ast.Reduce r : s.reductions()) {
            int result = ssa.value(r.type());
            reductions.add(new Node.Reduction(result, contributions.get(r.name()), r.kind().orElseThrow(),
                    r.partials().intValue()));
            variables.put(r.name(), result);
        }
        ssa.add(new Node.Loop(induction, bound, s.vector(), carried, reductions, body));
    }

    /** Names assigned in a block but declared outside it. */
    private static void assigned(List<Ast.Statement> body, Set<String> names) {
        Set<String> declared = new HashSet<>();
        Set<String> inside = new LinkedHashSet<>();
        for (Ast.Statement statement : body) {
            switch (statement) {
                case Ast.Declare s -> declared.add(s.name());
                case Ast.Assign s -> inside.add(s.name());
                case Ast.Loop s -> assigned(s.body(), inside);
                case Ast.Store s -> { }
                case Ast.Contribute s -> { }
                case Ast.Write s -> { }
                case Ast.Rewind s -> { }
                case Ast.Return s -> { }
                case Ast.Memory s -> { }
                case Ast.Table s -> { }
            }
        }
        inside.removeAll(declared);
        names.addAll(inside);
    }
}
