package org.fabricast.ir.kernel.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;

/** Lowers loops: those that stay carry the variables they assign, unrolled ones are written out. */
final class LoopLowering {

    private final LoweringContext context;
    private final SsaBuilder ssa;
    private final ExpressionLowering expressions;
    private final Consumer<Ast.Statement> statements;
    private final Map<String, Integer> contributions = new HashMap<>();

    LoopLowering(LoweringContext context, ExpressionLowering expressions, Consumer<Ast.Statement> statements) {
        this.context = context;
        this.ssa = context.ssa;
        this.expressions = expressions;
        this.statements = statements;
    }

    /** Notes the value that a reduction takes in this iteration. */
    void contribute(String name, int value) {
        contributions.put(name, value);
    }

    void lower(Ast.Loop s) {
        switch (s.directives().unroll()) {
            case NONE -> loop(s, expressions.evaluate(s.bound()), induction -> {
                context.variables.put(s.induction(), induction);
                s.body().forEach(statements);
            });
            case FULL -> copies(s, 0, context.facts.sizes.get(s));
            case FACTOR -> {
                int trips = context.facts.sizes.get(s);
                int factor = s.directives().factor().intValue();
                int rounds = trips / factor;
                if (rounds > 0) {
                    loop(s, ssa.constant(ScalarType.U32, rounds), induction -> {
                        int first = ssa.op(OpCode.MUL, ScalarType.U32, induction, ssa.constant(ScalarType.U32, factor));
                        for (int k = 0; k < factor; k++) {
                            context.variables.put(s.induction(),
                                    ssa.op(OpCode.ADD, ScalarType.U32, first, ssa.constant(ScalarType.U32, k)));
                            s.body().forEach(statements);
                        }
                    });
                }
                copies(s, rounds * factor, trips);
            }
        }
    }

    private void copies(Ast.Loop s, int from, int to) {
        for (int i = from; i < to; i++) {
            context.count();
            context.variables.put(s.induction(), ssa.constant(ScalarType.U32, i));
            s.body().forEach(statements);
        }
        context.variables.remove(s.induction());
    }

    private void loop(Ast.Loop s, int bound, Consumer<Integer> iteration) {
        Map<String, Integer> variables = context.variables;
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
        ssa.enter();
        context.ports.vector = s.vector();
        iteration.accept(induction);
        context.ports.vector = false;
        List<Node> body = ssa.leave();
        List<Node.Carried> carried = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int result = ssa.value(ssa.type(phis.get(i)));
            carried.add(new Node.Carried(phis.get(i), inits.get(i), variables.get(names.get(i)), result));
            variables.put(names.get(i), result);
        }
        List<Node.Reduction> reductions = new ArrayList<>();
        for (Ast.Reduce r : s.reductions()) {
            int result = ssa.value(r.type().scalar());
            reductions.add(new Node.Reduction(result, contributions.get(r.name()), r.kind().orElseThrow(),
                    r.partials().intValue()));
        }
        variables.remove(s.induction());
        for (int i = 0; i < reductions.size(); i++) {
            variables.put(s.reductions().get(i).name(), reductions.get(i).result());
        }
        ssa.add(new Node.Loop(induction, bound, s.vector(), s.directives().pipelining(), carried, reductions, body));
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
                case Ast.If s -> {
                    assigned(s.then(), inside);
                    assigned(s.otherwise(), inside);
                }
                case Ast.Store s -> { }
                case Ast.Contribute s -> { }
                case Ast.Write s -> { }
                case Ast.Rewind s -> { }
                case Ast.Return s -> { }
                case Ast.Memory s -> { }
                case Ast.Table s -> { }
                case Ast.ComputedTable s -> { }
                case Ast.Constant s -> { }
            }
        }
        inside.removeAll(declared);
        names.addAll(inside);
    }
}
