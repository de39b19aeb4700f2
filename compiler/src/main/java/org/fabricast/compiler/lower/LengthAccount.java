package org.fabricast.compiler.lower;

import java.util.Map;
import java.util.function.ToLongFunction;
import org.fabricast.board.Cores;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.lengths.Buckets;
import org.fabricast.compiler.lower.InstructionBytes.Files;
import org.fabricast.compiler.pack.ImageLayout;
import org.fabricast.compiler.pack.KvLayout;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;

/**
 * Counts the instructions of every length by emitting them: for each position the step of a prompt and the step that
 * generates, whose sums make the files.
 *
 * <p>A naive prefill file of n tokens is n − 1 prompt steps and a generating one, a naive decode file of length n the
 * generating step at position n − 1. All immediates are known but what the token decides.
 *
 * <p>Cost: three times the instructions of one layer for each length.
 */
public final class LengthAccount {

    private final DecodeProgram parts;
    private final Code head = new Code();
    private final Code layers = new Code();
    private final Code tail = new Code();

    private LengthAccount(DecodeProgram parts) {
        this.parts = parts;
        argumentOfAFile(head);
        parts.head(head, LoadedLength.EXACT);
        parts.layers(layers, LoadedLength.EXACT);
        parts.tail(tail);
        endOfAFile(tail);
    }

    /**
     * Counts for {@code model} and the lengths up to that of both last buckets.
     *
     * @param parametric instructions of the parametric program of one core
     * @param cores      each has files and a program of its own, the streams of buckets are shared
     */
    public static InstructionBytes of(FusedModel model, HardwareConfig config, int group, ImageLayout image, KvLayout kv,
                                      Buckets prefill, Buckets decode, int parametric, Cores cores) {
        DecodeProgram parts = DecodeProgram.of(model, config, group, image, kv);
        BucketProgram buckets = BucketProgram.of(parts, prefill, decode);
        int longest = decode.longest();
        return new InstructionBytes(longest, cores, new Files(2L * longest * cores.count(),
                cores.count() * new LengthAccount(parts).naive(longest, cores.channels())),
                new Files(prefill.count() + decode.count(), buckets.instructions()),
                buckets.prefillInstructions() * Opcode.BYTES, buckets.decodeInstructions() * Opcode.BYTES,
                prefill.count(), decode.count(), new Files(cores.count(), (long) cores.count() * parametric));
    }

    /** Instructions of all files of one core. */
    private long naive(int longest, int channels) {
        ToLongFunction<Instruction> weight = new ChannelSplit(channels)::parts;
        LayerCount count = new LayerCount(parts.layersAlike());
        PromptToken prompt = new PromptToken(parts);
        long prompts = 0;
        long sum = 0;
        for (int position = 0; position < longest; position++) {
            long generating = count.of(head.items(), layers.items(), tail.items(), known(position), weight);
            // the decode file of this length, and the prefill file
            sum += 2 * generating + prompts;
            prompts += prompt.instructions(position, weight);
        }
        return sum;
    }

    /** What a file needs of the host. */
    static void argumentOfAFile(Code code) {
        DecodeProgram.stopArgument(code);
    }

    /** Where a file ends. */
    static void endOfAFile(Code code) {
        code.label("exit");
        code.add(Instructions.of(Opcode.SYS_HALT));
    }

    /** Registers that the length of a file fixes: its last step is at {@code position}, generates, and keeps no logits. */
    static Map<Integer, Integer> known(int position) {
        return Map.of(Registers.POSITION, position, Registers.STEP, position, Registers.GENERATE, 1,
                Registers.PROMPT, position + 1, Registers.MODE, 0, Registers.LOGITS_OFFSET, 0);
    }
}
