package org.fabricast.compiler.lower;

import static org.fabricast.compiler.lower.Access.read;
import static org.fabricast.compiler.lower.Access.write;

import java.util.Optional;

import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.lengths.Prefill;
import org.fabricast.compiler.lower.Access.Space;
import org.fabricast.compiler.pack.ImageLayout;
import org.fabricast.compiler.pack.KvLayout;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.fabricast.ir.isa.Condition;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Program;
import org.fabricast.ir.isa.Region;

/**
 * The program of a model: a loop over steps, in it a loop over layers; in front of it, if prompts go in chunks, a loop over these. One program serves every prompt, position and length:
 * addresses and sizes that depend on them are registers.
 *
 * <p>A step reads its token from token memory, runs all layers, and if it generates (or logits are asked for) the classifier;
 * work that a step does not need has size 0. See {@code docs/architecture.md}, control flow of a program.
 */
public final class DecodeProgram {

    private static final int UNIT = Region.LOAD_UNIT_BYTES;
    static final int LOGITS_EVERY_STEP = 2;
    private static final int GROUP_BITS = bits(KvLayout.VALUE_GROUP);

    private final DecodeShape shape;
    private final VectorPlan plan;
    private final ImageLayout image;
    private final KvLayout kv;
    private final FamilySteps family;

    private DecodeProgram(DecodeShape shape, ImageLayout image, KvLayout kv) {
        this.shape = shape;
        this.plan = VectorPlan.of(shape);
        this.image = image;
        this.kv = kv;
        this.family = FamilySteps.of(shape, plan, image);
    }

    /**
     * Lowers {@code model} for {@code config}.
     *
     * <p>Errors: F4001 if a buffer of the machine is too small for the vectors of a step.
     *
     * <p>Cost: a fixed number of instructions per KV head and layer kind, whatever layers, context and vocabulary are.
     *
     * @param group   inputs per quantisation group
     * @param image   where weights and tables lie in their region
     * @param kv      where keys and values lie in theirs
     * @param prefill how the tokens of a prompt go in
     */
    public static Program lower(FusedModel model, HardwareConfig config, int group, ImageLayout image, KvLayout kv,
                                Prefill prefill) {
        DecodeProgram parts = of(model, config, group, image, kv);
        return Linker.link(TokenPlanner.plan(parts.program(prefill).items()));
    }

    /** The parts of the program, for streams that put them together otherwise. */
    static DecodeProgram of(FusedModel model, HardwareConfig config, int group, ImageLayout image, KvLayout kv) {
        return new DecodeProgram(new DecodeShape(model, config, group), image, kv);
    }

    /** Whether the layers' streams have the same sizes. */
    boolean layersAlike() {
        return image.layersAlike();
    }

    /** Layout of K and V. */
    KvLayout kv() {
        return kv;
    }

    /** Bytes from one kept step's logits to the next. */
    public static int logitsStride(int vocab) {
        return DecodeShape.ceil(4 * vocab, HardwareConfig.ALIGNMENT) * HardwareConfig.ALIGNMENT;
    }

    /** Arguments, then the loop over chunks of the prompt if there are any, then the loop over steps. */
    private Code program(Prefill prefill) {
        Optional<ChunkPlan> chunks = switch (prefill) {
            case CHUNKED -> ChunkPlan.of(shape);
            case TOKEN -> Optional.empty();
        };
        Code code = new Code();
        arguments(code);
        code.set(Registers.STEP, 0);
        chunks.ifPresent(chunk -> ChunkEmitter.add(code, this, shape, chunk, image, kv));
        // steps = prompt + generate - min(generate, 1)
        code.least(Registers.T0, Registers.GENERATE, 1);
        code.add(Instructions.of(Opcode.SYS_SUB).rd(Registers.STEPS).ra(Registers.PROMPT).rb(Registers.T0));
        code.sum(Registers.STEPS, Registers.STEPS, Registers.GENERATE, 0);
        if (chunks.isPresent()) {
            code.add(Instructions.of(Opcode.SYS_SUB).rd(Registers.STEPS).ra(Registers.STEPS).rb(Registers.STEP));
        }
        code.set(Registers.LOGITS_OFFSET, 0);
        Code step = new Code();
        head(step, LoadedLength.EXACT);
        layers(step, LoadedLength.EXACT);
        tail(step);
        code.loop(Instructions.of(Opcode.SYS_LOOP).ra(Registers.STEPS), true, step);
        code.add(Instructions.of(Opcode.SYS_HALT));
        return code;
    }

    /** What the host asks for. */
    static void arguments(Code code) {
        argument(code, Registers.PROMPT, Register.PROMPT_TOKENS);
        argument(code, Registers.GENERATE, Register.GENERATE_TOKENS);
        stopArgument(code);
        argument(code, Registers.MODE, Register.LOGITS);
        argument(code, Registers.POSITION, Register.POSITION);
    }

    /** The token that ends generation. */
    static void stopArgument(Code code) {
        argument(code, Registers.STOP, Register.STOP_TOKEN);
    }

