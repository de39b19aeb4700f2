package org.fabricast.ir.isa;

import java.util.function.LongUnaryOperator;

/**
 * How much a sparse stream takes, by its descriptors.
 *
 * @param units of 32 bytes; the stream fills whole ring words
 * @param words that the array takes
 */
public record SparseSize(long units, long words) {

    /**
     * Follows the descriptors of a stream.
     *
     * @param byteAt the byte so many behind the stream's first, 0 to 255
     * @throws IllegalArgumentException with the place of a descriptor that is none or contradicts the shape's pattern
     */
    public static SparseSize of(RunShape shape, LongUnaryOperator byteAt) {
        long units = 0;
        long words = 0;
        for (long row = 0; row < shape.rows(); row += shape.tileRows()) {
            long rows = Math.min(shape.tileRows(), shape.rows() - row);
            for (int g = 0; g < shape.groups(); g++) {
                units += shape.scaleUnits(rows);
                long descriptors = units * SparseDescriptor.UNIT_BYTES;
                units++;
                for (int block = 0; block * BlockPattern.EDGE < rows; block++) {
                    SparseDescriptor descriptor = descriptor(byteAt, descriptors + (long) block * SparseDescriptor.BYTES);
                    String wrong = descriptor.wrong((int) shape.words(g), shape.pattern());
                    if (!wrong.isEmpty()) {
                        throw new IllegalArgumentException("tile at row " + row + ", group " + g + ", row block " + block + ": " + wrong);
                    }
                    units += descriptor.pieceUnits(shape.bits());
                    words += descriptor.words().size();
                }
            }
        }
        return new SparseSize(units, words);
    }

    private static SparseDescriptor descriptor(LongUnaryOperator byteAt, long at) {
        int bits = 0;
        for (int i = 0; i < SparseDescriptor.BYTES; i++) {
            bits |= (int) byteAt.applyAsLong(at + i) << 8 * i;
        }
        return new SparseDescriptor(bits);
    }

    /** Words of the ring. */
    public long ringWords() {
        return (units + RunShape.UNITS - 1) / RunShape.UNITS;
    }
}
