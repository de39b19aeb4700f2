package org.fabricast.driver.verilator;

/**
 * How a library is built.
 *
 * @param trace        whether the library can write FST traces (costs build time; little run time while closed)
 * @param optimisation level of the C++ compiler for the model, 0 to 3; on integer logic 1 runs as fast as 3, on
 *                     floating-point cells 2 runs about 1.3 times as fast as 1; 1 compiles fastest
 */
public record BuildOptions(boolean trace, int optimisation) {

    /** No tracing, level 1. */
    public static final BuildOptions FAST = new BuildOptions(false, 1);
    /** With tracing, level 1. */
    public static final BuildOptions TRACED = new BuildOptions(true, 1);

    /** No tracing, level 2: for a library that runs long. */
    public static final BuildOptions LASTING = new BuildOptions(false, 2);

    public BuildOptions {
        if (optimisation < 0 || optimisation > 3) {
            throw new IllegalArgumentException("optimisation level " + optimisation + " is not in 0..3");
        }
    }
}
