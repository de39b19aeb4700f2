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
                    effect(new Effect(Effect.Kind.RESULT, s.name()), value);
                } else {
                    context.variables.put(s.name(), value);
                }
            }
            case Ast.Store s -> store(s);
            case Ast.Contribute s -> effect(new Effect(Effect.Kind.CONTRIBUTION, s.name()), expressions.evaluate(s.value()));
            case Ast.Write s -> effect(new Effect(Effect.Kind.WRITE, s.stream()), expressions.evaluate(s.value()));
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

    /** Lets an effect happen at once, or behind the branches with the value that they select. */
    private void effect(Effect effect, int value) {
        if (context.inBranch()) {
            context.effects.element().put(effect, value);
            return;
        }
        switch (effect.kind()) {
            case CONTRIBUTION -> loops.contribute(effect.name(), value);
            case RESULT -> ssa.add(new Node.SetResult(ports.result(effect.name()), value));
            case WRITE -> ssa.add(new Node.Write(ports.output(effect.name()), value));
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
        Map<Effect, Integer> effects = context.leaveBranch();
        Map<String, Integer> then = context.variables;
        context.variables = new HashMap<>(before);
        context.enterBranch(context.not(condition));
        s.otherwise().forEach(this::statement);
        Map<Effect, Integer> other = context.leaveBranch();
        Map<String, Integer> otherwise = context.variables;
        new TreeMap<>(before).keySet().forEach(name -> {
            int a = then.get(name);
            int b = otherwise.get(name);
            before.put(name, a == b ? a : ssa.op(OpCode.SELECT, ssa.type(a), condition, a, b));
        });
        context.variables = before;
        new TreeMap<>(effects).forEach((effect, value) ->
                effect(effect, ssa.op(OpCode.SELECT, ssa.type(value), condition, value, other.get(effect))));
    }
}
