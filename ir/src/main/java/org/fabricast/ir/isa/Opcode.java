package org.fabricast.ir.isa;

import static org.fabricast.ir.isa.Field.flag;
import static org.fabricast.ir.isa.Field.high;
import static org.fabricast.ir.isa.Field.low;
import static org.fabricast.ir.isa.Field.operand;
import static org.fabricast.ir.isa.Field.part;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fabricast.ir.hw.FunctionSet;

/**
 * Every instruction. 256 bits, eight little-endian words:
 *
 * <ul>
 * <li>word 0: 3:0 queue, 7:4 code, 15:8 wait mask, 23:16 release mask, 31:24 flags
 * <li>word 1: six register numbers of 5 bits, slot 0 at 4:0; 31:30 zero
 * <li>words 2..7: immediate of slots 0..5
 * </ul>
 *
 * Before dispatch the sequencer adds to each immediate the register its slot names (register 0 is zero), modulo 2³². SYS
 * instructions take register numbers instead: slot 0 rd, slot 1 ra, slot 2 rb.
 *
 * <p>An instruction starts when it holds a token of each queue in its wait mask (one is taken from each); when it is done
 * it gives one token to each queue in its release mask. An instruction whose size (bytes, n, piece, pieces, rows, cols) is 0
 * does nothing and is done at once, in order, with its tokens.
 */
