package org.fabricast.hls.optimise;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.text.KernelCompiler;

/** Kernels for the tests of passes, and what is left in them. */
final class Operators {

    private Operators() {
    }

    /** A kernel of scalar arguments {@code u8 a, i8 b, u32 c, i32 d, f32 x}, exactly as written. */
    static Kernel scalar(String result, String body) {
        return KernelCompiler.compileUnoptimised("kernel k(result " + result + " r, u8 a, i8 b, u32 c, i32 d, f32 x) {\n" + body
                + "\n}\n", "k.fk").getFirst();
    }

    /** All operators but constants, in order. */
    static List<Node.Op> of(Kernel kernel) {
        List<Node.Op> found = new ArrayList<>();
        collect(kernel.body(), found);
        return found.stream().filter(op -> op.opcode() != OpCode.CONST).toList();
    }

    static List<OpCode> opcodes(Kernel kernel) {
        return of(kernel).stream().map(Node.Op::opcode).toList();
    }

    private static void collect(List<Node> nodes, List<Node.Op> found) {
        for (Node node : nodes) {
            if (node instanceof Node.Op op) {
                found.add(op);
            } else if (node instanceof Node.Loop loop) {
                collect(loop.body(), found);
            }
        }
    }
}
