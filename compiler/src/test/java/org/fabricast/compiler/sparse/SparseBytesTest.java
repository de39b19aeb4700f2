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
        // The stream has positions for every row, also where pairs have the same.
        assertThat(bitsPerWeight(mask(1024, 1024, 8, 16, IndexSharing.PAIR), 4, 128)).isEqualTo(four);
    }

    @ParameterizedTest
    @CsvSource({
        // 32 × 32 at 4 bits in one group: two row blocks of two blocks each; a unit of scales for each, one of descriptors.
        // Words of both blocks, or for 16:16 of one. Necessary bits: 32 scales, and per block 4 and 16 rows of positions and values.
        "0, 16, 64, 64, 2, 130", "2, 16, 64, 64, 2, 194", "4, 16, 128, 128, 2, 322", "8, 16, 128, 256, 2, 450",
        "16, 16, 0, 512, 4, 578", "4, 4, 64, 128, 2, 258", "8, 4, 128, 256, 2, 450"})
    void theBytesAreThoseCountedByHand(int perRow, int m, int indices, int values, int words, int necessary) {
        assertThat(SparseBytes.of(mask(32, 32, perRow, m, IndexSharing.ROW), 4, 32))
                .isEqualTo(new SparseBytes(32, indices, values, 64, words, necessary));
    }

    @Test
    void shortBlocksAndShortTilesAreWholeUnits() {
        // 3 × 20 at 3 bits in groups of 16: each of two groups has a unit of scales, one of descriptors, a word of a unit of bitmaps
        // and 8 slices of 16 rows of 3 bits, 1.5 units. Necessary: 3 · 2 scales, 2 · (4 + 3 · (16 + 8 · 3)) bits.
        SparseBytes bytes = SparseBytes.of(mask(3, 20, 8, 16, IndexSharing.ROW), 3, 16);
        assertThat(bytes).isEqualTo(new SparseBytes(64, 64, 128, 64, 2, 43));
        assertThat(bytes.total()).isEqualTo(320);
        assertThat(bytes.streamBytes()).isEqualTo(512);
        // Dense: two words of three units, two units of scales. At 8 bits words and scale words are whole.
        assertThat(SparseBytes.dense(new BlockGrid(3, 20), 3, 16)).isEqualTo(256);
        assertThat(SparseBytes.dense(new BlockGrid(3, 20), 8, 16)).isEqualTo(1024);
    }

    @Test
    void aShapeWhoseRowBlocksAreAlikeCostsWhatItsMaskWould() {
        SparseMask mask = mask(150, 200, 4, 4, IndexSharing.ROW);
        assertThat(SparseBytes.alike(mask.shape(5, 64), g -> mask.stored(0, 4 * g, g == 3 ? 1 : 4)))
                .isEqualTo(SparseBytes.of(mask, 5, 64));
    }
}
