package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.lengths.Buckets;
import org.fabricast.compiler.pack.ImageLayout;
import org.fabricast.compiler.pack.KvLayout;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Condition;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Program;

/**
 * A program of straight-line streams, one per bucket of lengths, with what chooses among them. Layers are not a loop, and
 * lengths and addresses are immediates where a bucket fixes them; every stream comes from the emitter of {@link DecodeProgram}.
 *
 * <p>A prefill stream of bucket end B runs B tokens from position 0 on, all constants but the token, and leaves K and V; what it
 * computes behind the prompt is written over before it is read. A decode stream runs one token of any position of its bucket:
 * it loads K and V for the bucket's last length. Prompts that continue a sequence, and prompts whose every logit is wanted, go
 * through the decode streams.
 *
 * <p>Source: FlightLLM, length-adaptive compilation. We add: the choice is part of the program, and results are those of
 * the parametric program bit for bit, since softmax takes the length and not the bucket's.
 */
public final class BucketProgram {

    /** What a program may be at most. Units: bytes. */
    public static final long MAXIMUM_BYTES = 256L << 20;

    private final DecodeProgram parts;
    private final Buckets prefill;
    private final Buckets decode;

    private BucketProgram(DecodeProgram parts, Buckets prefill, Buckets decode) {
        this.parts = parts;
        this.prefill = prefill;
        this.decode = decode;
    }

    /**
     * Lowers {@code model}.
     *
     * <p>Errors: F4001 as {@link DecodeProgram}, F4004 if the streams would be larger than {@link #MAXIMUM_BYTES}.
     *
     * <p>Cost: instructions of a step times layers times tokens of all prefill buckets and number of decode buckets.
     */
    public static Program lower(FusedModel model, HardwareConfig config, int group, ImageLayout image, KvLayout kv,
                                Buckets prefill, Buckets decode) {
        BucketProgram program = new BucketProgram(DecodeProgram.of(model, config, group, image, kv), prefill, decode);
        long bytes = program.instructions() * Opcode.BYTES;
        if (bytes > MAXIMUM_BYTES) {
            throw new FabricastException(ErrorCode.F4004, "--lengths bucketed for " + model.graph().name(),
                    "at most " + MAXIMUM_BYTES + " bytes", bytes + " bytes in " + prefill.count() + " prefill and "
                    + decode.count() + " decode buckets", "Use --lengths parametric, or --length-report N to compare sizes only.");
        }
        return Linker.link(program.items());
    }

    static BucketProgram of(DecodeProgram parts, Buckets prefill, Buckets decode) {
        return new BucketProgram(parts, prefill, decode);
    }

    private List<Item> items() {
        List<Item> items = new ArrayList<>(choosePrefill().items());
        List<List<Item>> tokens = prefillTokens();
        for (int bucket = 0; bucket < prefill.count(); bucket++) {
            items.add(new Item.Label(prefillLabel(bucket)));
            tokens.subList(0, prefill.last(bucket)).forEach(items::addAll);
            items.addAll(behindPrefill().items());
        }
        items.addAll(behindPrompt().items());
        List<Item> body = new ArrayList<>(chooseDecode().items());
        for (int bucket = 0; bucket < decode.count(); bucket++) {
            body.add(new Item.Label(decodeLabel(bucket)));
            body.addAll(TokenPlanner.plan(decodeStream(bucket)));
            body.addAll(behindDecode().items());
        }
        body.add(new Item.Label("next"));
        items.add(new Item.Loop(Instructions.of(Opcode.SYS_LOOP).ra(Registers.STEPS).build(), true, body));
        Code end = new Code();
        end.add(Instructions.of(Opcode.SYS_HALT));
        items.addAll(end.items());
        return items;
    }

    /**
     * Instructions of the program without building it: those of one layer are emitted once for all layers that are alike.
     */
    long instructions() {
        int loopAndHalt = 3;
        return steps(choosePrefill()) + prefillInstructions() + steps(behindPrompt()) + steps(chooseDecode())
                + decodeInstructions() + loopAndHalt;
    }

    /** Instructions of all prefill streams, with what follows each. */
    long prefillInstructions() {
        long[] tokens = new long[prefill.longest()];
        PromptToken token = new PromptToken(parts);
        for (int position = 0; position < tokens.length; position++) {
            tokens[position] = token.instructions(position, instruction -> 1);
        }
        long sum = 0;
        for (int bucket = 0; bucket < prefill.count(); bucket++) {
            for (int position = 0; position < prefill.last(bucket); position++) {
                sum += tokens[position];
            }
            sum += steps(behindPrefill());
        }
        return sum;
    }

