package org.fabricast.compiler.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

class SparseMaskTest {

    private static SparseMask oneRow(int perRow, int m, int set) {
        return new SparseMask(new BlockGrid(1, 16), m, IndexSharing.ROW, new byte[] {(byte) perRow}, new short[] {(short) set});
    }

    @Test
    void aSetHasAsManyPositionsAsTheBlockSays() {
        assertThat(oneRow(2, 16, 0b1000_0000_0001_0000).keeps(0, 15)).isTrue();
        assertThatThrownBy(() -> oneRow(2, 16, 0b111)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set 111 is not 2 of 16");
        assertThatThrownBy(() -> oneRow(3, 16, 0b111)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void amongFourEveryFourHasItsShare() {
        assertThat(oneRow(4, 4, 0b1000_0100_0010_0001).density()).isEqualTo(0.25);
        assertThatThrownBy(() -> oneRow(4, 4, 0b0011_0100_0000_0001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPairHasOneSet() {
        BlockGrid three = new BlockGrid(3, 16);
        byte[] two = {2};
        assertThat(new SparseMask(three, 16, IndexSharing.PAIR, two, new short[] {3, 3, 5}).kept()).isEqualTo(6);
        assertThatThrownBy(() -> new SparseMask(three, 16, IndexSharing.PAIR, two, new short[] {3, 5, 5}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("row 1");
    }

    @Test
    void positionsBehindTheMatrixAreNotCounted() {
        // 18 columns: in the second block two of eight positions are columns of the matrix.
        SparseMask mask = new SparseMask(new BlockGrid(1, 18), 16, IndexSharing.ROW, new byte[] {8, 8},
                new short[] {0x00ff, 0x00ff});
        assertThat(mask.kept()).isEqualTo(10);
        assertThat(mask.density()).isEqualTo(10 / 18.0);
    }

    @Test
    void aMaskedMatrixIsZeroWhereNothingIsStored() {
        float[] row = new float[16];
        java.util.Arrays.fill(row, 7);
        assertThat(oneRow(2, 16, 0b110).masked(row)).containsExactly(0, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(row).containsOnly(7);
    }

    @Test
    void aPatternIsDeclaredWhereAllBlocksHaveIt() {
        BlockGrid two = new BlockGrid(1, 32);
        short[] half = {0x00ff, (short) 0xf0f0};
        assertThat(new SparseMask(two, 16, IndexSharing.ROW, new byte[] {8, 8}, half).declaredPattern()).isEqualTo(3);
        assertThat(new SparseMask(two, 16, IndexSharing.ROW, new byte[] {8, 2}, new short[] {0x00ff, 3}).declaredPattern()).isEqualTo(7);
        assertThat(new SparseMask(two, 16, IndexSharing.ROW, new byte[2], new short[2]).declaredPattern()).isEqualTo(7);
        assertThat(oneRow(4, 4, 0x1111).declaredPattern()).isEqualTo(6);
        assertThat(oneRow(8, 4, 0x3333).declaredPattern()).isEqualTo(5);
        assertThat(SparseMask.full(two).declaredPattern()).isEqualTo(4);
        assertThat(SparseMask.full(two).kept()).isEqualTo(32);
    }

    @Test
    void rowsOfTwoMatricesInOneBlockStoreAsManyAsTheFullestWants() {
        // Three rows of 2:16 above two of 8:16; the second block of columns the other way round.
        SparseMask above = new SparseMask(new BlockGrid(3, 32), 16, IndexSharing.ROW, new byte[] {2, 8},
                new short[] {3, 0x00ff, (short) 0x8001, 0x00ff, 6, 0x00ff});
        SparseMask below = new SparseMask(new BlockGrid(2, 32), 16, IndexSharing.ROW, new byte[] {8, 0},
                new short[] {0x0ff0, 0, 0x0ff0, 0});
        SparseMask joined = SparseMask.joined(List.of(above, below));
        assertThat(joined.grid()).isEqualTo(new BlockGrid(5, 32));
        assertThat(joined.perRow()).containsExactly(8, 8);
        // The first free positions fill.
        assertThat(joined.set(0, 0)).isEqualTo(0x00ff);
        assertThat(joined.set(1, 0)).isEqualTo(0x807f);
        assertThat(joined.set(3, 0)).isEqualTo(0x0ff0);
        assertThat(joined.set(4, 1)).isEqualTo(0x00ff);
        assertThat(SparseMask.joined(List.of(oneRow(4, 4, 0x1248), SparseMask.full(new BlockGrid(1, 16)))).set(0, 0)).isEqualTo(0xffff);
    }

    @Test
    void matricesOfWholeBlocksKeepTheirPatterns() {
        short[] sets = new short[16];
        java.util.Arrays.fill(sets, (short) 0x00ff);
        SparseMask half = new SparseMask(new BlockGrid(16, 16), 16, IndexSharing.PAIR, new byte[] {8}, sets);
        SparseMask joined = SparseMask.joined(List.of(half, SparseMask.full(new BlockGrid(5, 16)), half));
        assertThat(joined.perRow()).containsExactly(8, 16, 8);
        assertThat(joined.set(0, 0)).isEqualTo(0x00ff);
        assertThat(joined.kept()).isEqualTo(16 * 8 + 16 * 16 + 5 * 8);
    }
}
