package org.fabricast.ir.isa;

import java.util.List;

/**
 * A program of one core. In memory it is its instructions and nothing else, from a 64-byte aligned base; core number and
 * count stand in the artefact's manifest.
 *
 * @param core         number of the core, from 0
 * @param cores        cores that run together
 * @param instructions in order; execution begins at index 0
 */
public record Program(int core, int cores, List<Instruction> instructions) {

    public Program {
        instructions = List.copyOf(instructions);
        if (cores < 1 || core < 0 || core >= cores) {
            throw new IllegalArgumentException("core " + core + " of " + cores);
        }
    }

    /** A program of a single core. */
    public static Program of(List<Instruction> instructions) {
        return new Program(0, 1, instructions);
    }

    /** The bytes of {@code program.bin}. */
    public byte[] bytes() {
        return InstructionCodec.encode(instructions);
    }
}
