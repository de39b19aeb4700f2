package org.fabricast.hls.optimise;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;

/**
 * Computes an operator once where an equal one stands before it, in the same region or in one around it. What is wiring
 * alone is shared only within a stretch without loops: holding it in a register through a loop would cost more.
 */
final class CommonSubexpressions extends Rewrite {

    private record Key(OpCode opcode, ScalarType type, List<Integer> operands, long attribute) { }

    private final Deque<Map<Key, Integer>> scopes = new ArrayDeque<>(List.of(new HashMap<>()));

    private CommonSubexpressions(Kernel kernel) {
        super(kernel);
    }

    static Kernel run(Kernel kernel) {
        return new CommonSubexpressions(kernel).run();
    }

    @Override
    void enter(Node.Loop loop) {
        scopes.push(new HashMap<>());
    }

    @Override
    void leave(Node.Loop loop) {
        scopes.pop();
        scopes.element().keySet().removeIf(this::wiring);
    }

    @Override
    void operator(Node.Op op) {
        Key key = new Key(op.opcode(), op.type(), ordered(op), op.attribute());
        for (Map<Key, Integer> scope : wiring(key) ? List.of(scopes.element()) : List.copyOf(scopes)) {
            Integer before = scope.get(key);
            if (before != null) {
                rename(op.result(), before);
                return;
            }
        }
        scopes.element().put(key, op.result());
        keep(op);
    }

    private boolean wiring(Key key) {
        return switch (key.opcode) {
            case RESIZE, BITCAST -> true;
            case SHL, SHR -> known(key.operands.get(1)).isPresent();
            default -> false;
        };
    }

    /** Operands of operators that do not tell them apart in one order; NaN is canonical, so sums of floats do not. */
    private static List<Integer> ordered(Node.Op op) {
        return switch (op.opcode()) {
            case ADD, MUL, AND, OR, XOR, EQ, NE, FADD, FMUL, FEQ -> op.operands().stream().sorted().toList();
            default -> op.operands();
        };
    }
}
