package org.fabricast.compiler.lower;

import static org.fabricast.compiler.lower.Access.read;
import static org.fabricast.compiler.lower.Access.write;

import java.util.List;
import org.fabricast.compiler.lower.Access.Space;
import org.fabricast.compiler.lower.BufferAllocator.Wish;
import org.fabricast.compiler.pack.ImageLayout;
import org.fabricast.compiler.plan.LayerMatrix;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Region;

/** RMSNorm without a weight, rotary embedding, SiLU of the gate times up: the LLaMA family. */
record RotaryGatedSteps(DecodeShape shape, VectorPlan plan, ImageLayout image) implements FamilySteps {

    static List<Wish> wishes(DecodeShape s) {
        return List.of(new Wish("rope", 2 * s.headDim(), 0, 6));
    }

    @Override
    public void position(Code code) {
        code.multiplyAdd(Registers.T0, Registers.POSITION, image.positionStride() / Region.LOAD_UNIT_BYTES, 0);
        code.add(Instructions.of(Opcode.LD_ACT).set("mem", image.position() / Region.LOAD_UNIT_BYTES)
                        .reg("mem", Registers.T0).set("n", 2 * shape.headDim()).set("act", plan.act("rope").from()),
                write(Space.ACTIVATION, plan.act("rope")));
    }

    @Override
    public void begin(Code code) {
        // Nothing of a layer is addressed but weights, K and V.
    }

    @Override
    public void vectors(Code code) {
        // A layer has no vectors of its own: gains are in the weights.
    }

    @Override
    public void norm(Code code, float eps) {
        Steps.norm(code, plan, shape, eps, 0);
    }

    @Override
    public void lastVectors(Code code, int sizeRegister) {
        // The gain of the final norm is in the classifier's weights.
    }

    @Override
    public void lastNorm(Code code, int sizeRegister) {
        Steps.norm(code, plan, shape, shape.model().finalNorm().eps(), sizeRegister);
    }

    @Override
    public void queriesAndKeys(Code code) {
        int width = shape.headDim();
        int rotated = (shape.heads() + shape.kvHeads()) * width;
        Range qkv = plan.res("qkv");
        Range qk = plan.act("qk");
        Range rope = plan.act("rope");
        code.add(Instructions.of(Opcode.MISC_ROPE).set("g0", qkv.from()).set("a0", rope.from())
                        .set("a1", rope.from() + width).set("out", qk.from()).set("n", rotated).set("d", width),
                read(Space.RESULT, qkv.part(0, rotated)), read(Space.ACTIVATION, rope), write(Space.ACTIVATION, qk));
    }

    @Override
    public void hidden(Code code) {
        Range gateUp = plan.res("gateUp");
        Range hidden = plan.act("hidden");
        int part = shape.division().hidden();
        code.add(CoreParts.own(code, shape, part, Instructions.of(Opcode.MISC_SILU_MUL).set("g0", gateUp.from())
                        .set("g1", gateUp.from() + part).set("out", hidden.from()).set("n", part), "out"),
                read(Space.RESULT, gateUp), write(Space.ACTIVATION, hidden));
    }

    @Override
    public void residual(Code code, LayerMatrix matrix, String result) {
        Range x = plan.act("x");
        int part = shape.division().dim();
        code.add(CoreParts.own(code, shape, part, Instructions.of(Opcode.MISC_ADD).set("g0", plan.res(result).from())
                        .set("a0", x.from()).set("out", x.from()).set("n", part), "a0", "out"),
                read(Space.RESULT, plan.res(result)), read(Space.ACTIVATION, x), write(Space.ACTIVATION, x));
        CoreParts.gather(code, shape, x, part, shape.dim());
    }

    @Override
    public void pass(Code code) {
        // Nothing to pass.
    }
}
