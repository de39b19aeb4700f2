package org.fabricast.ir.image;

import java.util.List;
import java.util.OptionalInt;
import org.fabricast.ir.hw.HardwareConfig;

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

    /**
     * Bytes from a core's place in a region to the next core's: equal shares of weights, and of keys and values; in the
     * logits of a step those of its rows; the program is one for all.
     */
    public long coreStride(MemoryRegion region) {
        return switch (region.name()) {
            case PROGRAM -> 0;
            case WEIGHTS, KV -> region.bytes() / cores;
            case IO -> (long) Math.ceilDiv(logitsStrideBytes / HardwareConfig.ALIGNMENT, cores) * HardwareConfig.ALIGNMENT;
        };
    }

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
