package org.fabricast.compiler.lower;

import static org.fabricast.compiler.lower.Access.read;
import static org.fabricast.compiler.lower.Access.write;

import org.fabricast.compiler.fuse.FusedLayer;
import org.fabricast.compiler.lower.Access.Space;
import org.fabricast.compiler.pack.ImageLayout;
import org.fabricast.compiler.pack.KvLayout;
import org.fabricast.compiler.plan.LayerMatrix;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Region;

/**
 * One decoder layer, the body of the layer loop.
 *
 * <p>Weights are loaded in two parts around the loads of K and V. The part in front keeps the bus busy until the new
 * position's K and V are in memory; it fits the ring, so it waits only for runs that need nothing behind it. The other half
 * of the ring takes what arrives while attention runs.
 *
 * <p>Source: FlightLLM, section 3: norm with the following projections, rotary with Q and K, QKᵀ with softmax, gate with SiLU
 * and multiply, residual with the projection before it. We add: scale of V folded into the quantiser's factors, run of one
 * KV head overlapping softmax of another.
 */
final class LayerEmitter {

    private static final int RING_WEIGHTS = 0;
    private static final int RING_KV = 1;
    private static final int UNIT = Region.LOAD_UNIT_BYTES;

    private final DecodeShape shape;
    private final VectorPlan plan;
    private final LayerWeights weights;
    private final FamilySteps family;
    private final KvLayout kv;
    private final LoadedLength loaded;
    private final FusedLayer layer;
    private final Code code = new Code();

    private LayerEmitter(DecodeShape shape, VectorPlan plan, ImageLayout image, KvLayout kv, LoadedLength loaded) {
        this.shape = shape;
        this.plan = plan;
        this.weights = LayerWeights.of(shape, image);
        this.family = FamilySteps.of(shape, plan, image);
        this.kv = kv;
        this.loaded = loaded;
        this.layer = shape.model().layers().getFirst();
    }

    /** The body of the layer loop; all layers are alike but for their addresses. */
    static Code emit(DecodeShape shape, VectorPlan plan, ImageLayout image, KvLayout kv, LoadedLength loaded) {
        LayerEmitter emitter = new LayerEmitter(shape, plan, image, kv, loaded);
        emitter.queryKeyValue();
        emitter.queries();
        emitter.keysAndValues();
        emitter.attention();
        emitter.feedForward();
        emitter.next();
        for (int address : Registers.NEW_POSITION) {
            emitter.code.sum(address, address, 0, kv.layerStride());
        }
        return emitter.code;
    }

    /**
     * The same layer for one token of a chunk, in parts: what is in memory before any token of the chunk attends, attention with
     * the output projection, the rest, and what leads to the next layer. New positions are addressed for each token anew.
     */
    record Parts(Code keysAndValues, Code attention, Code feedForward, Code next) { }

    /** The body of the layer loop for the first token of a chunk. */
    static Parts parts(DecodeShape shape, ChunkPlan plan, ImageLayout image, KvLayout kv) {
        LayerEmitter stores = new LayerEmitter(shape, plan.attention(), image, kv, LoadedLength.EXACT);
        LayerEmitter attends = new LayerEmitter(shape, plan.attention(), image, kv, LoadedLength.EXACT);
        LayerEmitter rest = new LayerEmitter(shape, plan.feedForward(), image, kv, LoadedLength.EXACT);
        LayerEmitter next = new LayerEmitter(shape, plan.feedForward(), image, kv, LoadedLength.EXACT);
        stores.queryKeyValue();
        (plan.early() ? stores : attends).queries();
        stores.keysAndValues();
        attends.attention();
        rest.feedForward();
        next.next();
        return new Parts(stores.code, attends.code, rest.code, next.code);
    }

    private void next() {
        weights.pass(code);
        family.pass(code);
        code.sum(Registers.KV, Registers.KV, 0, kv.layerStride() / UNIT);
    }

