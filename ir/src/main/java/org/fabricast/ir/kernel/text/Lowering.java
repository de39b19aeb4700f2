package org.fabricast.ir.kernel.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;

/**
 * Lowers a checked kernel to SSA: statements become nodes, variables become values, assigned ones are carried by loops or
 * selected behind branches.
 */
final class Lowering {

    private final LoweringContext context;
    private final SsaBuilder ssa;
    private final Ports ports;
    private final ExpressionLowering expressions;
    private final LoopLowering loops;

    private Lowering(LoweringContext context) {
        this.context = context;
        this.ssa = context.ssa;
        this.ports = context.ports;
        this.expressions = new ExpressionLowering(context, this::statement);
        this.loops = new LoopLowering(context, expressions, this::statement);
    }

    /**
     * The kernel in SSA form.
     *
     * @param optimise whether to fold constants, merge equal operators and drop unused values
     */
    static Kernel lower(Ast.KernelDefinition kernel, Map<String, Ast.Function> functions, Facts facts, boolean optimise) {
        Kernel lowered = new Lowering(new LoweringContext(kernel, functions, facts, optimise)).kernel(kernel);
        return optimise ? DeadCode.remove(lowered) : lowered;
    }

    private Kernel kernel(Ast.KernelDefinition kernel) {
        List<Kernel.Scalar> arguments = new ArrayList<>();
        for (Ast.Port p : kernel.ports()) {
            switch (p.kind()) {
                case INPUT -> ports.inputs.add(p);
                case OUTPUT -> ports.outputs.add(p);
                case RESULT -> ports.results.add(p);
                case ARGUMENT -> {
                    int value = ssa.value(p.type().scalar());
                    arguments.add(new Kernel.Scalar(p.name(), p.type().scalar(), value));
                    context.variables.put(p.name(), value);
                }
            }
        }
        kernel.body().forEach(this::statement);
        List<Node> body = ssa.leave();
        return new Kernel(kernel.name(), ports.inputs.stream().map(ports::stream).toList(),
                ports.outputs.stream().map(ports::stream).toList(), arguments,
                ports.results.stream().map(p -> new Kernel.Result(p.name(), p.type().scalar())).toList(), ports.memories,
                ports.distinctTables(), ssa.types(), body);
    }

    private void statement(Ast.Statement statement) {
        switch (statement) {
            case Ast.Declare s -> context.variables.put(s.name(), expressions.evaluate(s.value()));
            case Ast.Assign s -> {
                int value = expressions.evaluate(s.value());
                if (ports.result(s.name()) >= 0 && !context.variables.containsKey(s.name())) {
                    effect("r" + s.name(), value);
                } else {
                    context.variables.put(s.name(), value);
                }
            }
            case Ast.Store s -> store(s);
            case Ast.Contribute s -> effect("c" + s.name(), expressions.evaluate(s.value()));
            case Ast.Write s -> effect("w" + s.stream(), expressions.evaluate(s.value()));
            case Ast.Rewind s -> {
                ports.rewinds.merge(s.stream(), 1, Integer::sum);
                ssa.add(new Node.Rewind(ports.input(s.stream())));
            }
            case Ast.Return s -> throw new AssertionError("return in a kernel passed the checker");
            case Ast.Memory s -> ports.memories.add(new Kernel.Memory(s.name(), s.type().scalar(),
                    context.facts.sizes.get(s), s.layout().banks().intValue(), s.layout().storage()));
            case Ast.Table s -> expressions.declare(s, s.type(), s.name(), s.name());
            case Ast.ComputedTable s -> expressions.declare(s, s.type(), s.name(), s.name());
            case Ast.Constant s -> { }
            case Ast.If s -> branches(s);
            case Ast.Loop s -> loops.lower(s);
        }
    }

    /** Something that happens once per iteration, now or with the value that the branches select. */
    private void effect(String name, int value) {
        if (context.inBranch()) {
            context.effects.element().put(name, value);
            return;
        }
        String of = name.substring(1);
        switch (name.charAt(0)) {
            case 'w' -> ssa.add(new Node.Write(ports.output(of), value));
            case 'r' -> ssa.add(new Node.SetResult(ports.result(of), value));
            default -> loops.contribute(of, value);
        }
    }

    /** A store; under a condition that does not hold the old element is stored again. */
    private void store(Ast.Store s) {
        int memory = ports.memory(s.name());
        int index = context.guarded(expressions.evaluate(s.index()), ports.memories.get(memory).depth());
        int value = expressions.evaluate(s.value());
        if (context.inBranch()) {
            int old = ssa.value(ssa.type(value));
            ssa.add(new Node.Load(old, memory, index));
            value = ssa.op(OpCode.SELECT, ssa.type(value), context.guard(), value, old);
        }
        ssa.add(new Node.Store(memory, index, value));
    }

    private void branches(Ast.If s) {
        int condition = expressions.evaluate(s.condition());
        Map<String, Integer> before = context.variables;
        context.variables = new HashMap<>(before);
        context.enterBranch(condition);
        s.then().forEach(this::statement);
        Map<String, Integer> effects = context.leaveBranch();
        Map<String, Integer> then = context.variables;
        context.variables = new HashMap<>(before);
        context.enterBranch(context.not(condition));
        s.otherwise().forEach(this::statement);
        Map<String, Integer> other = context.leaveBranch();
        Map<String, Integer> otherwise = context.variables;
        for (String name : LoweringContext.differing(before, then, otherwise)) {
            before.put(name, ssa.op(OpCode.SELECT, ssa.type(then.get(name)), condition, then.get(name), otherwise.get(name)));
        }
        LoweringContext.same(before, then, otherwise).forEach(name -> before.put(name, then.get(name)));
        context.variables = before;
        new TreeMap<>(effects).forEach((name, value) ->
                effect(name, ssa.op(OpCode.SELECT, ssa.type(value), condition, value, other.get(name))));
    }
}
