package org.fabricast.rtl.engine;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * LOADX: activation buffer, kernel {@code quantise}, packing into the input buffer.
 *
 * @param header what the file says first
 * @param size   sizes of the engine
 * @param passes times the kernel reads its inputs, as a Verilog constant
 */
public record EngineLoad(GeneratedHeader header, EngineSizes size, String passes) {

    /** The loader of an engine whose kernel reads its inputs {@code passes} times. */
    public static EngineLoad of(EngineSizes size, int passes) {
        if (passes < 1 || passes > 15) {
            throw new IllegalArgumentException("a reader makes 1 to 15 passes, not " + passes);
        }
        return new EngineLoad(GeneratedHeader.of(EngineLoad.class, size.toString() + passes, size.parameters(), List.of(
                "LOADX: v = x * factor (or x), per group scale = max |v| / 127, q = v / scale rounded; see kernel_quantise.",
                "Words of group g from x + g * ceil(group / N), zeros beyond n; scale at xs + g.",
                "About 2 * ceil(n / L) cycles, twice that with factors, because they share the port.",
                "Reset forgets the instruction; the buffers keep their contents.")), size, "4'd" + passes);
    }
}
