package org.fabricast.compiler.lower;

/** Consecutive elements of a memory. */
record Range(int from, int length) {

    Range {
        if (from < 0 || length < 0) {
            throw new IllegalArgumentException("range " + from + " + " + length);
        }
    }

    /** {@code count} elements from {@code offset} on. */
    Range part(int offset, int count) {
        if (offset < 0 || count < 0 || offset + count > length) {
            throw new IllegalArgumentException("part " + offset + " + " + count + " of " + length);
        }
        return new Range(from + offset, count);
    }
}
