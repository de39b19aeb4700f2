package org.fabricast.compiler.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fabricast.compiler.quantise.QuantisedMatrix;
import org.fabricast.ir.isa.RunShape;
import org.junit.jupiter.api.Test;

class StreamPackerTest {

    private static QuantisedMatrix numbered(int rows, int cols, int group) {
        byte[] levels = new byte[rows * cols];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) (i % 100 + 1);
        }
        short[] scales = new short[rows * ((cols + group - 1) / group)];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (short) (0x3c00 + i);
        }
        return new QuantisedMatrix(rows, cols, group, 8, levels, scales);
    }

    @Test
    void aSmallMatrixLiesAsTheDocumentSays() {
        // N = 4: words of 16 bytes, tiles of 8 rows. 3 rows, 5 columns, group 4: group 0 has one word, group 1 (short) one.
        byte[] stream = new StreamPacker(4).pack(numbered(3, 5, 4)).stream();
        assertThat(stream).hasSize(4 * 16);
        // Scale word of group 0: scales 0, 2, 4 (two groups per row), little-endian, then zeros.
        assertThat(stream).startsWith(0x00, 0x3c, 0x02, 0x3c, 0x04, 0x3c, 0, 0);
        // Word of group 0: rows of columns 0..3, fourth row zero.
        assertThat(java.util.Arrays.copyOfRange(stream, 16, 32))
                .containsExactly(1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 0, 0, 0, 0);
        assertThat(java.util.Arrays.copyOfRange(stream, 32, 38)).containsExactly(0x01, 0x3c, 0x03, 0x3c, 0x05, 0x3c);
        // Word of group 1: column 4 only.
        assertThat(java.util.Arrays.copyOfRange(stream, 48, 64))
                .containsExactly(5, 0, 0, 0, 10, 0, 0, 0, 15, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void theSizeCountsScaleWordsPerTileAndGroup() {
        // N = 16: word 256, tile 128. 172 rows, 172 columns, group 64: groups of 4, 4 and 3 words;
        // tile 0 has 8 blocks, tile 1 has 44 rows, 3 blocks: 3 · 2 scale words and 11 · (8 + 3) weight words.
        assertThat(new StreamPacker(16).bytes(172, 172, 64, 8)).isEqualTo((6 + 11 * 11) * 256);
        assertThat(new StreamPacker(16).pack(numbered(172, 172, 64)).stream()).hasSize((6 + 11 * 11) * 256);
    }

    @Test
    void aPackedMatrixLiesAsTheDocumentSays() {
        // N = 4: an eighth of a word is 2 bytes. One block of 4 rows: scales of 8 bytes, a word of 16 codes of 3 bits in 6.
        byte[] levels = {1, -2, 3, -3, 1, 0, 1, 2, 3, -1, -1, -1, -1, -1, 3};
        short[] scales = {0x3c00, 0x3c01, 0x3c02, 0x3c03, 0x3c04, 0x3c05};
        PackedMatrix packed = new StreamPacker(4).pack(new QuantisedMatrix(3, 5, 4, 3, levels, scales));
        assertThat(packed.bits()).isEqualTo(3);
        // 2 · (8 + 6) bytes in two words of 16.
        assertThat(packed.stream()).hasSize(32);
        assertThat(new StreamPacker(4).bytes(3, 5, 4, 3)).isEqualTo(32);
        byte[] s = packed.stream();
        assertThat(java.util.Arrays.copyOfRange(s, 0, 8)).containsExactly(0x00, 0x3c, 0x02, 0x3c, 0x04, 0x3c, 0, 0);
        // Row 0: 001 110 011 101 from the low end is 0xaf1, row 1: 0x688, row 2: 0xfff, row 3 is not there.
        assertThat(java.util.Arrays.copyOfRange(s, 8, 14)).containsExactly(0xf1, 0x8a, 0x68, 0xff, 0x0f, 0x00);
        assertThat(java.util.Arrays.copyOfRange(s, 14, 22)).containsExactly(0x01, 0x3c, 0x03, 0x3c, 0x05, 0x3c, 0, 0);
        // Column 4: 001 in bits 2:0, 111 in bits 14:12, 011 in bits 26:24; then filling.
        assertThat(java.util.Arrays.copyOfRange(s, 22, 32)).containsExactly(0x01, 0x70, 0, 0x03, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void aStreamOfAnotherLengthIsNoPackedMatrix() {
        assertThatThrownBy(() -> new PackedMatrix(new RunShape(4, 3, 5, 4, true, false, 3), new byte[16]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("32");
    }
}
