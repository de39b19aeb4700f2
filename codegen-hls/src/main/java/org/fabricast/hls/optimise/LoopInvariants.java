package org.fabricast.hls.optimise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;

/**
 * Computes before a loop what is the same in each of its iterations, if there is a unit or multiplier to save: what merely
 * costs gates would cost a register and a cycle instead. Constants always move. Reads of tables stay, for their index may be
 * in range only when the loop runs.
 */
final class LoopInvariants {

    private LoopInvariants() {
    }

    static Kernel run(Kernel kernel) {
        return new Kernel(kernel.name(), kernel.inputs(), kernel.outputs(), kernel.args(), kernel.results(),
                kernel.memories(), kernel.tables(), kernel.types(), region(kernel.body()));
    }

    private static List<Node> region(List<Node> nodes) {
        List<Node> out = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof Node.Loop loop) {
                loop(loop, out);
            } else {
                out.add(node);
            }
        }
        return out;
    }

    private static void loop(Node.Loop loop, List<Node> before) {
        List<Node> body = region(loop.body());
        Set<Integer> varying = new HashSet<>();
        varying.add(loop.induction());
        loop.carried().forEach(c -> varying.add(c.phi()));
        List<Node.Op> invariant = new ArrayList<>();
        for (Node node : body) {
            switch (node) {
                case Node.Op op when op.opcode() != OpCode.TABLE && op.operands().stream().noneMatch(varying::contains) ->
                        invariant.add(op);
                case Node.Op op -> varying.add(op.result());
                case Node.Read read -> varying.add(read.result());
                case Node.Load load -> varying.add(load.result());
                case Node.Loop inner -> {
                    inner.carried().forEach(c -> varying.add(c.result()));
                    inner.reductions().forEach(r -> varying.add(r.result()));
                }
                case Node.Write write -> { }
                case Node.Rewind rewind -> { }
                case Node.Store store -> { }
                case Node.SetResult result -> { }
            }
        }
        Set<Integer> moved = worth(invariant);
        invariant.stream().filter(op -> moved.contains(op.result())).forEach(before::add);
        body.removeIf(node -> node instanceof Node.Op op && moved.contains(op.result()));
        before.add(new Node.Loop(loop.induction(), loop.bound(), loop.vector(), loop.pipelining(), loop.carried(),
                loop.reductions(), body));
    }

    /** Constants, units, multipliers and whatever these need. */
    private static Set<Integer> worth(List<Node.Op> invariant) {
        Set<Integer> moved = new HashSet<>();
        for (Node.Op op : invariant.reversed()) {
            if (moved.contains(op.result()) || unit(op.opcode())) {
                moved.add(op.result());
                moved.addAll(op.operands());
            }
        }
        return moved;
    }

    private static boolean unit(OpCode opcode) {
        return switch (opcode) {
            case CONST, MUL, FADD, FSUB, FMUL, FMA, I2F, F2I, H2F, F2H, B2F, F2B -> true;
            case FLT, FLE, FEQ, BITCAST, RESIZE, ADD, SUB, AND, OR, XOR, SHL, SHR, EQ, NE, LT, LE, SELECT, TABLE -> false;
        };
    }
}
