package org.fabricast.driver;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a verilated machine is run.
 *
 * @param trace         FST file to write, with a window of cycles
 * @param noisePerMille chance in a thousand that a ready or valid of the memory pauses in a cycle; 0 is the board's memory
 * @param seed          of the pauses
 */
public record RtlOptions(Optional<Trace> trace, int noisePerMille, long seed) {

    /** The board's memory, no trace. */
    public static final RtlOptions PLAIN = new RtlOptions(Optional.empty(), 0, 0);

    public RtlOptions {
        if (noisePerMille < 0 || noisePerMille > 900) {
            throw new IllegalArgumentException("noise of " + noisePerMille + " in a thousand");
        }
    }

    /**
     * A trace.
     *
     * @param file FST file
     * @param from first cycle after opening
     * @param to   last cycle
     */
    public record Trace(Path file, long from, long to) {
        public Trace {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException("trace from cycle " + from + " to " + to);
            }
        }
    }
}
