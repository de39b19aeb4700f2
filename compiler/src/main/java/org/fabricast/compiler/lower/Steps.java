package org.fabricast.compiler.lower;

import static org.fabricast.compiler.lower.Access.read;
import static org.fabricast.compiler.lower.Access.write;

import org.fabricast.compiler.lower.Access.Space;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;

/**
 * Groups of instructions that layers and classifier share. Sizes are constants in a layer; the classifier gives a register
 * that holds the size or 0. Register 0 stands for no register.
 */
final class Steps {

    private Steps() {
    }

    /** normed = x / sqrt(mean(x²) + eps), without a weight: that is folded into what follows. */
    static void norm(Code code, VectorPlan plan, DecodeShape shape, float eps, int sizeRegister) {
        Range x = plan.act("x");
        Range normed = plan.act("normed");
        code.add(sized(Instructions.of(Opcode.MISC_RMSNORM).set("a0", x.from()).set("out", normed.from())
                        .setFloat("inv_n", 1f / shape.dim()).setFloat("eps", eps), "n", shape.dim(), sizeRegister),
                read(Space.ACTIVATION, x), write(Space.ACTIVATION, normed));
    }

    /** Quantises a vector into the engine's input buffer. */
    static void quantiseInput(Code code, VectorPlan plan, DecodeShape shape, Range vector, int n, int sizeRegister) {
        Range words = inputWords(plan, shape, n);
        Range scales = inputScales(plan, shape, n);
        code.add(sized(Instructions.of(Opcode.MV_LOADX).set("act", vector.from()).set("x", words.from())
                        .set("xs", scales.from()).set("group", shape.group()), "n", n, sizeRegister),
                read(Space.ACTIVATION, vector), write(Space.INPUT, words), write(Space.INPUT_SCALE, scales));
    }

    /** Where the words of an input of {@code n} elements lie. */
    static Range inputWords(VectorPlan plan, DecodeShape shape, int n) {
        return plan.inputs().get("x").part(0, shape.words(n, shape.group()));
    }

    /** Where its scales lie, one per group. */
    static Range inputScales(VectorPlan plan, DecodeShape shape, int n) {
        return plan.scales().get("x").part(0, DecodeShape.ceil(n, shape.group()));
    }

    private static Instructions sized(Instructions instruction, String field, int size, int register) {
        return register == 0 ? instruction.set(field, size) : instruction.reg(field, register);
    }
}
