package org.fabricast.compiler.verify;

/** Told how far a verification is. */
public interface VerificationListener {

    /** Says nothing. */
    VerificationListener SILENT = new VerificationListener() {
        @Override
        public void begins(StepName step, int number, int steps) { }

        @Override
        public void ends(StepResult result) { }
    };

    /**
     * A step begins.
     *
     * @param number from 1
     * @param steps  how many there are
     */
    void begins(StepName step, int number, int steps);

    /** A step has ended. */
    void ends(StepResult result);
}
