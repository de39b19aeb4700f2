package org.fabricast.compiler.estimate.machine;

/** The gearbox between weight ring and array, {@code weight_expander.v} by times: it holds two ring words. */
final class Expander implements WordSource {

    private static final int UNITS = 8;

    private final Ring ring;
    private boolean wordHeld;
    private boolean nextHeld;
    private int offset;
    /** Cycle in which the present word came into its register, and in which it was used up. */
    private long wordSince;
    private long wordFree;
    private long nextSince;
    private long nextFree;

    Expander(Ring ring) {
        this.ring = ring;
    }

    @Override
    public long available(int units) {
        pull();
        boolean spills = offset + units > UNITS;
        if (!wordHeld || (spills && !nextHeld)) {
            return Calendar.NEVER;
        }
        return Math.max(wordSince, spills ? nextSince : 0) + UnitTimings.EXPAND;
    }

    @Override
    public void take(int units, long time) {
        offset += units;
        if (offset >= UNITS) {
            offset -= UNITS;
            drop(time);
        }
    }

    @Override
    public void begin(long time) {
        if (offset != 0) {
            offset = 0;
            drop(time);
        }
    }

    private void drop(long time) {
        wordHeld = false;
        wordFree = time;
        pull();
    }

    /** Takes from the ring what there is room for. */
    void pull() {
        while (!nextHeld || !wordHeld) {
            if (nextHeld) {
                nextHeld = false;
                wordHeld = true;
                wordSince = Math.max(nextSince + UnitTimings.EXPAND, wordFree);
                nextFree = wordSince;
            } else if (ring.next() == Calendar.NEVER) {
                return;
            } else {
                nextHeld = true;
                nextSince = Math.max(ring.next(), nextFree);
                ring.take(nextSince);
            }
        }
    }
}
