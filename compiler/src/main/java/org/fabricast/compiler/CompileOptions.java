package org.fabricast.compiler;

import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.BoardFacts;

/**
 * What a model is compiled for.
 *
 * @param config sizes of the machine
 * @param board  board facts for the manifest
 * @param group  inputs per quantisation group, a multiple of the array size
 */
public record CompileOptions(HardwareConfig config, BoardFacts board, int group) {

    /** Default inputs per group. */
    public static final int DEFAULT_GROUP = 64;
}
