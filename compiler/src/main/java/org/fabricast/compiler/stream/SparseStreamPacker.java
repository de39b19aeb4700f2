package org.fabricast.compiler.stream;

import java.util.List;

import org.fabricast.compiler.quantise.QuantisedMatrix;
import org.fabricast.compiler.sparse.SparseBytes;
import org.fabricast.compiler.sparse.SparseMask;
import org.fabricast.ir.isa.BlockPattern;
import org.fabricast.ir.isa.RunShape;
import org.fabricast.ir.isa.SparseDescriptor;

/**
 * Lays what a mask stores of a matrix out in the order in which {@code RUN} takes a sparse stream: per tile and group scales and
 * descriptors, then per row block and word positions and values, as {@code docs/architecture.md} draws it.
 *
 * <p>Rows that the matrix does not have store zeros at the first positions; columns that it does not have, zeros where the mask
 * wants them.
 */
public final class SparseStreamPacker {

    private static final int EDGE = BlockPattern.EDGE;

    private final QuantisedMatrix matrix;
    private final SparseMask mask;
    private final RunShape shape;
    private final BitWriter out;

    private SparseStreamPacker(QuantisedMatrix matrix, SparseMask mask) {
        this.matrix = matrix;
        this.mask = mask;
        this.shape = mask.shape(matrix.bits(), matrix.group());
        this.out = new BitWriter(Math.toIntExact(SparseBytes.of(mask, matrix.bits(), matrix.group()).streamBytes()));
    }

    /** The stream of what {@code mask} stores of {@code matrix}; everything else of it is 0. */
    public static PackedMatrix pack(QuantisedMatrix matrix, SparseMask mask) {
        if (mask.grid().rows() != matrix.rows() || mask.grid().cols() != matrix.cols()) {
            throw new IllegalArgumentException("a mask of " + mask.grid() + " for " + matrix.rows() + "×" + matrix.cols());
        }
        for (int i = 0; i < matrix.levels().length; i++) {
            if (matrix.levels()[i] != 0 && !mask.keeps(i / matrix.cols(), i % matrix.cols())) {
                throw new IllegalArgumentException("level " + matrix.levels()[i] + " at element " + i + " is not stored");
            }
        }
        return new SparseStreamPacker(matrix, mask).pack();
    }

    private PackedMatrix pack() {
        int tileRows = (int) shape.tileRows();
        int groupBlocks = matrix.group() / EDGE;
        for (int tile = 0; tile < matrix.rows(); tile += tileRows) {
            int tileEnd = Math.min(matrix.rows(), tile + tileRows);
            for (int g = 0; g < matrix.groups(); g++) {
                int blocks = (int) shape.words(g);
                int end = out.bytes() + (int) shape.scaleUnits(tileEnd - tile) * SparseDescriptor.UNIT_BYTES;
                for (int row = tile; row < tileEnd; row++) {
                    out.write(matrix.scales()[row * matrix.groups() + g], Short.SIZE);
                }
                out.skipTo(end);
                for (int row = tile; row < tileEnd; row += EDGE) {
                    out.write(descriptor(row, g * groupBlocks, blocks).bits(), Integer.SIZE);
                }
                out.skipTo(end + SparseDescriptor.UNIT_BYTES);
                for (int row = tile; row < tileEnd; row += EDGE) {
                    for (SparseDescriptor.Word word : descriptor(row, g * groupBlocks, blocks).words()) {
                        word(word, row, g * groupBlocks);
                    }
                }
            }
        }
        return new PackedMatrix(shape, out.written());
    }

    private SparseDescriptor descriptor(int row, int firstBlock, int blocks) {
        return SparseDescriptor.of(mask.stored(row / EDGE, firstBlock, blocks));
    }

    private void word(SparseDescriptor.Word word, int row, int firstBlock) {
        int end = out.bytes() + word.indexUnits() * SparseDescriptor.UNIT_BYTES;
        for (SparseDescriptor.Stored stored : word.blocks()) {
            positions(stored.pattern(), sets(stored, row, firstBlock));
        }
        out.skipTo(end);
        for (SparseDescriptor.Stored stored : word.blocks()) {
            values(stored, sets(stored, row, firstBlock), row, firstBlock);
        }
        out.skipTo(end + word.valueUnits(matrix.bits()) * SparseDescriptor.UNIT_BYTES);
    }

    /** Stored positions of each row of a block, ascending. */
    private int[][] sets(SparseDescriptor.Stored stored, int row, int firstBlock) {
        int[][] sets = new int[EDGE][];
        for (int r = 0; r < EDGE; r++) {
            int set = row + r < matrix.rows() ? mask.set(row + r, firstBlock + stored.block()) : 0;
            sets[r] = positions(set == 0 ? first(stored.pattern()) : set);
        }
        return sets;
    }

    /** Where zeros stand that only fill. */
    private static int first(BlockPattern pattern) {
        int perSet = pattern.slots() * pattern.among() / EDGE;
        int set = 0;
        for (int at = 0; at < EDGE; at += pattern.among()) {
            set |= (1 << perSet) - 1 << at;
        }
        return set;
    }

    private static int[] positions(int set) {
        int[] positions = new int[Integer.bitCount(set)];
        int left = set;
        for (int k = 0; k < positions.length; k++) {
            positions[k] = Integer.numberOfTrailingZeros(left);
            left &= left - 1;
        }
        return positions;
    }

    private void positions(BlockPattern pattern, int[][] sets) {
        switch (pattern) {
            case NONE, ALL -> { }
            case TWO_OF_16, FOUR_OF_16, TWO_OF_4, ONE_OF_4 -> {
                int bits = Integer.numberOfTrailingZeros(pattern.among());
                for (int k = 0; k < pattern.slots(); k++) {
                    for (int[] set : sets) {
                        out.write(set[k] % pattern.among(), bits);
                    }
                }
            }
            case EIGHT_OF_16 -> List.of(sets).forEach(set -> {
                int bitmap = 0;
                for (int c : set) {
                    bitmap |= 1 << c;
                }
                out.write(bitmap, EDGE);
            });
        }
    }

    private void values(SparseDescriptor.Stored stored, int[][] sets, int row, int firstBlock) {
        for (int k = 0; k < stored.pattern().slots(); k++) {
            for (int r = 0; r < EDGE; r++) {
                int col = (firstBlock + stored.block()) * EDGE + sets[r][k];
                boolean inside = row + r < matrix.rows() && col < matrix.cols();
                out.write(inside ? matrix.levels()[(row + r) * matrix.cols() + col] : 0, matrix.bits());
            }
        }
    }
}