    /** Instructions of all decode streams, with what follows each. */
    long decodeInstructions() {
        long sum = 0;
        for (int bucket = 0; bucket < decode.count(); bucket++) {
            LoadedLength loaded = loaded(bucket);
            Code around = new Code();
            parts.head(around, loaded);
            parts.tail(around);
            Code layers = new Code();
            parts.layers(layers, loaded);
            sum += steps(around) + new LayerCount(parts.layersAlike()).of(layers.items()) + steps(behindDecode());
        }
        return sum;
    }

    private static long steps(Code code) {
        return Item.steps(code.items()).size();
    }

    /** Arguments; a prompt of several tokens at position 0 goes to the first bucket that holds all but its last. */
    private Code choosePrefill() {
        Code code = new Code();
        DecodeProgram.arguments(code);
        code.set(Registers.STEP, 0);
        code.set(Registers.LOGITS_OFFSET, 0);
        code.sum(Registers.LAST_PROMPT, Registers.PROMPT, 0, -1);
        code.branch(Condition.NOT_EQUAL, Registers.POSITION, 0, 0, "prompted");
        code.branch(Condition.EQUAL, Registers.MODE, 0, DecodeProgram.LOGITS_EVERY_STEP, "prompted");
        code.branch(Condition.LESS, Registers.PROMPT, 0, 2, "prompted");
        for (int bucket = 0; bucket < prefill.count() - 1; bucket++) {
            code.branch(Condition.LESS, Registers.LAST_PROMPT, 0, prefill.last(bucket) + 1, prefillLabel(bucket));
        }
        code.branch(Condition.ALWAYS, 0, 0, 0, prefillLabel(prefill.count() - 1));
        return code;
    }

    private static Code behindPrefill() {
        Code code = new Code();
        code.branch(Condition.ALWAYS, 0, 0, 0, "prefilled");
        return code;
    }

    /** The last token of the prompt is the first that decodes. */
    private static Code behindPrompt() {
        Code code = new Code();
        code.label("prefilled");
        code.sum(Registers.STEP, Registers.LAST_PROMPT, 0, 0);
        code.sum(Registers.POSITION, Registers.LAST_PROMPT, 0, 0);
        code.label("prompted");
        // steps = prompt + generate - min(generate, 1) - those done
        code.least(Registers.T0, Registers.GENERATE, 1);
        code.sum(Registers.STEPS, Registers.PROMPT, Registers.GENERATE, 0);
        code.add(Instructions.of(Opcode.SYS_SUB).rd(Registers.STEPS).ra(Registers.STEPS).rb(Registers.T0));
        code.add(Instructions.of(Opcode.SYS_SUB).rd(Registers.STEPS).ra(Registers.STEPS).rb(Registers.STEP));
        return code;
    }

    private Code chooseDecode() {
        Code code = new Code();
        for (int bucket = 0; bucket < decode.count() - 1; bucket++) {
            code.branch(Condition.LESS, Registers.POSITION, 0, decode.last(bucket), decodeLabel(bucket));
        }
        code.branch(Condition.ALWAYS, 0, 0, 0, decodeLabel(decode.count() - 1));
        return code;
    }

    private static Code behindDecode() {
        Code code = new Code();
        code.branch(Condition.ALWAYS, 0, 0, 0, "next");
        return code;
    }

    private List<Item> decodeStream(int bucket) {
        LoadedLength loaded = loaded(bucket);
        Code head = new Code();
        parts.head(head, loaded);
        Code layers = new Code();
        parts.layers(layers, loaded);
        Code tail = new Code();
        parts.tail(tail);
        List<Item> items = new ArrayList<>(head.items());
        items.addAll(Straightener.straighten(layers.items(), Map.of()));
        items.addAll(tail.items());
        return Item.relabelled(items, decodeLabel(bucket) + ".");
    }

    private LoadedLength loaded(int bucket) {
        return LoadedLength.ofBucket(decode.first(bucket), decode.last(bucket), parts.kv());
    }

    /** One prompt token per position; tokens between queues are planned once, since all touch the same vectors. */
    private List<List<Item>> prefillTokens() {
        List<Item> planned = TokenPlanner.plan(Straightener.straighten(PromptToken.code(parts).items(), Map.of()));
        List<List<Item>> tokens = new ArrayList<>();
        for (int position = 0; position < prefill.longest(); position++) {
            List<Item> token = new ArrayList<>();
            new Straightener(PromptToken.known(position), Optional.empty(), token::add).run(planned);
            tokens.add(token);
        }
        return tokens;
    }

    private static String prefillLabel(int bucket) {
        return "prefill" + bucket;
    }

    private static String decodeLabel(int bucket) {
        return "decode" + bucket;
    }
}
