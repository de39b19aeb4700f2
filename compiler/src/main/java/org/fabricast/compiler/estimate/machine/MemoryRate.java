package org.fabricast.compiler.estimate.machine;

/**
 * Memory of one core. Several channels are striped: what is asked for is asked of all of them at once, so that a burst is as many
 * times longer.
 *
 * @param latencyCycles from an accepted address to the first beat, and from a written beat to its response
 * @param bytesPerCycle sustained by all channels together
 * @param beatBytes     of the port of one channel
 * @param channels      of the core
 */
public record MemoryRate(int latencyCycles, double bytesPerCycle, int beatBytes, int channels) {

    public MemoryRate {
        if (latencyCycles < 1 || beatBytes < 1 || channels < 1 || !(bytesPerCycle > 0)
                || bytesPerCycle > (long) beatBytes * channels) {
            throw new IllegalArgumentException("memory of " + latencyCycles + " cycles, " + bytesPerCycle + " bytes per cycle, "
                    + beatBytes + " per beat, " + channels + " channels");
        }
    }

    /** Cycles from beat to beat of one channel or another. */
    double cyclesPerBeat() {
        return beatBytes / bytesPerCycle;
    }
}
