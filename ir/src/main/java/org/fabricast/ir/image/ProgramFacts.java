package org.fabricast.ir.image;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the host must know about the program.
 *
 * @param core              number of the core, from 0
 * @param cores             cores that run together
 * @param instructions      in {@code program.bin}
 * @param logitsStrideBytes from the logits of one step to those of the next in region io
 * @param context           most tokens of prompt and answer together
 * @param promptLimit       most tokens of a prompt
 * @param tokenizerFile     path in the artefact; empty if the model came without one
 * @param bos               id of the beginning-of-sequence token, if there is one
 * @param prependBos        whether prompts begin with it
 * @param eos               ids that end a text
 */
public record ProgramFacts(int core, int cores, int instructions, int logitsStrideBytes, int context, int promptLimit,
                           String tokenizerFile, OptionalInt bos, boolean prependBos, List<Integer> eos) {

    public ProgramFacts {
        eos = List.copyOf(eos);
        if (cores < 1 || core < 0 || core >= cores || instructions < 1 || logitsStrideBytes < 4 || context < 1
                || promptLimit < 1 || promptLimit > context) {
            throw new IllegalArgumentException("program facts out of range");
        }
        if (prependBos && bos.isEmpty()) {
            throw new IllegalArgumentException("no beginning-of-sequence token to prepend");
        }
    }
}
