package org.fabricast.compiler.lower;

import java.util.Map;
import java.util.function.ToLongFunction;
import org.fabricast.ir.isa.Instruction;

/** A token of a prompt at a position known when compiling: through all layers into K and V, without logits. */
final class PromptToken {

    private final LayerCount count;
    private final Code head = new Code();
    private final Code layers = new Code();
    private final Code tail = new Code();

    /** Takes the parts of a step. */
    PromptToken(DecodeProgram parts) {
        count = new LayerCount(parts.layersAlike());
        parts.promptHead(head);
        parts.layers(layers, LoadedLength.EXACT);
        DecodeProgram.promptTail(tail);
    }

    /** The whole step, its position a register. */
    static Code code(DecodeProgram parts) {
        Code code = new Code();
        parts.promptHead(code);
        parts.layers(code, LoadedLength.EXACT);
        DecodeProgram.promptTail(code);
        return code;
    }

    /** Registers that a position of a prompt fixes; a prompt begins at position 0. */
    static Map<Integer, Integer> known(int position) {
        return Map.of(Registers.POSITION, position, Registers.STEP, position);
    }

    /** Weighted instructions of the step at {@code position}, its loop written out. */
    long instructions(int position, ToLongFunction<Instruction> weight) {
        return count.of(head.items(), layers.items(), tail.items(), known(position), weight);
    }
}
