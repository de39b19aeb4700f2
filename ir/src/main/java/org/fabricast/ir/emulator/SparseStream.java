package org.fabricast.ir.emulator;

import org.fabricast.ir.isa.BlockPattern;
import org.fabricast.ir.isa.RunShape;
import org.fabricast.ir.isa.SparseDescriptor;

/**
 * A sparse stream as the plain one of the same weights, zero where nothing is stored.
 *
 * <p>Errors: a fault with its place for a descriptor that is none or contradicts the declared pattern, for positions that are not
 * as many different ones as the block stores, and for a stream that the ring does not hold whole.
 */
final class SparseStream {

    private static final int EDGE = BlockPattern.EDGE;
    private static final int WORD_BYTES = EDGE * EDGE;

    private final byte[] stream;
    private final int limit;
    private final RunShape shape;
    private final byte[] plain;
    private final int began;
    private int at;
    private int to;
    private long words;
    private String place = "";

    private SparseStream(byte[] stream, int from, int available, RunShape shape) {
        this.stream = stream;
        this.began = from;
        this.at = from;
        this.limit = from + available;
        this.shape = shape;
        long tiles = (shape.rows() + shape.tileRows() - 1) / shape.tileRows();
        this.plain = new byte[(int) ((shape.weightWords() + tiles * shape.groups()) * WORD_BYTES)];
    }

    /**
     * Expands the stream that begins at {@code from}.
     *
     * @param available bytes that the ring holds from there
     */
    static SparseStream expand(byte[] stream, int from, int available, RunShape shape) {
        SparseStream expanded = new SparseStream(stream, from, available, shape);
        expanded.expand();
        return expanded;
    }

    /** The plain stream. */
    byte[] plain() {
        return plain;
    }

    /** Words that the array took. */
    long words() {
        return words;
    }

    /** Bytes of the stream, filled up to a ring word. */
    long ringBytes() {
        return (at - began + WORD_BYTES - 1L) / WORD_BYTES * WORD_BYTES;
    }

    private void expand() {
        for (long row = 0; row < shape.rows(); row += shape.tileRows()) {
            long rows = Math.min(shape.tileRows(), shape.rows() - row);
            int blocks = (int) ((rows + EDGE - 1) / EDGE);
            for (int g = 0; g < shape.groups(); g++) {
                place = "tile at row " + row + ", group " + g;
                int scales = take((int) shape.scaleUnits(rows));
                System.arraycopy(stream, scales, plain, to, at - scales);
                to += WORD_BYTES;
                int descriptors = take(1);
                int columns = (int) shape.words(g);
                for (int block = 0; block < SparseDescriptor.UNIT_BYTES / SparseDescriptor.BYTES; block++) {
                    place = "tile at row " + row + ", group " + g + ", row block " + block;
                    SparseDescriptor descriptor = new SparseDescriptor((int) bits(descriptors, 32 * block, 32));
                    if (block < blocks) {
                        rowBlock(descriptor, columns);
                    } else if (descriptor.bits() != 0) {
                        throw wrong("a descriptor of rows that there are not");
                    }
                }
            }
        }
        place = "end of the stream";
        take((int) ((ringBytes() - (at - began)) / SparseDescriptor.UNIT_BYTES));
    }

    private void rowBlock(SparseDescriptor descriptor, int columns) {
        String wrong = descriptor.wrong(columns, shape.pattern());
        if (!wrong.isEmpty()) {
            throw wrong(wrong);
        }
        for (SparseDescriptor.Word word : descriptor.words()) {
            int index = take(word.indexUnits());
            int values = take(word.valueUnits(shape.bits()));
            int indexBit = 0;
            for (SparseDescriptor.Stored stored : word.blocks()) {
                block(stored, index, indexBit, values);
                indexBit += stored.pattern().indexBits();
            }
            words++;
        }
        to += columns * WORD_BYTES;
    }

    private void block(SparseDescriptor.Stored stored, int index, int indexBit, int values) {
        int unused = 64 - shape.bits();
        for (int row = 0; row < EDGE; row++) {
            int seen = 0;
            for (int k = 0; k < stored.pattern().slots(); k++) {
                int column = column(stored.pattern(), index, indexBit, row, k);
                if (column >= EDGE || (seen >> column & 1) != 0) {
                    throw wrong("block " + stored.block() + ", row " + row + ": value " + k + " of " + stored.pattern().text()
                            + (column >= EDGE ? " has no position" : " is at column " + column + " as another one"));
                }
                seen |= 1 << column;
                long code = bits(values, shape.bits() * ((stored.slot() + k) * EDGE + row), shape.bits());
                plain[to + stored.block() * WORD_BYTES + row * EDGE + column] = (byte) (code << unused >> unused);
            }
            if (stored.pattern() == BlockPattern.EIGHT_OF_16
                    && Long.bitCount(bits(index, indexBit + EDGE * row, EDGE)) != stored.pattern().slots()) {
                throw wrong("block " + stored.block() + ", row " + row + ": a bitmap with more than " + stored.pattern().slots()
                        + " positions");
            }
        }
    }

    /** Column of value {@code k} of a row; 16 if the bitmap has not so many. */
    private int column(BlockPattern pattern, int index, int indexBit, int row, int k) {
        return switch (pattern) {
            case NONE, ALL -> k;
            case TWO_OF_16, FOUR_OF_16 -> (int) bits(index, indexBit + 4 * (k * EDGE + row), 4);
            case EIGHT_OF_16 -> {
                long left = bits(index, indexBit + EDGE * row, EDGE);
                for (int i = 0; i < k; i++) {
                    left &= left - 1;
                }
                yield left == 0 ? EDGE : Long.numberOfTrailingZeros(left);
            }
            case TWO_OF_4 -> k / 2 * 4 + (int) bits(index, indexBit + 2 * (k * EDGE + row), 2);
            case ONE_OF_4 -> k * 4 + (int) bits(index, indexBit + 2 * (k * EDGE + row), 2);
        };
    }

    /** Goes on behind so many units; the place of the first is returned. */
    private int take(int units) {
        int from = at;
        at += units * SparseDescriptor.UNIT_BYTES;
        if (at > limit) {
            throw new Violation(EmulatorFault.Kind.RING, place + ": takes " + (at - began) + " bytes from a ring that holds "
                    + (limit - began));
        }
        return from;
    }

    /** At most 32 bits from a bit behind a byte on. */
    private long bits(int from, int bit, int count) {
        long value = 0;
        int first = from + bit / 8;
        for (int i = 0; i < 5 && first + i < stream.length; i++) {
            value |= (stream[first + i] & 0xffL) << 8 * i;
        }
        return value >>> bit % 8 & (1L << count) - 1;
    }

    private Violation wrong(String what) {
        return new Violation(EmulatorFault.Kind.STREAM, place + ": " + what);
    }
}