    private static void argument(Code code, int register, Register argument) {
        code.add(Instructions.of(Opcode.SYS_ARG).rd(register)
                .set("imm", RegisterMap.arguments().indexOf(argument)));
    }

    /** One token enters: its rows, what the step does, where its K and V go. */
    void head(Code code, LoadedLength loaded) {
        inputs(code, plan);
        whatThisStepDoes(code);
        positions(code, loaded);
    }

    /** One token of a prompt enters whose logits nobody wants. */
    void promptHead(Code code) {
        inputs(code, plan);
        positions(code, LoadedLength.EXACT);
    }

    /** All layers, a loop. */
    void layers(Code code, LoadedLength loaded) {
        layers(code, LayerEmitter.emit(shape, plan, image, kv, loaded));
    }

    /** The loop over layers with another body. */
    void layers(Code code, Code layer) {
        code.set(Registers.WEIGHTS, 0);
        code.set(Registers.KV, 0);
        family.begin(code);
        code.loop(Instructions.of(Opcode.SYS_LOOP).set("imm", shape.model().layers().size()), false, layer);
    }

    /** Logits, the generated token, on to the next step, behind it a barrier. */
    void tail(Code code) {
        classifier(code);
        token(code);
        promptTail(code);
    }

    /** On to the next step. */
    static void promptTail(Code code) {
        code.sum(Registers.STEP, Registers.STEP, 0, 1);
        code.sum(Registers.POSITION, Registers.POSITION, 0, 1);
        code.add(Instructions.of(Opcode.SYS_BARRIER));
    }

    /** Embedding row of the token, and what comes from the position. */
    void inputs(Code code, VectorPlan vectors) {
        code.add(Instructions.of(Opcode.SYS_TOKGET).rd(Registers.TOKEN).ra(Registers.STEP));
        code.multiplyAdd(Registers.T0, Registers.TOKEN, image.embeddingStride() / UNIT, 0);
        code.add(Instructions.of(Opcode.LD_ACT).set("mem", image.embedding() / UNIT).reg("mem", Registers.T0)
                        .set("n", shape.dim()).set("act", vectors.act("x").from()),
                write(Space.ACTIVATION, vectors.act("x")));
        FamilySteps.of(shape, vectors, image).position(code);
    }

    /** Whether the step generates and classifies, and the sizes that follow from that: whole or 0. */
    private void whatThisStepDoes(Code code) {
        code.set(Registers.GENERATES, 0);
        code.branch(Condition.EQUAL, Registers.GENERATE, 0, 0, "generates");
        code.branch(Condition.LESS, Registers.STEP, Registers.PROMPT, -1, "generates");
        code.set(Registers.GENERATES, 1);
        code.label("generates");
        code.sum(Registers.CLASSIFY, Registers.GENERATES, 0, 0);
        code.branch(Condition.NOT_EQUAL, Registers.MODE, 0, LOGITS_EVERY_STEP, "classify");
        code.set(Registers.CLASSIFY, 1);
        code.label("classify");
        code.multiplyAdd(Registers.LOGIT_ROWS, Registers.CLASSIFY, shape.division().vocab(), 0);
        code.multiplyAdd(Registers.CLASSIFIER_BYTES, Registers.CLASSIFY, image.classifierStream().bytes(), 0);
        code.multiplyAdd(Registers.CLASSIFIER_INPUTS, Registers.CLASSIFY, shape.dim(), 0);
        code.set(Registers.KEPT_LOGITS, 0);
        code.branch(Condition.EQUAL, Registers.MODE, 0, 0, "kept");
        code.sum(Registers.KEPT_LOGITS, Registers.LOGIT_ROWS, 0, 0);
        code.label("kept");
    }

    /** The formulas of {@code docs/architecture.md} for the loads of all positions, then for the new one. */
    private void positions(Code code, LoadedLength loaded) {
        lengths(code, loaded);
        places(code);
    }

    /** How much is loaded of all positions. */
    void lengths(Code code, LoadedLength loaded) {
        code.sum(Registers.LENGTH, Registers.POSITION, 0, 1);
        if (loaded.keyBytes().isRegister()) {
            keyBytes(code);
        }
        if (loaded.valueBytes().isRegister()) {
            code.shift(Registers.T0, Registers.LENGTH, KvLayout.VALUE_GROUP - 1, GROUP_BITS);
            code.multiplyAdd(Registers.VALUE_BYTES, Registers.T0, kv.valueGroupBytes(), 0);
        }
    }

    /** Where the new position goes in the first layer. */
    void places(Code code) {
        newKey(code);
        newValue(code);
    }

    private void keyBytes(Code code) {
        int array = kv.array();
        int tile = kv.tilePositions();
        code.shift(Registers.T0, Registers.LENGTH, 0, bits(tile));
        code.multiplyAdd(Registers.T1, Registers.T0, -tile, Registers.LENGTH);
        code.multiplyAdd(Registers.KEY_BYTES, Registers.T0, kv.tileBytes(), 0);
        code.shift(Registers.T0, Registers.T1, array - 1, bits(array));
        code.multiplyAdd(Registers.KEY_BYTES, Registers.T0, kv.keyBlockBytes(), Registers.KEY_BYTES);
        code.least(Registers.T1, Registers.T1, 1);
        code.multiplyAdd(Registers.KEY_BYTES, Registers.T1, kv.wordBytes(), Registers.KEY_BYTES);
    }