    /** Norm, joined projection, rotary or bias. */
    private void queryKeyValue() {
        weights.settle(code);
        weights.loadFirst(code);
        family.vectors(code);

        normAndQuantise(layer.attentionNorm().eps());
        project(LayerMatrix.QKV, "qkv");
        family.queriesAndKeys(code);
    }

    /** Q to the engine. */
    private void queries() {
        int width = shape.headDim();
        Range qk = plan.act("qk");
        code.add(Instructions.of(Opcode.MV_LOADX).set("act", qk.from()).set("x", plan.inputs().get("q").from())
                        .set("xs", plan.scales().get("q").from()).set("n", shape.heads() * width).set("group", width),
                read(Space.ACTIVATION, qk.part(0, shape.heads() * width)),
                write(Space.INPUT, plan.inputs().get("q")), write(Space.INPUT_SCALE, plan.scales().get("q")));
    }

    /** K and V of the new position to memory. */
    private void keysAndValues() {
        int width = shape.headDim();
        int rotated = (shape.heads() + shape.kvHeads()) * width;
        int values = shape.kvHeads() * width;
        Range qkv = plan.res("qkv");
        Range keys = plan.act("qk").part(shape.heads() * width, values);
        quantise(keys, plan.act("kLevels"), plan.act("kScales"));
        code.add(Instructions.of(Opcode.MISC_CAST).set("g0", qkv.from() + rotated).set("out", plan.act("v").from())
                        .set("n", values),
                read(Space.RESULT, qkv.part(rotated, values)), write(Space.ACTIVATION, plan.act("v")));
        quantise(plan.act("v"), plan.act("vLevels"), plan.act("vScales"));
        // Keys first, stored as soon as they are quantised: scores wait for them, values are needed behind a softmax.
        for (int head = 0; head < shape.kvHeads(); head++) {
            storeScale(head, KvPart.KEYS, "kScales", Registers.KEY_SCALE, 0);
            store(head, KvPart.KEYS, "kLevels", Registers.KEY, 0, kv.keyStride());
        }
        for (int head = 0; head < shape.kvHeads(); head++) {
            storeScale(head, KvPart.VALUE_SCALES, "vScales", Registers.VALUE_SCALE, kv.valueScaleOffset());
            store(head, KvPart.VALUES, "vLevels", Registers.VALUE, kv.valueOffset(), kv.valueStride());
        }
    }

    /** All KV heads, then the output projection with its residual. With two buffer sets, scores run one head ahead. */
    private void attention() {
        for (int head = 0; head < shape.kvHeads(); head++) {
            scores(head);
            if (plan.sets() == 1) {
                values(head);
            } else if (head > 0) {
                values(head - 1);
            }
        }
        if (plan.sets() > 1) {
            values(shape.kvHeads() - 1);
        }
        weights.loadRest(code);
        Range attended = plan.act("attended").part(0, shape.attention());
        int part = shape.heads() * shape.headDim();
        code.add(CoreParts.own(code, shape, part, Instructions.of(Opcode.MISC_CAST).set("g0", plan.res("values").from())
                        .set("out", attended.from()).set("n", part), "out"),
                read(Space.RESULT, plan.res("values")), write(Space.ACTIVATION, plan.act("attended")));
        CoreParts.gather(code, shape, attended, part, attended.length());
        quantiseInput(attended);
        project(LayerMatrix.OUT, "out");
        family.residual(code, LayerMatrix.OUT, "out");
    }

