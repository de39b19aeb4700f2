package org.fabricast.compiler.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
