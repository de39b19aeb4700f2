package org.fabricast.ir.emulator;

import org.fabricast.ir.isa.RunShape;

/**
 * A packed stream as the plain one of the same weights: codes of b bits, two's complement, the first in the lowest bits, become
 * bytes; what a plain scale word has beyond the packed scales is zero.
 */
final class PackedStream {

    private final byte[] packed;
    private final RunShape shape;
    private final int wordBytes;
    private int from;

    private PackedStream(byte[] packed, int from, RunShape shape) {
        this.packed = packed;
        this.from = from;
        this.shape = shape;
        this.wordBytes = shape.array() * shape.array();
    }

    /** The plain stream of the packed one that begins at {@code from}. */
    static byte[] plain(byte[] packed, int from, RunShape shape) {
        return new PackedStream(packed, from, shape).plain();
    }

    private byte[] plain() {
        long tiles = (shape.rows() + shape.tileRows() - 1) / shape.tileRows();
        byte[] plain = new byte[(int) ((shape.weightWords() + tiles * shape.groups()) * wordBytes)];
        int to = 0;
        for (long row = 0; row < shape.rows(); row += shape.tileRows()) {
            long rows = Math.min(shape.tileRows(), shape.rows() - row);
            int scaleBytes = (int) shape.scaleUnits(rows) * shape.unitBytes();
            long blocks = (rows + shape.array() - 1) / shape.array();
            for (long g = 0; g < shape.groups(); g++) {
                System.arraycopy(packed, from, plain, to, scaleBytes);
                from += scaleBytes;
                to += wordBytes;
                int weights = (int) (blocks * shape.words(g)) * wordBytes;
                expand(plain, to, weights);
                to += weights;
            }
        }
        return plain;
    }

    private void expand(byte[] plain, int to, int weights) {
        int bits = shape.bits();
        int unused = 32 - bits;
        long held = 0;
        int count = 0;
        for (int i = 0; i < weights; i++) {
            while (count < bits) {
                held |= (packed[from++] & 0xffL) << count;
                count += 8;
            }
            plain[to + i] = (byte) ((int) held << unused >> unused);
            held >>>= bits;
            count -= bits;
        }
    }
}
