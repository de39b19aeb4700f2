package org.fabricast.compiler.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;

import org.fabricast.compiler.quantise.QuantisedMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SparsePackerTest {

    private static SparseMatrix row(int perRow, int m, int set, int bits, int... values) {
        SparseMask mask = new SparseMask(new BlockGrid(1, 16), m, IndexSharing.ROW, new byte[] {(byte) perRow},
                new short[] {(short) set});
        byte[] levels = new byte[16];
        int next = 0;
        for (int c = 0; c < 16; c++) {
            levels[c] = mask.keeps(0, c) ? (byte) values[next++] : 0;
        }
        return new SparseMatrix(mask, bits, 16, levels, new short[] {0x3c01});
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void aListIsPackedAsByHand() {
        // Two values, 3 and −2, in columns 4 and 15, 4 bits each: code 1 (2 per row), list; columns 4, f; values 3, e; 1.0009765625.
        SparseMatrix matrix = row(2, 16, 1 << 4 | 1 << 15, 4, 3, -2);
        assertThat(SparsePacker.pack(matrix).bytes()).isEqualTo(bytes(0x01, 0xf4, 0xe3, 0x01, 0x3c));
    }

    @Test
    void aBitmapIsPackedAsByHand() {
        // Eight values in columns 0 to 7 of 3 bits: code 3 with the bit of a bitmap (8 + 3); the set; then
        // 1 2 3 −1 −2 −3 0 −4 = 001 010 011 111 110 101 000 100, the first lowest:
        // bits 100 010 11|0 111 011 1|01 000 001 read from the lowest: 0xd1, 0xee, 0x82.
        SparseMatrix matrix = row(8, 16, 0xff, 3, 1, 2, 3, -1, -2, -3, 0, -4);
        assertThat(SparsePacker.pack(matrix).bytes()).isEqualTo(bytes(0x0b, 0xff, 0x00, 0xd1, 0xee, 0x82, 0x01, 0x3c));
    }

    @Test
    void amongFourAPositionHasTwoBits() {
        // 1:4 in columns 3, 4, 10, 13: positions 3, 0, 2, 1 = bits 11 00 01 10 from the lowest: 0x63; values 1 2 3 4 of 4 bits.
        SparseMatrix matrix = row(4, 4, 1 << 3 | 1 << 4 | 1 << 10 | 1 << 13, 4, 1, 2, 3, 4);
        assertThat(SparsePacker.pack(matrix).bytes()).isEqualTo(bytes(0x02, 0x63, 0x21, 0x43, 0x01, 0x3c));
    }

    @ParameterizedTest
    @EnumSource(IndexSharing.class)
    void everyMatrixComesBackAsItWas(IndexSharing sharing) {
        for (long seed = 0; seed < 120; seed++) {
            SparseMatrix matrix = random(new Random(seed), sharing);
            PackedSparse packed = SparsePacker.pack(matrix);
            assertThat((long) packed.bytes().length).as("seed %d", seed).isEqualTo(matrix.bytes().total());
            SparseMatrix back = SparsePacker.unpack(packed);
            assertThat(back.levels()).as("seed %d", seed).isEqualTo(matrix.levels());
            assertThat(back.scales()).as("seed %d", seed).isEqualTo(matrix.scales());
            assertThat(back.mask().sets()).as("seed %d", seed).isEqualTo(matrix.mask().sets());
            assertThat(back.mask().perRow()).as("seed %d", seed).isEqualTo(matrix.mask().perRow());
        }
    }

    private static SparseMatrix random(Random random, IndexSharing sharing) {
        int rows = 1 + random.nextInt(50);
        int cols = 1 + random.nextInt(80);
        int m = random.nextInt(3) == 0 ? 4 : 16;
        int bits = 3 + random.nextInt(6);
        int group = 16 * (1 + random.nextInt(4));
        BlockGrid grid = new BlockGrid(rows, cols);
        byte[] perRow = new byte[grid.blocks()];
        int fixed = random.nextBoolean() ? 4 : 8;
        for (int i = 0; i < perRow.length; i++) {
            perRow[i] = m == 4 ? (byte) fixed : new byte[] {0, 2, 4, 8, 16}[random.nextInt(5)];
        }
        double[] scores = random.doubles((long) rows * cols).toArray();
        SparseMask mask = new BlockScores(grid, sharing, scores).mask(perRow, m);
        byte[] levels = new byte[rows * cols];
        short[] scales = new short[rows * ((cols + group - 1) / group)];
        IntStream.range(0, levels.length).forEach(i -> levels[i] = (byte) (random.nextInt(1 << bits) - (1 << bits - 1)));
        IntStream.range(0, scales.length).forEach(i -> scales[i] = (short) random.nextInt(0x7c00));
        return SparseMatrix.of(mask, new QuantisedMatrix(rows, cols, group, 8, levels, scales), bits);
    }

    @Test
    void bytesThatWereNotPackedAreRefused() {
        PackedSparse good = SparsePacker.pack(row(2, 16, 0b11, 4, 1, 1));
        assertThat(good.bytes()).isEqualTo(bytes(0x01, 0x10, 0x11, 0x01, 0x3c));
        refused(good, "descriptor of code 5", 0x05, 0x10, 0x11, 0x01, 0x3c);
        refused(good, "descriptor of code 1 with a bitmap", 0x09, 0x10, 0x11, 0x01, 0x3c);
        refused(good, "descriptor of code 3 without a bitmap", 0x03, 0x10, 0x11, 0x01, 0x3c);
        refused(good, "does not rise", 0x01, 0x11, 0x11, 0x01, 0x3c);
        refused(good, "does not rise", 0x01, 0x01, 0x11, 0x01, 0x3c);
        refused(good, "of 6 bytes, not 5", 0x01, 0x10, 0x11, 0x01, 0x3c, 0x00);
        refused(good, "ends at byte 1", 0x01);
        PackedSparse bitmap = SparsePacker.pack(row(8, 16, 0xff, 4, 0, 0, 0, 0, 0, 0, 0, 0));
        refused(bitmap, "is not 8 of 16", 0x0b, 0x7f, 0x00, 0, 0, 0, 0, 0x01, 0x3c);
    }

    @Test
    void valuesBehindTheMatrixMustBeZero() {
        // One column: the second of two stored values is behind it.
        SparseMask mask = new SparseMask(new BlockGrid(1, 1), 16, IndexSharing.ROW, new byte[] {2}, new short[] {3});
        PackedSparse good = SparsePacker.pack(new SparseMatrix(mask, 4, 16, new byte[] {5}, new short[] {0x3c00}));
        assertThat(good.bytes()).isEqualTo(bytes(0x01, 0x10, 0x05, 0x00, 0x3c));
        refused(good, "stores 1 behind the matrix", 0x01, 0x10, 0x15, 0x00, 0x3c);
    }

    private static void refused(PackedSparse good, String message, int... values) {
        assertThatThrownBy(() -> SparsePacker.unpack(
                new PackedSparse(good.grid(), good.m(), good.sharing(), good.bits(), good.group(), bytes(values))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void levelsThatNeedMoreBitsOrAreNotStoredAreRefused() {
        assertThatThrownBy(() -> row(2, 16, 3, 3, 4, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("level 4 at element 0 needs more than 3 bits");
        SparseMask mask = row(2, 16, 3, 3, 0, 0).mask();
        byte[] levels = new byte[16];
        levels[5] = 1;
        assertThatThrownBy(() -> new SparseMatrix(mask, 3, 16, levels, new short[1]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("is not stored");
    }
}
