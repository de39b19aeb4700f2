package org.fabricast.compiler.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.fabricast.compiler.quantise.QuantisedMatrix;
import org.fabricast.compiler.sparse.BlockGrid;
import org.fabricast.compiler.sparse.IndexSharing;
import org.fabricast.compiler.sparse.SparseBytes;
import org.fabricast.compiler.sparse.SparseMask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against bytes made by hand, and against a reader that knows only docs/architecture.md. */
class SparseStreamPackerTest {

    @Test
    void aMatrixOfTwoRowsIsWhatAHandMakesOfIt() {
        // Row 0: 5 at column 3, −4 at 17; row 1: 1 at column 0, 2 at 15 and 3 at 31. 2:16 of 4 bits in a group of 32.
        byte[] levels = new byte[64];
        levels[3] = 5;
        levels[17] = -4;
        levels[32] = 1;
        levels[32 + 15] = 2;
        levels[32 + 31] = 3;
        SparseMask mask = new SparseMask(new BlockGrid(2, 32), 16, IndexSharing.ROW, new byte[] {2, 2},
                new short[] {0b1000_1000, 0b11, (short) 0b1000_0000_0000_0001, (short) 0b1000_0000_0000_0010});
        PackedMatrix packed = SparseStreamPacker.pack(new QuantisedMatrix(2, 32, 32, 4, levels,
                new short[] {0x3c00, 0x4000}), mask);
        byte[] expected = new byte[256];
        // A unit of scales.
        expected[1] = 0x3c;
        expected[3] = 0x40;
        // A unit of descriptors: 2:16 that begins a word, 2:16 that does not.
        expected[32] = 0x19;
        // Positions, a nibble per row: block 0 columns 3 and 0, then 7 and 15; block 1 columns 0 and 1, then 1 and 15. Rows that there
        // are not: columns 0 and 1.
        expected[64] = 0x03;
        expected[72] = (byte) 0xf7;
        Arrays.fill(expected, 73, 80, (byte) 0x11);
        expected[80] = 0x10;
        expected[88] = (byte) 0xf1;
        Arrays.fill(expected, 89, 96, (byte) 0x11);
        // Four slices of values: 5 and 1, 0 and 2, 0 and 0, −4 and 3.
        expected[96] = 0x15;
        expected[104] = 0x20;
        expected[120] = 0x3c;
        assertThat(packed.stream()).isEqualTo(expected);
        assertThat(packed.pattern()).isEqualTo(1);
        assertThat(packed.bits()).isEqualTo(4);
    }

    private static final int[] SLOTS = {0, 2, 4, 8, 16, 8, 4};

