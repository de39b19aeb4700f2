package org.fabricast.compiler.lower;

/**
 * Consecutive elements of a memory: of one vector, or of the first of several vectors in equal slots, one per token of a chunk.
 *
 * @param from   first element
 * @param length elements
 * @param stride elements from one token's vector to the next; 0 if all tokens have the same
 * @param count  most tokens that have one of their own; 1 if all have the same
 */
record Range(int from, int length, int stride, int count) {

    Range {
        if (from < 0 || length < 0 || stride < 0 || count < 1) {
            throw new IllegalArgumentException("range " + from + " + " + length + ", " + count + " at " + stride);
        }
    }

    Range(int from, int length) {
        this(from, length, 0, 1);
    }

    /** {@code elements} from {@code offset} on, of every token. */
    Range part(int offset, int elements) {
        if (offset < 0 || elements < 0 || offset + elements > length) {
            throw new IllegalArgumentException("part " + offset + " + " + elements + " of " + length);
        }
        return new Range(from + offset, elements, stride, count);
    }

    /** The first of {@code tokens} vectors of {@code elements} that fill this range. */
    Range slots(int elements, int tokens) {
        return new Range(from, elements, length / tokens, tokens);
    }
}
