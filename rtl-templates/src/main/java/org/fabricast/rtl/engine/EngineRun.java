package org.fabricast.rtl.engine;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * RUN: sequencer, array, drain and rescaling, with the input buffer and the scale words between them.
 *
 * @param header what the file says first
 * @param size   sizes of the engine
 */
public record EngineRun(GeneratedHeader header, EngineSizes size) {

    /** The run unit of an engine. */
    public static EngineRun of(EngineSizes size) {
        return new EngineRun(GeneratedHeader.of(EngineRun.class, size.toString(), size.parameters(), List.of(
                "RUN: for tile, group, row block, word, vector: acc += w * x; after a group",
                "result[row] = (first group ? +0.0 : result[row]) + float(acc) * (float(weight scale) * input scale).",
                "One word per vector and cycle; one more cycle per scale word. From the last word to the last result "
                        + (size.dotStage() + size.array() / size.laneCount() + size.writeStage()) + " cycles.",
                "Reset forgets the instruction; the input buffer keeps its contents.")), size);
    }
}
