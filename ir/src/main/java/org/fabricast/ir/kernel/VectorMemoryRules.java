package org.fabricast.ir.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What keeps the iterations of a vector loop independent of each other in memory: a memory is loaded or stored, not both,
 * stored at most once per iteration, and its index is the iteration number or that plus a constant.
 */
final class VectorMemoryRules {

    private VectorMemoryRules() {
    }

    /** A broken rule. */
    record Problem(String expected, String found) { }

    /** The rules that a vector loop breaks. */
    static List<Problem> problems(Node.Loop loop, Kernel kernel) {
        List<Problem> problems = new ArrayList<>();
        Map<Integer, Node.Op> operators = new HashMap<>();
        constants(kernel.body(), operators);
        loop.body().forEach(n -> note(n, operators));
        Set<Integer> loaded = new HashSet<>();
        Set<Integer> stored = new HashSet<>();
        for (Node node : loop.body()) {
            if (node instanceof Node.Load load) {
                loaded.add(load.memory());
                index(load.index(), loop, operators, problems);
            } else if (node instanceof Node.Store store) {
                if (!stored.add(store.memory())) {
                    problems.add(new Problem("one store to a memory per iteration of a vector loop", "another one"));
                }
                index(store.index(), loop, operators, problems);
            }
        }
        stored.retainAll(loaded);
        if (!stored.isEmpty()) {
            problems.add(new Problem("a memory loaded or stored in a vector loop", "both"));
        }
        return problems;
    }

    private static void note(Node node, Map<Integer, Node.Op> operators) {
        if (node instanceof Node.Op op) {
            operators.put(op.result(), op);
        }
    }

    /** Constants may stand in regions around the loop. */
    private static void constants(List<Node> nodes, Map<Integer, Node.Op> operators) {
        for (Node node : nodes) {
            note(node, operators);
            if (node instanceof Node.Loop loop && !loop.vector()) {
                constants(loop.body(), operators);
            }
        }
    }

    private static void index(int index, Node.Loop loop, Map<Integer, Node.Op> operators, List<Problem> problems) {
        Node.Op sum = operators.get(index);
        boolean plain = index == loop.induction();
        if (sum != null && sum.opcode() == OpCode.ADD) {
            int a = sum.operands().get(0);
            int b = sum.operands().get(1);
            plain = a == loop.induction() && constant(b, operators) || b == loop.induction() && constant(a, operators);
        }
        if (!plain) {
            problems.add(new Problem("the iteration number or it plus a constant as index", "%" + index));
        }
    }

    private static boolean constant(int value, Map<Integer, Node.Op> operators) {
        return operators.containsKey(value) && operators.get(value).opcode() == OpCode.CONST;
    }
}
