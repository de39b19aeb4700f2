package org.fabricast.cli;

import java.util.function.LongConsumer;

/** Says that a long run is alive, and how fast, when nothing has shown it for a few seconds. */
final class Heartbeat implements LongConsumer {

    private static final long EVERY_NANOS = 5_000_000_000L;

    private final Console console;
    private long lastTime;
    private long lastCycles;

    Heartbeat(Console console) {
        this.console = console;
    }

    /** Something else has just shown that the run is alive. */
    void shown() {
        lastTime = System.nanoTime();
    }

    @Override
    public void accept(long cycles) {
        long now = System.nanoTime();
        if (lastTime == 0) {
            // The clock starts with the simulation, not with what was built before it.
            lastTime = now;
            lastCycles = cycles;
        }
        if (now - lastTime >= EVERY_NANOS) {
            if (cycles > 0) {
                console.progress("… %,d cycles simulated, %,.0f cycles/s", cycles,
                        (cycles - lastCycles) * 1e9 / (now - lastTime));
            }
            lastTime = now;
            lastCycles = cycles;
        }
    }
}