    /** Keys of one head times its queries, then softmax. */
    private void scores(int head) {
        Range scores = plan.res("scores" + set(head));
        Range p = plan.act("p" + set(head));
        int base = head * kv.headStride();
        code.add(loaded.keyBytes().on(Instructions.of(Opcode.LD_RING).set("mem", base / UNIT).reg("mem", Registers.KV), "bytes")
                .set("region", Region.KV.ordinal()).set("ring", RING_KV), kvRead(head, KvPart.KEYS));
        int query = head * shape.share();
        int wordsPerHead = shape.words(shape.headDim(), shape.headDim());
        Range x = plan.inputs().get("q").part(query * wordsPerHead, shape.share() * wordsPerHead);
        Range xs = plan.scales().get("q").part(query, shape.share());
        code.add(loaded.rows().on(run(), "rows").set("x", x.from()).set("xs", xs.from()).set("xstride", wordsPerHead)
                        .set("xsstride", 1).set("res", scores.from()).set("resstride", shape.paddedContext()).set("cols", shape.headDim()).set("group", shape.headDim())
                        .set("ring", RING_KV),
                read(Space.INPUT, x), read(Space.INPUT_SCALE, xs), write(Space.RESULT, scores));
        for (int i = 0; i < shape.share(); i++) {
            Range from = scores.part(i * shape.paddedContext(), shape.paddedContext());
            Range to = p.part(i * shape.paddedContext(), shape.paddedContext());
            code.add(Instructions.of(Opcode.MISC_SOFTMAX).set("g0", from.from()).set("out", to.from())
                            .reg("n", Registers.LENGTH).setFloat("scale", layer.scale()),
                    read(Space.RESULT, from), write(Space.ACTIVATION, to));
        }
    }

    /** The scales of a head's values, factors of its probabilities. */
    private void loadFactors(int head) {
        Range factors = plan.act("factors" + set(head));
        int scales = head * kv.headStride() + kv.valueScaleOffset();
        code.add(loaded.rows().on(Instructions.of(Opcode.LD_ACT).set("mem", scales / UNIT).reg("mem", Registers.KV), "n")
                        .set("act", factors.from()).set("region", Region.KV.ordinal()),
                kvRead(head, KvPart.VALUE_SCALES), write(Space.ACTIVATION, factors));
    }

    /** Probabilities of one head times its values. */
    private void values(int head) {
        Range p = plan.act("p" + set(head));
        Range factors = plan.act("factors" + set(head));
        Range inputs = plan.inputs().get("p" + set(head));
        Range scales = plan.scales().get("p" + set(head));
        int words = inputs.length() / shape.share();
        int groups = scales.length() / shape.share();
        loadFactors(head);
        int base = head * kv.headStride() + kv.valueOffset();
        code.add(loaded.valueBytes().on(Instructions.of(Opcode.LD_RING).set("mem", base / UNIT).reg("mem", Registers.KV), "bytes")
                .set("region", Region.KV.ordinal()).set("ring", RING_KV), kvRead(head, KvPart.VALUES));
        for (int i = 0; i < shape.share(); i++) {
            Range vector = p.part(i * shape.paddedContext(), shape.paddedContext());
            code.add(Instructions.of(Opcode.MV_LOADX).set("act", vector.from()).set("x", inputs.from() + i * words)
                            .set("xs", scales.from() + i * groups).reg("n", Registers.LENGTH)
                            .set("group", KvLayout.VALUE_GROUP).set("factor", factors.from()).flag("scaled", true),
                    read(Space.ACTIVATION, vector), read(Space.ACTIVATION, factors),
                    write(Space.INPUT, inputs.part(i * words, words)),
                    write(Space.INPUT_SCALE, scales.part(i * groups, groups)));
        }
        int width = shape.share() * shape.headDim();
        Range out = plan.res("values").part(head * width, width);
        code.add(run().set("x", inputs.from()).set("xs", scales.from()).set("xstride", words).set("xsstride", groups)
                        .set("res", out.from()).set("resstride", shape.headDim()).set("rows", shape.headDim())
                        .reg("cols", Registers.LENGTH).set("group", KvLayout.VALUE_GROUP).set("ring", RING_KV)
                        .flag("transpose", true).flag("unscaled", true),
                read(Space.INPUT, inputs), read(Space.INPUT_SCALE, scales), write(Space.RESULT, out));
    }

