package org.fabricast.compiler.sparse;

import java.util.List;
import java.util.function.IntFunction;

import org.fabricast.ir.isa.BlockPattern;
import org.fabricast.ir.isa.RunShape;
import org.fabricast.ir.isa.SparseDescriptor;

/**
 * Bytes of a sparse stream by what they say, each part in whole units of 32 bytes; the stream is filled up to a ring word.
 *
 * @param descriptors of blocks
 * @param indices     positions of stored values
 * @param values      stored values
 * @param scales      binary16 per row and group
 * @param words       that the array takes, each of at most 16 values of each of 16 rows
 * @param necessary   the same without what fills units and rows that the matrix does not have
 */
public record SparseBytes(long descriptors, long indices, long values, long scales, long words, long necessary) {

    /** Sums over the row blocks of a stream. */
    private static final class Sum {
        private final RunShape shape;
        private long descriptors;
        private long indices;
        private long values;
        private long scales;
        private long words;
        private long necessaryBits;

        Sum(RunShape shape) {
            this.shape = shape;
        }

        /** A group of a tile, without its row blocks. */
        void group(long rows) {
            scales += shape.scaleUnits(rows);
            descriptors++;
            necessaryBits += 16 * rows;
        }

        void rowBlock(List<BlockPattern> blocks, long rows) {
            for (SparseDescriptor.Word word : SparseDescriptor.of(blocks).words()) {
                indices += word.indexUnits();
                values += word.valueUnits(shape.bits());
                words++;
            }
            for (BlockPattern block : blocks) {
                necessaryBits += 4 + rows * (block.indexBits() / BlockPattern.EDGE + (long) block.slots() * shape.bits());
            }
        }

        SparseBytes bytes() {
            int unit = SparseDescriptor.UNIT_BYTES;
            return new SparseBytes(descriptors * unit, indices * unit, values * unit, scales * unit, words, (necessaryBits + 7) / 8);
        }
    }

    /**
     * What is stored of a matrix.
     *
     * @param bits  of a value
     * @param group inputs per scale
     */
    public static SparseBytes of(SparseMask mask, int bits, int group) {
        RunShape shape = mask.shape(bits, group);
        int groupBlocks = group / BlockGrid.EDGE;
        return sum(shape, (blockRow, g) -> mask.stored(blockRow, g * groupBlocks, (int) shape.words(g)));
    }

    /** What a matrix takes of which only the shape is known, where all row blocks store the same: {@code blocks} says what. */
    public static SparseBytes alike(RunShape shape, IntFunction<List<BlockPattern>> blocks) {
        return sum(shape, (blockRow, g) -> blocks.apply(g));
    }

    private interface Blocks {
        List<BlockPattern> of(int blockRow, int group);
    }

    private static SparseBytes sum(RunShape shape, Blocks blocks) {
        Sum sum = new Sum(shape);
        for (long row = 0; row < shape.rows(); row += shape.tileRows()) {
            long rows = Math.min(shape.tileRows(), shape.rows() - row);
            for (int g = 0; g < shape.groups(); g++) {
                sum.group(rows);
                for (long block = row; block < row + rows; block += BlockGrid.EDGE) {
                    sum.rowBlock(blocks.of((int) (block / BlockGrid.EDGE), g), Math.min(BlockGrid.EDGE, row + rows - block));
                }
            }
        }
        return sum.bytes();
    }

    /** Bytes of the same matrix without sparsity: every value and every scale, in whole units. */
    public static long dense(BlockGrid grid, int bits, int group) {
        return new RunShape(BlockGrid.EDGE, grid.rows(), grid.cols(), group, true, false, bits).units() * SparseDescriptor.UNIT_BYTES;
    }

    /** All together. */
    public long total() {
        return descriptors + indices + values + scales;
    }

    /** Bytes of the stream in the image, which is whole ring words. */
    public long streamBytes() {
        long word = (long) BlockGrid.EDGE * BlockGrid.EDGE;
        return (total() + word - 1) / word * word;
    }
}