public enum Opcode {
    LD_RING(Queue.LD, 0, "LD.RING", "Appends bytes of device memory to a ring. Done when the last beat is in the ring.",
            operand("mem", 0, "offset in the region, units of 16 bytes, 64-byte aligned"),
            operand("bytes", 1, "multiple of 64; 0 loads nothing"),
            flag("region", 0, 2, "0 weights, 1 keys and values, 2 logits"),
            flag("ring", 2, 1, "0 weight ring, 1 K and V ring")),
    LD_ACT(Queue.LD, 1, "LD.ACT", "Copies n binary16 elements from device memory to the activation buffer.",
            operand("mem", 0, "offset in the region, units of 16 bytes, 64-byte aligned"),
            operand("n", 1, "binary16 elements; 0 loads nothing"),
            operand("act", 2, "element address in the activation buffer, multiple of L"),
            flag("region", 0, 2, "0 weights, 1 keys and values, 2 logits")),
    ST_I8(Queue.ST, 0, "ST.I8", "Stores the low byte of each activation element, piece after piece; elements are consecutive "
            + "in the buffer. Done when memory has acknowledged every write.",
            operand("mem", 0, "offset in the region in bytes; a piece begins at a 16-byte boundary or crosses none"),
            operand("act", 1, "element address in the activation buffer"),
            operand("piece", 2, "elements per piece"),
            operand("pieces", 3, "number of pieces"),
            operand("stride", 4, "bytes from piece to piece in memory"),
            flag("region", 0, 2, "0 weights, 1 keys and values, 2 logits")),
    ST_F16(Queue.ST, 1, "ST.F16", "Stores each activation element (2 bytes), piece after piece; elements are consecutive in "
            + "the buffer. Done when memory has acknowledged every write.",
            operand("mem", 0, "offset in the region in bytes; a piece begins at a 16-byte boundary or crosses none"),
            operand("act", 1, "element address in the activation buffer"),
            operand("piece", 2, "elements per piece"),
            operand("pieces", 3, "number of pieces"),
            operand("stride", 4, "bytes from piece to piece in memory"),
            flag("region", 0, 2, "0 weights, 1 keys and values, 2 logits")),
    ST_F32(Queue.ST, 2, "ST.F32", "Stores n consecutive binary32 results.",
            operand("mem", 0, "offset in the region in bytes, 64-byte aligned"),
            operand("res", 1, "element address in the result buffer, multiple of L"),
            operand("n", 2, "binary32 elements"),
            flag("region", 0, 2, "0 weights, 1 keys and values, 2 logits")),
    ST_GATHER(Queue.ST, 3, "ST.GATHER", "Every core has a part of a vector in its activation buffer, core c the elements from "
            + "c * part on; when it is done it has all of them. Starts when every core has come to it. Several cores only.",
            operand("act", 1, "element address of the whole vector, multiple of L, the same on all cores"),
            operand("part", 2, "elements of a core, multiple of L; the last ones have fewer or none"),
            operand("total", 3, "elements of the vector; 0 gathers nothing")),
    ST_ARGMAX(Queue.ST, 4, "ST.ARGMAX", "Every core has done MISC.ARGMAX over its part of a vector of results; when it is "
            + "done, SYS.RESULT gives the index in the whole vector on every core, with the same rule. Several cores only.",
            operand("res", 1, "element address of the own part in the result buffer"),
            operand("part", 2, "elements of a core; the last ones have fewer or none"),
            operand("total", 3, "elements of the vector; 0 does nothing")),
    MM_RUN(Queue.MM, 1, "MM.RUN", "Matrix times several vectors: every word of the ring is used for all of them.",
            low("x", 0, "word address of vector 0 in the input buffer"),
            high("xs", 0, "scale address of vector 0"),
            low("xstride", 1, "words from vector to vector"),
            high("xsstride", 1, "scales from vector to vector"),
            low("res", 2, "element address of the results of vector 0 in the result buffer, multiple of L"),
            high("resstride", 2, "elements from vector to vector, multiple of L"),
            operand("rows", 3, "outputs"),
            part("cols", 4, 0, 25, "inputs"),
            part("pattern", 4, 25, 3, "of a sparse stream: 1 2:16, 2 4:16, 3 8:16, 4 16:16, 5 2:4, 6 1:4, 7 of each block its own; "
                    + "0 for a dense one"),
            part("bits", 4, 28, 4, "of a weight: 3, 4, 5 or 6 in a packed or sparse stream; 0 for 8"),
            low("group", 5, "inputs per group; a multiple of N unless one group holds all inputs"),
            high("vectors", 5, "input vectors"),
            flag("ring", 0, 1, "0 weight ring, 1 K and V ring"),
            flag("transpose", 1, 1, "words hold [input][output]"),
            flag("unscaled", 2, 1, "no scale words in the stream; the weight scale is 1")),
    MV_LOADX(Queue.MV, 0, "MV.LOADX", "Quantises a vector to INT8 with a binary32 scale per group into the engine input buffer "
            + "(kernel quantise).",
            operand("act", 0, "element address of the vector in the activation buffer, multiple of L"),
            operand("x", 1, "word address in the input buffer"),
            operand("xs", 2, "scale address in the input buffer"),
            operand("n", 3, "elements"),
            operand("group", 4, "elements per group, a multiple of L unless one group holds all; each group begins a word"),
            operand("factor", 5, "element address of a vector of factors in the activation buffer"),
            flag("scaled", 0, 1, "multiply by the factors first; otherwise by 1")),
    MV_RUN(Queue.MV, 1, "MV.RUN", "Matrix times vector; vectors must be 1.",
            low("x", 0, "word address of vector 0 in the input buffer"),
            high("xs", 0, "scale address of vector 0"),
            low("xstride", 1, "words from vector to vector"),
            high("xsstride", 1, "scales from vector to vector"),
            low("res", 2, "element address of the results of vector 0 in the result buffer, multiple of L"),
            high("resstride", 2, "elements from vector to vector, multiple of L"),
            operand("rows", 3, "outputs"),
            part("cols", 4, 0, 25, "inputs"),
            part("pattern", 4, 25, 3, "of a sparse stream: 1 2:16, 2 4:16, 3 8:16, 4 16:16, 5 2:4, 6 1:4, 7 of each block its own; "
                    + "0 for a dense one"),
            part("bits", 4, 28, 4, "of a weight: 3, 4, 5 or 6 in a packed or sparse stream; 0 for 8"),
            low("group", 5, "inputs per group; a multiple of N unless one group holds all inputs"),
            high("vectors", 5, "input vectors"),
            flag("ring", 0, 1, "0 weight ring, 1 K and V ring"),
            flag("transpose", 1, 1, "words hold [input][output]"),
            flag("unscaled", 2, 1, "no scale words in the stream; the weight scale is 1")),
    MISC_RMSNORM(Queue.MISC, 0, "MISC.RMSNORM", "Kernel rmsnorm.",
            low("a0", 1, "activation address of the first f16 stream"),
            low("out", 2, "activation address of the output"),
            operand("n", 3, "elements"),
            operand("inv_n", 4, "1/n as binary32"),
            operand("eps", 5, "binary32")),
    MISC_SOFTMAX(Queue.MISC, 1, "MISC.SOFTMAX", "Kernel softmax.",
            low("g0", 0, "result buffer address of the first f32 stream"),
            low("out", 2, "activation address of the output"),
            operand("n", 3, "elements"),
            operand("scale", 4, "binary32")),
    MISC_SILU_MUL(Queue.MISC, 2, "MISC.SILU_MUL", "Kernel silu_mul; g0 gate, g1 up.",
            low("g0", 0, "result buffer address of the first f32 stream"),
            high("g1", 0, "result buffer address of the second f32 stream"),
            low("out", 2, "activation address of the output"),
            operand("n", 3, "elements")),
    MISC_ROPE(Queue.MISC, 3, "MISC.ROPE", "Kernel rope over n/d heads. Stream x is linear from g0; rotated is x with the "
            + "halves of each head of d elements exchanged; cos and sin are read again from their first element for each "
            + "head.",
            low("g0", 0, "result buffer address of the first f32 stream"),
            low("a0", 1, "activation address of the first f16 stream"),
            high("a1", 1, "activation address of the second f16 stream"),
            low("out", 2, "activation address of the output"),
            operand("n", 3, "elements"),
            operand("d", 4, "elements per head, multiple of 2 L")),
    MISC_ADD(Queue.MISC, 4, "MISC.ADD", "Kernel add.",
            low("g0", 0, "result buffer address of the first f32 stream"),
            low("a0", 1, "activation address of the first f16 stream"),
            low("out", 2, "activation address of the output"),
            operand("n", 3, "elements")),
    MISC_CAST(Queue.MISC, 5, "MISC.CAST", "Kernel cast.",
            low("g0", 0, "result buffer address of the first f32 stream"),
            low("out", 2, "activation address of the output"),
            operand("n", 3, "elements")),
    MISC_QUANTISE_KV(Queue.MISC, 6, "MISC.QUANTISE_KV", "Kernel quantise_kv over n/d groups; INT8 values sign-extended to "
            + "16-bit elements at out, binary16 scales at scales.",
            low("a0", 1, "activation address of the first f16 stream"),
            low("out", 2, "activation address of the output"),
            high("scales", 2, "activation address of the scales"),
            operand("n", 3, "elements"),
            operand("d", 4, "elements per group, multiple of L")),
    MISC_ARGMAX(Queue.MISC, 7, "MISC.ARGMAX", "Kernel argmax; the index is read by SYS.RESULT.",
            low("g0", 0, "result buffer address of the first f32 stream"),
            operand("n", 3, "elements")),
    MISC_LAYERNORM(Queue.MISC, 8, "MISC.LAYERNORM", "Kernel layernorm_gain; a0 the vector, a1 its gain.",
            operand("gained", 0, "0 for a gain of 1 whatever a1 holds"),
            low("a0", 1, "activation address of the first f16 stream"),
            high("a1", 1, "activation address of the second f16 stream"),
            low("out", 2, "activation address of the output"),
            operand("n", 3, "elements"),
            operand("inv_n", 4, "1/n as binary32"),
            operand("eps", 5, "binary32")),
    MISC_BIAS_ADD(Queue.MISC, 9, "MISC.BIAS_ADD", "Kernel bias_add; a0 residual, a1 bias.",
            low("g0", 0, "result buffer address of the first f32 stream"),
            low("a0", 1, "activation address of the first f16 stream"),
            high("a1", 1, "activation address of the second f16 stream"),
            low("out", 2, "activation address of the output"),
            operand("n", 3, "elements")),
    MISC_BIAS_RELU(Queue.MISC, 10, "MISC.BIAS_RELU", "Kernel bias_relu.",
            low("g0", 0, "result buffer address of the first f32 stream"),
            low("a0", 1, "activation address of the first f16 stream"),
            low("out", 2, "activation address of the output"),
            operand("n", 3, "elements")),
    MISC_SUM(Queue.MISC, 11, "MISC.SUM", "Kernel residual: the sum of two streams of activations.",
            low("a0", 1, "activation address of the first f16 stream"),
            high("a1", 1, "activation address of the second f16 stream"),
            low("out", 2, "activation address of the output"),
            operand("n", 3, "elements")),
    SYS_HALT(Queue.SYS, 0, "SYS.HALT", "Ends the program when all queues are idle: ap_done."),
    SYS_ADD(Queue.SYS, 1, "SYS.ADD", "rd = ra + rb + imm",
            operand("imm", 0, "added or used as the rule says")),
    SYS_SUB(Queue.SYS, 2, "SYS.SUB", "rd = ra - rb + imm",
            operand("imm", 0, "added or used as the rule says")),
    SYS_MUL(Queue.SYS, 3, "SYS.MUL", "rd = ra * imm + rb",
            operand("imm", 0, "added or used as the rule says")),
    SYS_SHR(Queue.SYS, 4, "SYS.SHR", "rd = (ra + imm) >> shift, logical",
            operand("imm", 0, "added or used as the rule says"),
            operand("shift", 1, "0..31")),
    SYS_MIN(Queue.SYS, 5, "SYS.MIN", "rd = min(ra, rb + imm), unsigned",
            operand("imm", 0, "added or used as the rule says")),
    SYS_LOOP(Queue.SYS, 6, "SYS.LOOP", "Repeats the instructions after it up to the matching END ra + imm times; 0 skips them. "
            + "At most 4 deep.",
            operand("imm", 0, "added or used as the rule says"),
            operand("end", 1, "index of the matching END")),
    SYS_END(Queue.SYS, 7, "SYS.END", "End of a loop."),
    SYS_BRANCH(Queue.SYS, 8, "SYS.BRANCH", "Continues at target if ra cond rb + imm, unsigned. Never out of or into a loop.",
            operand("imm", 0, "added or used as the rule says"),
            operand("target", 1, "instruction index"),
            flag("cond", 0, 3, "0 always, 1 equal, 2 not equal, 3 less, 4 greater or equal")),
    SYS_TOKGET(Queue.SYS, 9, "SYS.TOKGET", "rd = token[ra + imm]",
            operand("imm", 0, "added or used as the rule says")),
    SYS_TOKPUT(Queue.SYS, 10, "SYS.TOKPUT", "token[ra + imm] = rb; counts one produced token",
            operand("imm", 0, "added or used as the rule says")),
    SYS_RESULT(Queue.SYS, 11, "SYS.RESULT", "rd = result register of the MISC queue (arg-max index)"),
    SYS_ARG(Queue.SYS, 12, "SYS.ARG", "rd = control argument imm",
            operand("imm", 0, "added or used as the rule says")),
    SYS_BARRIER(Queue.SYS, 13, "SYS.BARRIER", "Waits until all queues are empty and all units idle, on every core."),
    SYS_EXIT(Queue.SYS, 14, "SYS.EXIT", "Leaves the innermost loop: continues after its END.");