    /** down(silu(gate n) · up n) or down(relu(up n)) with its residual, n the normed stream. */
    private void feedForward() {
        normAndQuantise(layer.feedForwardNorm().eps());
        project(LayerMatrix.GATE_UP, "gateUp");
        family.hidden(code);
        Range hidden = plan.act("hidden").part(0, shape.hidden());
        CoreParts.gather(code, shape, hidden, shape.division().hidden(), hidden.length());
        quantiseInput(hidden);
        project(LayerMatrix.DOWN, "down");
        family.residual(code, LayerMatrix.DOWN, "down");
    }

    /** Norm of x as input of the engine. */
    private void normAndQuantise(float eps) {
        family.norm(code, eps);
        quantiseInput(plan.act("normed"));
    }

    private void quantiseInput(Range vector) {
        Steps.quantiseInput(code, plan, shape, vector, vector.length(), 0);
    }

    /** Matrix of the weight stream times the quantised input. Shapes: [rows, cols] · [cols]. */
    private void project(LayerMatrix matrix, String result) {
        int cols = matrix.cols(shape.model());
        Range x = Steps.inputWords(plan, shape, cols);
        Range xs = Steps.inputScales(plan, shape, cols);
        Range out = plan.res(result);
        Instructions run = Instructions.of(Opcode.MV_RUN).set("x", x.from()).set("xs", xs.from()).set("res", out.from())
                .set("rows", shape.division().rows(matrix)).set("group", shape.group()).set("vectors", 1)
                .set("ring", RING_WEIGHTS);
        code.add(weights.sized(run, matrix, cols),
                read(Space.INPUT, x), read(Space.INPUT_SCALE, xs), write(Space.RESULT, out));
    }

    /** INT8 levels and one binary16 scale per head. */
    private void quantise(Range from, Range levels, Range scales) {
        code.add(Instructions.of(Opcode.MISC_QUANTISE_KV).set("a0", from.from()).set("out", levels.from())
                        .set("scales", scales.from()).set("n", from.length()).set("d", shape.headDim()),
                read(Space.ACTIVATION, from), write(Space.ACTIVATION, levels), write(Space.ACTIVATION, scales));
    }

    /** Levels of the new position, in pieces of N. */
    private void store(int head, KvPart part, String vector, int address, int offset, int stride) {
        int width = shape.headDim();
        Range levels = plan.act(vector).part(head * width, width);
        code.add(Instructions.of(Opcode.ST_I8).set("mem", head * kv.headStride() + offset).reg("mem", address)
                        .set("act", levels.from()).set("piece", Math.min(width, shape.config().array()))
                        .set("pieces", kv.pieces()).set("stride", stride).set("region", Region.KV.ordinal()),
                read(Space.ACTIVATION, levels), kvWrite(head, part));
    }

    /** Scale of the new position. */
    private void storeScale(int head, KvPart part, String vector, int address, int offset) {
        Range scale = plan.act(vector).part(head, 1);
        code.add(Instructions.of(Opcode.ST_F16).set("mem", head * kv.headStride() + offset).reg("mem", address)
                        .set("act", scale.from()).set("piece", 1).set("pieces", 1).set("stride", 0)
                        .set("region", Region.KV.ordinal()),
                read(Space.ACTIVATION, scale), kvWrite(head, part));
    }

    /** Attention runs take all vectors that share a KV head: a matrix run if these are several. */
    private Instructions run() {
        return Instructions.of(shape.share() > 1 ? Opcode.MM_RUN : Opcode.MV_RUN).set("vectors", shape.share());
    }

    /** Which of the score and probability buffers a head uses. */
    private int set(int head) {
        return head % plan.sets();
    }

    private static Access kvRead(int head, KvPart part) {
        return read(Space.KV, part.of(head));
    }

    private static Access kvWrite(int head, KvPart part) {
        return write(Space.KV, part.of(head));
    }

    /** What of K and V in memory is loaded at once: one element of the space per head and part. */
    private enum KvPart {
        /** Keys with their scales. */
        KEYS,
        VALUES,
        VALUE_SCALES;

        Range of(int head) {
            return new Range(values().length * head + ordinal(), 1);
        }
    }
}
