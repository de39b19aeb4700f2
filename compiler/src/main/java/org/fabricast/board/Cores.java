package org.fabricast.board;

/**
 * Cores of a board that work on one model together.
 *
 * @param count    cores
 * @param channels memory channels that each core has for itself
 */
public record Cores(int count, int channels) {

    /** One core on one memory. */
    public static final Cores ONE = new Cores(1, 1);

    public Cores {
        if (count < 1 || channels < 1) {
            throw new IllegalArgumentException(count + " cores with " + channels + " channels each");
        }
    }
}
