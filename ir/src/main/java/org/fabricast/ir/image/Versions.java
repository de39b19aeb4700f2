package org.fabricast.ir.image;

import org.fabricast.ir.hw.RegisterMap;

/**
 * Versions of what an artefact is made of. A reader accepts its own only.
 *
 * @param manifest form of the manifest
 * @param isa      instruction layout and register map
 * @param weights  layout of packed tensors
 */
public record Versions(int manifest, int isa, int weights) {

    /** The versions this toolkit writes and reads. */
    public static final Versions CURRENT = new Versions(2, RegisterMap.ISA_VERSION, WeightTensor.VERSION);
}
