package org.fabricast.rtl.engine;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * L lanes from integer sums to binary32 results, and the read-modify-write of the result buffer.
 *
 * @param header what the file says first
 * @param size   sizes of the engine
 */
public record EngineRescale(GeneratedHeader header, EngineSizes size) {

    /** The rescaling of an engine. */
    public static EngineRescale of(EngineSizes size) {
        return new EngineRescale(GeneratedHeader.of(EngineRescale.class, size.toString(), size.parameters(), List.of(
                "result = (fresh ? +0.0 : result) + float(sum) * (float(weight scale) * input scale), binary32.",
                "Operands follow the step by one cycle; the write follows it by " + size.writeStage() + ". One step per cycle.",
                "A result may be read again " + (size.guardCycles() + 1) + " cycles after the step before; the drain sees to it.",
                "Reset drops what is under way.")), size);
    }
}
