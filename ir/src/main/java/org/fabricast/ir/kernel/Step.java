package org.fabricast.ir.kernel;

/** One step of prepared code. */
@FunctionalInterface
interface Step {

    /**
     * Executes the step.
     *
     * @param count number of iterations in the block; 1 in scalar code
     */
    void run(int count);

    static void runAll(Step[] steps, int count) {
        for (Step step : steps) {
            step.run(count);
        }
    }
}
