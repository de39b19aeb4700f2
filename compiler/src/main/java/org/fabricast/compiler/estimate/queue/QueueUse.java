package org.fabricast.compiler.estimate.queue;

/**
 * What one queue did.
 *
 * @param instructions it worked off
 * @param busy         sum of their durations
 */
public record QueueUse(long instructions, double busy) {

    public QueueUse {
        if (instructions < 0 || !(busy >= 0)) {
            throw new IllegalArgumentException(instructions + " instructions, busy " + busy);
        }
    }
}
