package org.fabricast.compiler.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseBytesTest {

    private static SparseMask mask(int rows, int cols, int perRow, int m, IndexSharing sharing) {
        BlockGrid grid = new BlockGrid(rows, cols);
        byte[] all = new byte[grid.blocks()];
        Arrays.fill(all, (byte) perRow);
        return new BlockScores(grid, sharing, new double[rows * cols]).mask(all, m);
    }

    private static double bitsPerWeight(SparseMask mask, int bits, int group) {
        return 8.0 * SparseBytes.of(mask, bits, group).total() / mask.grid().elements();
    }

    @Test
    void eightOfSixteenAtThreeAndAHalfBitsCostsLessThanTwoPointNine() {
        // Half of the layers at 3, half at 4 bits, groups of 128, every row its own bitmap. Per dense weight:
        // values 3.5 / 2 = 1.75, bitmap 16 / 16 = 1, descriptor 4 / 256 = 0.015625, scale 16 / 128 = 0.125: 2.890625.
        SparseMask mask = mask(1024, 1024, 8, 16, IndexSharing.ROW);
        double three = bitsPerWeight(mask, 3, 128);
        double four = bitsPerWeight(mask, 4, 128);
        assertThat(three).isEqualTo(2.640625);
        assertThat(four).isEqualTo(3.140625);
        assertThat((three + four) / 2).isEqualTo(2.890625).isLessThanOrEqualTo(2.9);
        // Pairs of rows with one bitmap save half a bit.
        SparseMask pairs = mask(1024, 1024, 8, 16, IndexSharing.PAIR);
        assertThat((bitsPerWeight(pairs, 3, 128) + bitsPerWeight(pairs, 4, 128)) / 2).isEqualTo(2.390625);
    }

    @ParameterizedTest
    @CsvSource({
        // 32 × 32 at 4 bits in groups of 32: 4 blocks, 2 bytes of descriptors, 64 bytes of scales.
        "0, 16, ROW, 0, 0", "16, 16, ROW, 0, 512",
        // Lists of 2 · 4 and 4 · 4 bits for each of 64 sets; a bitmap of 16 instead of a list of 32.
        "2, 16, ROW, 64, 64", "4, 16, ROW, 128, 128", "8, 16, ROW, 128, 256",
        // 32 sets of pairs.
        "2, 16, PAIR, 32, 64", "4, 16, PAIR, 64, 128", "8, 16, PAIR, 64, 256",
        // Among four a position has two bits: lists of 4 · 2 and 8 · 2.
        "4, 4, ROW, 64, 128", "8, 4, ROW, 128, 256", "8, 4, PAIR, 64, 256"})
    void theBytesAreThoseCountedByHand(int perRow, int m, IndexSharing sharing, int indices, int values) {
        assertThat(SparseBytes.of(mask(32, 32, perRow, m, sharing), 4, 32))
                .isEqualTo(new SparseBytes(2, indices, values, 64));
    }

    @Test
    void shortBlocksStoreZerosForColumnsBehindTheMatrixAndNoRowsBehindIt() {
        // 3 × 20 at 3 bits in groups of 16: 2 blocks, descriptors 8 bits; 3 rows × 2 bitmaps; 3 rows × 16 values of 3 bits;
        // 3 rows × 2 scales. Pairs: rows 0 and 1 share, row 2 is alone, 2 sets × 2 bitmaps.
        assertThat(SparseBytes.of(mask(3, 20, 8, 16, IndexSharing.ROW), 3, 16)).isEqualTo(new SparseBytes(1, 12, 18, 12));
        assertThat(SparseBytes.of(mask(3, 20, 8, 16, IndexSharing.PAIR), 3, 16)).isEqualTo(new SparseBytes(1, 8, 18, 12));
        // Dense: 60 values of 3 bits are 22.5 bytes.
        assertThat(SparseBytes.dense(new BlockGrid(3, 20), 3, 16)).isEqualTo(23 + 12);
    }

    @Test
    void partsAreFilledUpToWholeBytes() {
        // One row of one block: 4 bits of descriptor, a list of 2 · 4 bits, 2 values of 3 bits, one scale.
        assertThat(SparseBytes.of(mask(1, 16, 2, 16, IndexSharing.ROW), 3, 16)).isEqualTo(new SparseBytes(1, 1, 1, 2));
    }
}
