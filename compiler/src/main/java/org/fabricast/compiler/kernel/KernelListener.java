package org.fabricast.compiler.kernel;

/** Told how far the work on a kernel is. */
@FunctionalInterface
public interface KernelListener {

    /** Tells nobody. */
    KernelListener SILENT = (step, steps, what) -> { };

    /**
     * A step begins.
     *
     * @param step  1 to {@code steps}
     * @param steps number of steps
     * @param what  what it does
     */
    void begins(int step, int steps, String what);
}
