package org.fabricast.driver.verilator;

import java.time.Duration;

/** Told how far a build is. */
@FunctionalInterface
public interface BuildListener {

    /** Tells nobody. */
    BuildListener SILENT = (step, steps, what, elapsed) -> { };

    /**
     * A step begins.
     *
     * @param step    1 to {@code steps}
     * @param steps   number of steps
     * @param what    what the step does
     * @param elapsed time since the build began
     */
    void begins(int step, int steps, String what, Duration elapsed);
}
