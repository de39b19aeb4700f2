package org.fabricast.compiler.estimate.published;

/**
 * A buffer that holds {@code room} pieces of a run of {@code total}: which piece must wait for one to be given back, and which
 * use gives one back that a later piece waits for. Pieces are counted from 1.
 */
record Window(int room, int total) {

    Window {
        if (room < 1 || total < 0) {
            throw new IllegalArgumentException("room for " + room + " of " + total);
        }
    }

    boolean waits(int piece) {
        return piece > room;
    }

    boolean releases(int piece) {
        return piece + room <= total;
    }
}
