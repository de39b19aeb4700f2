package org.fabricast.compiler.lower;

/**
 * A range that an instruction reads or writes while it runs. Inside a loop over tokens it may move from iteration to iteration.
 *
 * @param space  which memory
 * @param from   first element, of the first iteration
 * @param length elements
 * @param write  written, not only read
 * @param stride elements from iteration to iteration; 0 if it stays
 * @param count  most iterations; 1 if it stays
 */
record Access(Space space, int from, int length, boolean write, int stride, int count) {

    /** Memories whose accesses tokens must order. Rings order themselves. */
    enum Space { ACTIVATION, RESULT, INPUT, INPUT_SCALE, KV, SCALAR }

    Access(Space space, int from, int length, boolean write) {
        this(space, from, length, write, 0, 1);
    }

    static Access read(Space space, Range range) {
        return new Access(space, range.from(), range.length(), false, range.stride(), range.count());
    }

    static Access write(Space space, Range range) {
        return new Access(space, range.from(), range.length(), true, range.stride(), range.count());
    }

    /** Whether {@code element} is in the range of the first iteration. */
    boolean holds(int element) {
        return element >= from && element < from + length;
    }

    /** What all iterations touch together, and what lies between. */
    Access hull() {
        return new Access(space, from, (count - 1) * stride + length, write);
    }

    /** Both touch an element and one writes it, whatever the iterations. */
    boolean conflicts(Access other) {
        Access mine = hull();
        Access theirs = other.hull();
        return conflictsAt(mine.from, mine.length, other, theirs.from, theirs.length);
    }

    /** The same for two accesses in one loop: in one iteration, or in any two that differ. */
    boolean conflicts(Access other, boolean sameIteration) {
        int iterations = Math.max(count, other.count);
        if (iterations == 1) {
            return conflicts(other);
        }
        for (int i = 0; i < iterations; i++) {
            for (int j = 0; j < iterations; j++) {
                if (sameIteration == (i == j)
                        && conflictsAt(from + i * stride, length, other, other.from + j * other.stride, other.length)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean conflictsAt(int mine, int myLength, Access other, int theirs, int theirLength) {
        return space == other.space && (write || other.write) && mine < theirs + theirLength && theirs < mine + myLength;
    }
}