    /** A mask of random sets; {@code perRow} of a block is drawn where it is negative. */
    private static SparseMask mask(Random random, int rows, int cols, int perRow, int m) {
        BlockGrid grid = new BlockGrid(rows, cols);
        byte[] each = new byte[grid.blocks()];
        for (int i = 0; i < each.length; i++) {
            each[i] = (byte) (perRow >= 0 ? perRow : new int[] {0, 0, 2, 4, 8, 16}[random.nextInt(6)]);
        }
        short[] sets = new short[rows * grid.blockCols()];
        for (int i = 0; i < sets.length; i++) {
            int n = each[i / grid.blockCols() / 16 * grid.blockCols() + i % grid.blockCols()];
            for (int from = 0; from < 16; from += m) {
                List<Integer> columns = new ArrayList<>();
                for (int c = from; c < from + m; c++) {
                    columns.add(c);
                }
                Collections.shuffle(columns, random);
                for (int c : columns.subList(0, n * m / 16)) {
                    sets[i] |= (short) (1 << c);
                }
            }
        }
        return new SparseMask(grid, m, IndexSharing.ROW, each, sets);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 16, 3, 2, 16", "16, 64, 64, 4, 4, 16", "130, 172, 64, 3, 8, 16", "130, 172, 64, 8, 8, 16", "40, 300, 128, 5, 16, 16",
        "129, 40, 32, 6, 8, 4", "33, 260, 128, 4, 4, 4", "130, 172, 64, 8, -1, 16", "257, 300, 128, 3, -1, 16", "31, 31, 16, 4, -1, 16"})
    void whatIsPackedIsReadAgain(int rows, int cols, int group, int bits, int perRow, int m) {
        for (long seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            SparseMask mask = mask(random, rows, cols, perRow, m);
            byte[] levels = new byte[rows * cols];
            for (int i = 0; i < levels.length; i++) {
                levels[i] = mask.keeps(i / cols, i % cols) ? (byte) (random.nextInt(1 << bits) - (1 << bits - 1)) : 0;
            }
            short[] scales = new short[rows * ((cols + group - 1) / group)];
            for (int i = 0; i < scales.length; i++) {
                scales[i] = (short) random.nextInt();
            }
            QuantisedMatrix matrix = new QuantisedMatrix(rows, cols, group, bits, levels, scales);
            PackedMatrix packed = SparseStreamPacker.pack(matrix, mask);
            Reader reader = new Reader(packed.stream(), rows, cols, group, bits);
            assertThat(reader.levels).as("seed %d", seed).isEqualTo(levels);
            assertThat(reader.scales).as("seed %d", seed).isEqualTo(scales);
            SparseBytes bytes = SparseBytes.of(mask, bits, group);
            assertThat(reader.at / 8).as("seed %d", seed).isEqualTo((int) bytes.total());
            assertThat(packed.stream()).as("seed %d", seed).hasSize((reader.at / 8 + 255) / 256 * 256);
            assertThat(reader.words).as("seed %d", seed).isEqualTo((int) bytes.words());
        }
    }

    /** Reads a stream from its first bit to its last. */
    private static final class Reader {
        private final BitSet bits;
        private final byte[] levels;
        private final short[] scales;
        private final int rows;
        private final int cols;
        private int at;
        private int words;

        Reader(byte[] stream, int rows, int cols, int group, int valueBits) {
            this.bits = BitSet.valueOf(stream);
            this.rows = rows;
            this.cols = cols;
            this.levels = new byte[rows * cols];
            int groups = (cols + group - 1) / group;
            this.scales = new short[rows * groups];
            for (int tile = 0; tile < rows; tile += 128) {
                int tileEnd = Math.min(rows, tile + 128);
                for (int g = 0; g < groups; g++) {
                    for (int row = tile; row < tileEnd; row++) {
                        scales[row * groups + g] = (short) next(16);
                    }
                    unit();
                    int descriptors = at;
                    at += 256;
                    for (int row = tile; row < tileEnd; row += 16) {
                        rowBlock(descriptors + 2 * (row - tile), row, g * group, (Math.min(group, cols - g * group) + 15) / 16, valueBits);
                    }
                }
            }
        }

        private int next(int count) {
            int value = 0;
            for (int b = 0; b < count; b++) {
                value |= bits.get(at++) ? 1 << b : 0;
            }
            return value;
        }

        private void unit() {
            at = (at + 255) / 256 * 256;
        }

        private void rowBlock(int descriptor, int row, int col, int blocks, int valueBits) {
            int back = at;
            at = descriptor;
            int[] codes = new int[blocks];
            boolean[] begins = new boolean[blocks];
            for (int j = 0; j < blocks; j++) {
                codes[j] = next(3);
                begins[j] = next(1) != 0;
            }
            at = back;
            int j = 0;
            while (j < blocks) {
                int end = j + 1;
                while (end < blocks && !begins[end]) {
                    end++;
                }
                if (begins[j]) {
                    word(codes, j, end, row, col, valueBits);
                } else {
                    assertThat(Arrays.copyOfRange(codes, j, end)).containsOnly(0);
                }
                j = end;
            }
        }

        private void word(int[] codes, int from, int to, int row, int col, int valueBits) {
            words++;
            List<int[]> slices = new ArrayList<>();
            for (int j = from; j < to; j++) {
                int slots = SLOTS[codes[j]];
                int[][] columns = new int[slots][16];
                int base = col + 16 * j;
                if (codes[j] == 3) {
                    for (int r = 0; r < 16; r++) {
                        int set = next(16);
                        assertThat(Integer.bitCount(set)).isEqualTo(8);
                        for (int k = 0; k < slots; k++, set &= set - 1) {
                            columns[k][r] = base + Integer.numberOfTrailingZeros(set);
                        }
                    }
                } else {
                    for (int k = 0; k < slots; k++) {
                        for (int r = 0; r < 16; r++) {
                            columns[k][r] = base + switch (codes[j]) {
                                case 4 -> k;
                                case 5 -> k / 2 * 4 + next(2);
                                case 6 -> k * 4 + next(2);
                                default -> next(4);
                            };
                        }
                    }
                }
                slices.addAll(List.of(columns));
            }
            assertThat(slices.size()).isBetween(1, 16);
            unit();
            for (int[] slice : slices) {
                for (int r = 0; r < 16; r++) {
                    int value = next(valueBits) << 32 - valueBits >> 32 - valueBits;
                    if (row + r < rows && slice[r] < cols) {
                        levels[(row + r) * cols + slice[r]] = (byte) value;
                    } else {
                        assertThat(value).isZero();
                    }
                }
            }
            unit();
        }
    }

    @Test
    void aLevelThatTheMaskLeavesOutIsRefused() {
        byte[] levels = new byte[16];
        levels[5] = 1;
        SparseMask mask = new SparseMask(new BlockGrid(1, 16), 16, IndexSharing.ROW, new byte[] {2}, new short[] {3});
        assertThatThrownBy(() -> SparseStreamPacker.pack(new QuantisedMatrix(1, 16, 16, 4, levels, new short[1]), mask))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("level 1 at element 5");
        assertThatThrownBy(() -> SparseStreamPacker.pack(new QuantisedMatrix(16, 1, 16, 4, levels, new short[16]), mask))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
