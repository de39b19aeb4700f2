package org.fabricast.hls.testbench;

import java.util.List;

/**
 * The runs of a test.
 *
 * @param seed all random choices follow from it
 * @param runs at least one
 */
public record KernelVectors(long seed, List<KernelRun> runs) {
    public KernelVectors {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a test without a run");
        }
    }

    /** Elements and results that are compared in all runs. */
    public long compared() {
        return runs.stream().mapToLong(KernelRun::compared).sum();
    }
}
