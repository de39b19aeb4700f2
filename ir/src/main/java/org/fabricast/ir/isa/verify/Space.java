package org.fabricast.ir.isa.verify;

import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Region;

/** A memory that instructions of different queues share. */
public enum Space {
    /** Binary16 elements. */
    ACTIVATION,
    /** Binary32 elements. */
    RESULT,
    /** Words of N INT8 elements of the engine's input buffer. */
    INPUT_WORDS,
    /** Scales of the engine's input buffer. */
    INPUT_SCALES,
    /** The one register of the arg-max. */
    RESULT_REGISTER,
    /** Bytes of region 0 in device memory. */
    WEIGHTS,
    /** Bytes of region 1 in device memory. */
    KV,
    /** Bytes of region 2 in device memory. */
    IO;

    /** The space of a region of device memory. */
    public static Space of(Region region) {
        return switch (region) {
            case WEIGHTS -> WEIGHTS;
            case KV -> KV;
            case LOGITS -> IO;
        };
    }

    /** Elements, or the largest number for device memory, whose size the configuration does not say. */
    public long size(HardwareConfig config) {
        return switch (this) {
            case ACTIVATION -> config.activationElements();
            case RESULT -> config.resultElements();
            case INPUT_WORDS -> config.inputWords();
            case INPUT_SCALES -> config.inputScales();
            case RESULT_REGISTER -> 1;
            case WEIGHTS, KV, IO -> Long.MAX_VALUE;
        };
    }
}
