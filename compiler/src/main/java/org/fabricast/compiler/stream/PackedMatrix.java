package org.fabricast.compiler.stream;

import org.fabricast.ir.isa.RunShape;

/**
 * A matrix as the engine's ring takes it.
 *
 * @param shape  what the {@code RUN} that multiplies by it says: sizes, group, bits
 * @param stream whole ring words
 */
public record PackedMatrix(RunShape shape, byte[] stream) {

    public PackedMatrix {
        int word = shape.array() * shape.array();
        long bytes = shape.pattern() == RunShape.ANY_PATTERN ? (stream.length + word - 1L) / word * word : shape.ringWords() * word;
        if (stream.length != bytes) {
            throw new IllegalArgumentException("a stream of " + stream.length + " bytes instead of " + bytes);
        }
    }

    /** Bits of a weight. */
    public int bits() {
        return shape.bits();
    }

    /** Pattern that {@code RUN} declares; 0 for a dense stream. */
    public int pattern() {
        return shape.pattern();
    }

    /** Stored bytes, padding included. */
    public long bytes() {
        return stream.length;
    }
}
