package org.fabricast.compiler.lower;

/**
 * A range that an instruction reads or writes while it runs.
 *
 * @param space  which memory
 * @param from   first element
 * @param length elements
 * @param write  written, not only read
 */
record Access(Space space, int from, int length, boolean write) {

    /** Memories whose accesses tokens must order. Rings order themselves. */
    enum Space { ACTIVATION, RESULT, INPUT, INPUT_SCALE, KV, SCALAR }

    static Access read(Space space, Range range) {
        return new Access(space, range.from(), range.length(), false);
    }

    static Access write(Space space, Range range) {
        return new Access(space, range.from(), range.length(), true);
    }

    /** Both touch an element and one writes it. */
    boolean conflicts(Access other) {
        return space == other.space && (write || other.write) && from < other.from + other.length
                && other.from < from + length;
    }
}
