package org.fabricast.rtl.engine;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * The {@code dsp-chain} engine: two instruction ports, two rings, LOADX and RUN.
 *
 * @param header           what the file says first
 * @param size             sizes of the engine
 * @param instructionPorts names of the instruction ports
 */
public record Engine(GeneratedHeader header, EngineSizes size, List<String> instructionPorts) {

    public Engine {
        instructionPorts = List.copyOf(instructionPorts);
    }

    /** The engine of a configuration. */
    public static Engine of(EngineSizes size) {
        return new Engine(GeneratedHeader.of(Engine.class, size.toString(), size.parameters(), List.of(
                (size.sparse() ? "Matrix, dense or sparse," : "Dense matrix") + " times vectors in INT8 with a binary32 rescaling per group; engine_load quantises the vectors,",
                "engine_run multiplies. One instruction is walked at a time, MV first; done is told when the last result or",
                "input is in its buffer. Peak: N*N multiply-accumulates per cycle.",
                "Reset forgets all instructions.")), size, List.of("mm", "mv"));
    }
}