    private void newKey(Code code) {
        int array = kv.array();
        int tile = kv.tilePositions();
        code.shift(Registers.T0, Registers.POSITION, 0, bits(tile));
        code.multiplyAdd(Registers.T1, Registers.T0, -tile, Registers.POSITION);
        code.multiplyAdd(Registers.KEY_SCALE, Registers.T0, kv.tileBytes(), 0);
        code.sum(Registers.KEY, Registers.KEY_SCALE, 0, kv.wordBytes());
        code.multiplyAdd(Registers.KEY_SCALE, Registers.T1, 2, Registers.KEY_SCALE);
        code.shift(Registers.T0, Registers.T1, 0, bits(array));
        code.multiplyAdd(Registers.KEY, Registers.T0, kv.keyBlockBytes(), Registers.KEY);
        code.multiplyAdd(Registers.T1, Registers.T0, -array, Registers.T1);
        code.multiplyAdd(Registers.KEY, Registers.T1, array, Registers.KEY);
    }

    private void newValue(Code code) {
        int array = kv.array();
        code.shift(Registers.T0, Registers.POSITION, 0, GROUP_BITS);
        code.multiplyAdd(Registers.T1, Registers.T0, -KvLayout.VALUE_GROUP, Registers.POSITION);
        code.multiplyAdd(Registers.VALUE, Registers.T0, kv.valueGroupBytes(), 0);
        code.shift(Registers.T0, Registers.T1, 0, bits(array));
        code.multiplyAdd(Registers.VALUE, Registers.T0, kv.wordBytes(), Registers.VALUE);
        code.multiplyAdd(Registers.T1, Registers.T0, -array, Registers.T1);
        code.multiplyAdd(Registers.VALUE, Registers.T1, array, Registers.VALUE);
        code.multiplyAdd(Registers.VALUE_SCALE, Registers.POSITION, 2, 0);
    }

    private static int bits(int powerOfTwo) {
        return Integer.numberOfTrailingZeros(powerOfTwo);
    }

    /** Final norm, logits, their store if they are kept, arg-max; all of size 0 if the step does not classify. */
    private void classifier(Code code) {
        Range logits = plan.res("logits");
        Range words = Steps.inputWords(plan, shape, shape.dim());
        Range scales = Steps.inputScales(plan, shape, shape.dim());
        family.lastVectors(code, Registers.CLASSIFIER_INPUTS);
        code.add(Instructions.of(Opcode.LD_RING).set("mem", image.classifier() / UNIT)
                .reg("bytes", Registers.CLASSIFIER_BYTES));
        family.lastNorm(code, Registers.CLASSIFIER_INPUTS);
        Steps.quantiseInput(code, plan, shape, plan.act("normed"), shape.dim(), Registers.CLASSIFIER_INPUTS);
        code.add(Instructions.of(Opcode.MV_RUN).set("x", words.from()).set("xs", scales.from())
                        .set("res", logits.from()).reg("rows", Registers.LOGIT_ROWS).set("cols", shape.dim())
                        .set("bits", image.classifierStream().field()).set("group", shape.group()).set("vectors", 1),
                read(Space.INPUT, words), read(Space.INPUT_SCALE, scales), write(Space.RESULT, logits));
        if (shape.config().divided()) {
            CoreParts.logits(code, shape, logits);
        } else {
            code.add(Instructions.of(Opcode.ST_F32).reg("mem", Registers.LOGITS_OFFSET).set("res", logits.from())
                    .reg("n", Registers.KEPT_LOGITS).set("region", Region.LOGITS.ordinal()), read(Space.RESULT, logits));
            code.add(Instructions.of(Opcode.MISC_ARGMAX).set("g0", logits.from()).reg("n", Registers.LOGIT_ROWS),
                    read(Space.RESULT, logits), write(Space.SCALAR, new Range(0, 1)));
        }
        code.least(Registers.T0, Registers.KEPT_LOGITS, 1);
        code.multiplyAdd(Registers.LOGITS_OFFSET, Registers.T0, logitsStride(shape.model().vocab()),
                Registers.LOGITS_OFFSET);
    }

    /** Writes the generated token and leaves the loop at the stop token. */
    private void token(Code code) {
        code.add(Instructions.of(Opcode.SYS_RESULT).rd(Registers.TOKEN), read(Space.SCALAR, new Range(0, 1)));
        code.branch(Condition.EQUAL, Registers.GENERATES, 0, 0, "next");
        code.add(Instructions.of(Opcode.SYS_TOKPUT).ra(Registers.STEP).rb(Registers.TOKEN).set("imm", 1));
        code.branch(Condition.NOT_EQUAL, Registers.TOKEN, Registers.STOP, 0, "next");
        code.add(Instructions.of(Opcode.SYS_EXIT));
        code.label("next");
    }
}
