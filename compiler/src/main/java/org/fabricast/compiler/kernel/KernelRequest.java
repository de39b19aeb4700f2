package org.fabricast.compiler.kernel;

import org.fabricast.hls.HlsOptions;
import org.fabricast.hls.testbench.VectorHints;

/**
 * What is to be made of a kernel.
 *
 * @param source     the kernel
 * @param options    lanes and clock
 * @param part       the part it is for
 * @param hints      what test vectors are drawn from
 * @param vectors    number of runs of the test bench
 * @param seed       of everything random in them
 * @param simulate   whether the test bench is run
 * @param synthesise whether Yosys is asked what the kernel needs
 */
public record KernelRequest(KernelSource source, HlsOptions options, Part part, VectorHints hints, int vectors, long seed,
                            boolean simulate, boolean synthesise) {

    /** Runs when no number is given: every size with every kind of pause. */
    public static final int DEFAULT_VECTORS = 28;
    /** Most runs. */
    public static final int MOST_VECTORS = 10_000;

    public KernelRequest {
        if (vectors < 1 || vectors > MOST_VECTORS) {
            throw new IllegalArgumentException("a test of " + vectors + " runs");
        }
    }
}
