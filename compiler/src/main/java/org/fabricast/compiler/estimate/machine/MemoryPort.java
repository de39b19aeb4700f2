package org.fabricast.compiler.estimate.machine;

/**
 * The port that loads, stores and fetch share: requests one behind another through the arbiter, beats in the order of requests at
 * the memory's rate, a written beat instead of a read one.
 */
final class MemoryPort {

    private final MemoryRate rate;
    private long arbiterFree;
    private double busFree;
    private double busy;
    private long readBeats;
    private long writtenBytes;

    MemoryPort(MemoryRate rate) {
        this.rate = rate;
    }

    /**
     * What the memory answers.
     *
     * @param taken the cycle in which the request left its unit
     * @param first cycle of the first beat; exact, so perhaps between two
     * @param step  cycles from beat to beat
     */
    record Answer(long taken, double first, double step) {

        /** Cycle of beat {@code index}. */
        long beat(long index) {
            return (long) Math.ceil(first + index * step);
        }
    }

    /** A read of {@code beats}, shown to the arbiter in the cycle {@code time}. */
    Answer read(int beats, long time) {
        long taken = Math.max(time, arbiterFree);
        arbiterFree = taken + UnitTimings.ARBITER;
        double first = Math.max(taken + 1 + rate.latencyCycles(), busFree);
        busFree = first + beats * rate.cyclesPerBeat();
        busy += beats * rate.cyclesPerBeat();
        readBeats += beats;
        return new Answer(taken, first, rate.cyclesPerBeat());
    }

    /** A beat written in the cycle {@code time}; returns when its response comes. */
    long write(long time, int bytes) {
        if (busFree > time) {
            busFree += rate.cyclesPerBeat();
        }
        busy += rate.cyclesPerBeat();
        writtenBytes += bytes;
        return time + rate.latencyCycles();
    }

    /** Cycles in which the memory moved data. */
    double busyCycles() {
        return busy;
    }

    long readBytes() {
        return readBeats * rate.beatBytes();
    }

    long writtenBytes() {
        return writtenBytes;
    }
}