    /** Bytes of an instruction. */
    public static final int BYTES = 32;
    /** Registers of the sequencer; register 0 is always 0. */
    public static final int REGISTERS = 32;
    /** Nesting of hardware loops. */
    public static final int LOOP_DEPTH = 4;
    /** Operand slots of an instruction. */
    public static final int SLOTS = 6;

    private static final Set<Opcode> ROTARY_GATED = EnumSet.of(MISC_RMSNORM, MISC_SILU_MUL, MISC_ROPE);
    private static final Set<Opcode> BIASED_RELU =
            EnumSet.of(MISC_LAYERNORM, MISC_BIAS_ADD, MISC_BIAS_RELU, MISC_SUM);

    private final Queue queue;
    private final int code;
    private final String mnemonic;
    private final String meaning;
    private final List<Field> fields;

    Opcode(Queue queue, int code, String mnemonic, String meaning, Field... fields) {
        this.queue = queue;
        this.code = code;
        this.mnemonic = mnemonic;
        this.meaning = meaning;
        this.fields = List.of(fields);
    }

    /** Whether only machines of several cores have it. */
    public boolean joinsCores() {
        return this == ST_GATHER || this == ST_ARGMAX;
    }

    /** The queue that executes it. */
    public Queue queue() {
        return queue;
    }

    /** Number within the queue, 4 bits. */
    public int code() {
        return code;
    }

    /** Whether a machine with these functions has the instruction; to any other it is undefined. */
    public boolean in(FunctionSet functions) {
        return switch (functions) {
            case ROTARY_GATED -> !BIASED_RELU.contains(this);
            case BIASED_RELU -> !ROTARY_GATED.contains(this);
        };
    }

    /** Name in the assembler: queue, dot, operation. */
    public String mnemonic() {
        return mnemonic;
    }

    /** What it does, in a sentence of the manual. */
    public String meaning() {
        return meaning;
    }

    /** Named fields, operands first. */
    public List<Field> fields() {
        return fields;
    }
}
