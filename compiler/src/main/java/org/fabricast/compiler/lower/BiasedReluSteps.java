package org.fabricast.compiler.lower;

import static org.fabricast.compiler.lower.Access.read;
import static org.fabricast.compiler.lower.Access.write;

import java.util.List;
import org.fabricast.compiler.lower.Access.Space;
import org.fabricast.compiler.lower.BufferAllocator.Wish;
import org.fabricast.compiler.pack.BiasRow;
import org.fabricast.compiler.pack.BiasTable;
import org.fabricast.compiler.pack.ImageLayout;
import org.fabricast.compiler.plan.LayerMatrix;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Region;

/**
 * LayerNorm, learned positions, biases, ReLU: the OPT family. A bias is added by the instruction that takes the result anyway: with the
 * residual, before ReLU, to the queries. All biases of a layer come by one load behind its first weights, where waiting for the layer
 * before holds up nothing: those weights must be used first.
 *
 * <p>Norms inside a layer have no gain, since theirs is in the weights that follow, and no bias, since theirs is in the biases that
 * follow. The final norm has its own gain and bias: what follows it has no bias.
 */
record BiasedReluSteps(DecodeShape shape, VectorPlan plan, ImageLayout image, BiasTable table) implements FamilySteps {

    private static final int UNIT = Region.LOAD_UNIT_BYTES;

    static List<Wish> wishes(DecodeShape s) {
        return List.of(new Wish("position", s.dim(), 0, 0),
                new Wish("biases", BiasRow.of(s.division()).elements(), 1, 6),
                new Wish("lastGain", s.dim(), 7, 7), new Wish("lastBias", s.dim(), 7, 7));
    }

    private BiasRow row() {
        return BiasRow.of(shape.division());
    }

    /** x = embedding row + position row; x may be longer where cores write their parts. */
    @Override
    public void position(Code code) {
        Range x = plan.act("x").part(0, shape.dim());
        Range position = plan.act("position");
        code.multiplyAdd(Registers.T0, Registers.POSITION, image.positionStride() / UNIT, 0);
        code.add(Instructions.of(Opcode.LD_ACT).set("mem", image.position() / UNIT).reg("mem", Registers.T0)
                .set("n", shape.dim()).set("act", position.from()), write(Space.ACTIVATION, position));
        code.add(Instructions.of(Opcode.MISC_SUM).set("a0", x.from()).set("a1", position.from()).set("out", x.from())
                        .set("n", shape.dim()),
                read(Space.ACTIVATION, x), read(Space.ACTIVATION, position), write(Space.ACTIVATION, x));
    }

    @Override
    public void begin(Code code) {
        code.set(Registers.BIASES, 0);
    }

    @Override
    public void vectors(Code code) {
        Range biases = plan.act("biases");
        code.add(Instructions.of(Opcode.LD_ACT).set("mem", table.layers() / UNIT).reg("mem", Registers.BIASES)
                .set("n", biases.length()).set("act", biases.from()), write(Space.ACTIVATION, biases));
    }

    @Override
    public void norm(Code code, float eps) {
        Range x = plan.act("x");
        code.add(layerNorm(eps, x).set("gained", 0).set("n", shape.dim()), read(Space.ACTIVATION, x),
                write(Space.ACTIVATION, plan.act("normed")));
    }

    private Instructions layerNorm(float eps, Range gain) {
        return Instructions.of(Opcode.MISC_LAYERNORM).set("a0", plan.act("x").from()).set("a1", gain.from())
                .set("out", plan.act("normed").from()).setFloat("inv_n", 1f / shape.dim()).setFloat("eps", eps);
    }

    /** Before the classifier's weights: these may fill the ring, and wait then for a run that waits for the norm. */
    @Override
    public void lastVectors(Code code, int sizeRegister) {
        lastVector(code, "lastGain", table.lastGain(), sizeRegister);
        lastVector(code, "lastBias", table.lastBias(), sizeRegister);
    }

    private void lastVector(Code code, String name, long offset, int sizeRegister) {
        code.add(Instructions.of(Opcode.LD_ACT).set("mem", offset / UNIT).reg("n", sizeRegister)
                .set("act", plan.act(name).from()), write(Space.ACTIVATION, plan.act(name)));
    }

    @Override
    public void lastNorm(Code code, int sizeRegister) {
        Range gain = plan.act("lastGain");
        Range bias = plan.act("lastBias");
        Range normed = plan.act("normed");
        code.add(layerNorm(shape.model().finalNorm().eps(), gain).set("gained", 1).reg("n", sizeRegister),
                read(Space.ACTIVATION, plan.act("x")), read(Space.ACTIVATION, gain), write(Space.ACTIVATION, normed));
        code.add(Instructions.of(Opcode.MISC_SUM).set("a0", normed.from()).set("a1", bias.from()).set("out", normed.from())
                        .reg("n", sizeRegister),
                read(Space.ACTIVATION, normed), read(Space.ACTIVATION, bias), write(Space.ACTIVATION, normed));
    }

    /** Queries with their bias; keys as they are, see {@link org.fabricast.compiler.pack.BiasVectors}. */
    @Override
    public void queriesAndKeys(Code code) {
        int queries = shape.heads() * shape.headDim();
        int keys = shape.kvHeads() * shape.headDim();
        Range qkv = plan.res("qkv");
        Range qk = plan.act("qk");
        Range bias = plan.act("biases").part(0, queries);
        code.add(Instructions.of(Opcode.MISC_ADD).set("g0", qkv.from()).set("a0", bias.from()).set("out", qk.from())
                        .set("n", queries),
                read(Space.RESULT, qkv.part(0, queries)), read(Space.ACTIVATION, bias),
                write(Space.ACTIVATION, qk.part(0, queries)));
        code.add(Instructions.of(Opcode.MISC_CAST).set("g0", qkv.from() + queries).set("out", qk.from() + queries)
                        .set("n", keys),
                read(Space.RESULT, qkv.part(queries, keys)), write(Space.ACTIVATION, qk.part(queries, keys)));
    }

    @Override
    public void hidden(Code code) {
        Range up = plan.res("gateUp");
        Range hidden = plan.act("hidden");
        int part = shape.division().hidden();
        Range bias = plan.act("biases").part(row().up(), part);
        code.add(CoreParts.own(code, shape, part, Instructions.of(Opcode.MISC_BIAS_RELU).set("g0", up.from())
                        .set("a0", bias.from()).set("out", hidden.from()).set("n", part), "out"),
                read(Space.RESULT, up), read(Space.ACTIVATION, bias), write(Space.ACTIVATION, hidden));
    }

    @Override
    public void residual(Code code, LayerMatrix matrix, String result) {
        int at = switch (matrix) {
            case OUT -> row().out();
            case DOWN -> row().down();
            case QKV, GATE_UP -> throw new IllegalArgumentException(matrix + " is not added to the residual stream");
        };
        Range x = plan.act("x");
        int part = shape.division().dim();
        Range bias = plan.act("biases").part(at, part);
        code.add(CoreParts.own(code, shape, part, Instructions.of(Opcode.MISC_BIAS_ADD).set("g0", plan.res(result).from())
                        .set("a0", x.from()).set("a1", bias.from()).set("out", x.from()).set("n", part), "a0", "out"),
                read(Space.RESULT, plan.res(result)), read(Space.ACTIVATION, x), read(Space.ACTIVATION, bias),
                write(Space.ACTIVATION, x));
        CoreParts.gather(code, shape, x, part, shape.dim());
    }

    @Override
    public void pass(Code code) {
        code.sum(Registers.BIASES, Registers.BIASES, 0, table.layerStride() / UNIT);
    }
}
