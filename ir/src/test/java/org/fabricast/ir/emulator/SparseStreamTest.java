package org.fabricast.ir.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.HardwareConfig.Products;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.isa.RunShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sparse streams, written bit by bit by the text of docs/architecture.md, against the dense matrix that they stand for. */
class SparseStreamTest {

    private static final HardwareConfig CONFIG = new HardwareConfig("sparse", 16, 1, 8, 16, 65536, 65536, 4096, 4096, 512, 64, 512,
            4, 4, 2, 64, 1).with(Products.SPARSE_DSP48E2);
    /** Values per row of a block, by code. */
    private static final int[] SLOTS = {0, 2, 4, 8, 16, 8, 4};

    /** Writes what a matrix stores. */
    private static final class Writer {
        final BitSet bits = new BitSet();
        int at;
        int words;

        void put(int value, int count) {
            for (int b = 0; b < count; b++, at++) {
                bits.set(at, (value >> b & 1) != 0);
            }
        }

        void unit() {
            at = (at + 255) / 256 * 256;
        }

        byte[] ring() {
            return Arrays.copyOf(bits.toByteArray(), (at + 2047) / 2048 * 256);
        }
    }

    /** Sorted columns of a row that a block stores; positions beyond the matrix are as good as others. */
    private static int[] columns(Random random, int code) {
        List<Integer> columns = new ArrayList<>();
        int among = code >= 5 ? 4 : 16;
        for (int from = 0; from < 16; from += among) {
            List<Integer> set = new ArrayList<>();
            for (int c = 0; c < among; c++) {
                set.add(from + c);
            }
            Collections.shuffle(set, random);
            columns.addAll(set.subList(0, SLOTS[code] * among / 16));
        }
        return columns.stream().sorted().mapToInt(Integer::intValue).toArray();
    }

    private record Made(byte[] stream, byte[][] dense, short[][] scales, int words) { }

    /** A random stream; {@code pattern} 7 draws a code for every block. */
    private static Made random(Random random, int rows, int cols, int group, int bits, int pattern) {
        Writer out = new Writer();
        byte[][] dense = new byte[rows][cols];
        int groups = (cols + group - 1) / group;
        short[][] scales = new short[rows][groups];
        for (int tile = 0; tile < rows; tile += 128) {
            int tileEnd = Math.min(rows, tile + 128);
            int rowBlocks = (tileEnd - tile + 15) / 16;
            for (int g = 0; g < groups; g++) {
                for (int i = 0; i < 16 * rowBlocks; i++) {
                    short scale = tile + i < rows ? Float.floatToFloat16(random.nextFloat() / 50) : 0;
                    if (tile + i < rows) {
                        scales[tile + i][g] = scale;
                    }
                    out.put(scale, 16);
                }
                out.unit();
                int blocks = (Math.min(group, cols - g * group) + 15) / 16;
                int descriptorsAt = out.at;
                out.at += 256;
                for (int block = 0; block < rowBlocks; block++) {
                    int[] codes = new int[blocks];
                    do {
                        Arrays.setAll(codes, i -> pattern == 7 ? random.nextInt(7) : pattern);
                    } while (Arrays.stream(codes).allMatch(c -> c == 0));
                    rowBlock(out, descriptorsAt + 32 * block, codes, random, dense, tile + 16 * block, g * group, bits);
                }
            }
        }
        return new Made(out.ring(), dense, scales, out.words);
    }

    private static void rowBlock(Writer out, int descriptor, int[] codes, Random random, byte[][] dense, int row0, int col0, int bits) {
        int from = 0;
        while (from < codes.length) {
            // As many blocks as have together at most sixteen values per row.
            int to = from;
            int slots = 0;
            int first = -1;
            while (to < codes.length && slots + SLOTS[codes[to]] <= 16) {
                first = first < 0 && codes[to] != 0 ? to : first;
                slots += SLOTS[codes[to++]];
            }
            if (slots > 0) {
                word(out, descriptor, codes, from, to, first, random, dense, row0, col0, bits);
            }
            from = to;
        }
    }

    private static void word(Writer out, int descriptor, int[] codes, int from, int to, int first, Random random, byte[][] dense,
                             int row0, int col0, int bits) {
        List<int[]> values = new ArrayList<>();
        out.words++;
        for (int j = from; j < to; j++) {
            int code = codes[j];
            int back = out.at;
            out.at = descriptor + 4 * j;
            out.put(code | (j == first ? 8 : 0), 4);
            out.at = back;
            int[][] columns = new int[16][];
            Arrays.setAll(columns, r -> columns(random, code));
            int slots = SLOTS[code];
            for (int k = 0; k < slots; k++) {
                int[] slice = new int[16];
                for (int r = 0; r < 16; r++) {
                    int col = col0 + 16 * j + columns[r][k];
                    int value = random.nextInt(1 << bits) - (1 << bits - 1);
                    boolean inside = row0 + r < dense.length && col < dense[0].length;
                    slice[r] = inside ? value : 0;
                    if (inside) {
                        dense[row0 + r][col] = (byte) value;
                    }
                }
                values.add(slice);
            }
            switch (code) {
                case 1, 2 -> list(out, columns, slots, 4);
                case 5, 6 -> list(out, columns, slots, 2);
                case 3 -> {
                    for (int r = 0; r < 16; r++) {
                        int set = 0;
                        for (int c : columns[r]) {
                            set |= 1 << c;
                        }
                        out.put(set, 16);
                    }
                }
                default -> { }
            }
        }
        out.unit();
        values.forEach(slice -> Arrays.stream(slice).forEach(value -> out.put(value, bits)));
        out.unit();
    }

    private static void list(Writer out, int[][] columns, int slots, int width) {
        for (int k = 0; k < slots; k++) {
            for (int r = 0; r < 16; r++) {
                out.put(columns[r][k], width);
            }
        }
    }

    private static RunShape shape(int rows, int cols, int group, int bits, int pattern) {
        return new RunShape(16, rows, cols, group, true, false, bits, pattern);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 16, 3, 1", "16, 64, 64, 4, 2", "130, 172, 64, 3, 3", "130, 172, 64, 8, 3", "40, 300, 128, 5, 4", "129, 40, 32, 6, 5",
        "33, 260, 128, 4, 6", "130, 172, 64, 8, 7", "257, 300, 128, 3, 7", "16, 128, 128, 6, 7", "20, 70, 32, 5, 7", "31, 31, 16, 4, 7",
        "48, 256, 128, 4, 1", "48, 256, 128, 3, 3"})
    void expands_to_the_dense_matrix_and_counts_what_it_takes(int rows, int cols, int group, int bits, int pattern) {
        for (long seed = 0; seed < 4; seed++) {
            Made made = random(new Random(seed), rows, cols, group, bits, pattern);
            SparseStream expanded = SparseStream.expand(made.stream(), 0, made.stream().length,
                    shape(rows, cols, group, bits, pattern));
            assertThat(expanded.ringBytes()).as("seed %d", seed).isEqualTo(made.stream().length);
            assertThat(expanded.words()).as("seed %d", seed).isEqualTo(made.words());
            assertThat(expanded.plain()).as("seed %d", seed).isEqualTo(plain(made, cols, group));
            if (pattern < 7) {
                assertThat(shape(rows, cols, group, bits, pattern).ringWords() * 256).isEqualTo(made.stream().length);
                assertThat(shape(rows, cols, group, bits, pattern).arrayWords()).isEqualTo(made.words());
            }
        }
    }

    /** The plain scaled stream of docs/architecture.md. */
    private static byte[] plain(Made made, int cols, int group) {
        byte[] plain = new byte[1 << 20];
        int at = 0;
        int rows = made.dense().length;
        for (int tile = 0; tile < rows; tile += 128) {
            for (int g = 0; g < made.scales()[0].length; g++) {
                for (int i = 0; i < 128 && tile + i < rows; i++) {
                    plain[at + 2 * i] = (byte) made.scales()[tile + i][g];
                    plain[at + 2 * i + 1] = (byte) (made.scales()[tile + i][g] >> 8);
                }
                at += 256;
                for (int row = tile; row < Math.min(rows, tile + 128); row += 16) {
                    for (int from = g * group; from < Math.min(cols, (g + 1) * group); from += 16) {
                        for (int i = 0; i < 256; i++) {
                            int r = row + i / 16;
                            int c = from + i % 16;
                            plain[at++] = r < rows && c < Math.min(cols, (g + 1) * group) ? made.dense()[r][c] : 0;
                        }
                    }
                }
            }
        }
        return Arrays.copyOf(plain, at);
    }

    /** Sixteen rows of one block that stores 2:16 of 4 bits: a unit of scales, of descriptors, of positions, of values. */
    @Test
    void a_block_of_two_is_what_the_contract_draws() {
        byte[] stream = new byte[256];
        stream[0] = 0x00;
        stream[1] = 0x3c;           // scale 1.0 of row 0
        stream[32] = 0x09;          // row block 0, block 0: 2:16, begins a word
        stream[64] = 0x53;          // value 0: row 0 at column 3, row 1 at column 5
        Arrays.fill(stream, 65, 72, (byte) 0);
        stream[72] = 0x0f;          // value 1: row 0 at column 15, row 1 at column 0
        Arrays.fill(stream, 73, 80, (byte) 0x11);
        stream[96] = (byte) 0x7f;   // value 0: row 0 is -1, row 1 is 7
        stream[104] = (byte) 0x80;  // value 1: row 0 is 0, row 1 is -8
        SparseStream expanded = SparseStream.expand(stream, 0, stream.length, shape(16, 16, 16, 4, 1));
        byte[] plain = new byte[512];
        plain[1] = 0x3c;
        plain[256 + 3] = -1;
        plain[256 + 16 + 5] = 7;
        plain[256 + 16] = -8;
        assertThat(expanded.plain()).isEqualTo(plain);
        assertThat(expanded.ringBytes()).isEqualTo(256);
        assertThat(expanded.words()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_is_a_fault_with_its_place() {
        Made made = random(new Random(7), 40, 100, 32, 4, 3);
        RunShape shape = shape(40, 100, 32, 4, 3);
        // Tile of three row blocks: three units of scales, then the descriptors; row block 1 begins 4 bytes behind them.
        assertFault(made, 96 + 4, 0x0b, shape, "tile at row 0, group 0, row block 1: descriptor");
        assertFault(made, 96 + 12, 0x09, shape, "row block 3: a descriptor of rows that there are not");
        // Half of the bitmap of row 0 has eight positions, or none, where the other half has some.
        assertThat(made.stream()[129]).isNotIn((byte) 0, (byte) -1);
        assertFault(made, 128, 0x00, shape, "block 0, row 0: value");
        assertFault(made, 128, 0xff, shape, "block 0, row 0: a bitmap with more than 8 positions");
        assertThatThrownBy(() -> SparseStream.expand(made.stream(), 0, made.stream().length - 256, shape))
                .isInstanceOf(Violation.class).hasMessageContaining("ring");
    }

    @Test
    void blocks_that_differ_begin_words_that_fit_sixteen_slices() {
        Made made = random(new Random(3), 16, 32, 32, 4, 7);
        RunShape any = shape(16, 32, 32, 4, 7);
        assertFault(made, 32, 0x0f, any, "code 7");
        assertFault(made, 32, 0x03, any, "no word begins before");
        assertFault(made, 32, 0x4c, any, "32 slices are wanted by the word of block 1");
        assertFault(made, 32, 0x00, any, "stores nothing");
        assertFault(made, 32, 0x8c, any, "block 1 of 2 has code 0 and begins a word");
        assertFault(made, 33, 0x0c, any, "block 2 of 2 has code 4");
        Made list = random(new Random(4), 16, 16, 16, 4, 1);
        list.stream()[72] = list.stream()[64];
        assertThatThrownBy(() -> SparseStream.expand(list.stream(), 0, list.stream().length, shape(16, 16, 16, 4, 1)))
                .isInstanceOf(Violation.class).hasMessageContaining("as another one");
    }

    private static void assertFault(Made made, int at, int value, RunShape shape, String message) {
        byte[] changed = made.stream().clone();
        changed[at] = (byte) value;
        assertThatThrownBy(() -> SparseStream.expand(changed, 0, changed.length, shape)).isInstanceOfSatisfying(Violation.class,
                v -> assertThat(v.kind()).isEqualTo(EmulatorFault.Kind.STREAM)).hasMessageContaining(message);
    }

    /** Two runs from one ring, of one and of three vectors, as the plain stream gives them on the same inputs. */
    @Test
    void runs_give_the_bits_of_the_plain_stream_and_count_stored_words() {
        for (int pattern : new int[] {3, 7}) {
            Made made = random(new Random(pattern), 140, 100, 32, 5, pattern);
            int sparseBytes = made.stream().length;
            String run = "MV.RUN x=0 res=0 rows=140 cols=100 group=32 vectors=1 %s\n"
                    + "MM.RUN x=0 res=144 resstride=144 xstride=8 xsstride=4 rows=140 cols=100 group=32 vectors=3 %<s release=ST\n"
                    + "ST.F32 mem=0 res=0 n=576 region=2 wait=MM\nSYS.HALT\n";
            Bench sparse = bench(made.stream(), run.formatted("bits=5 pattern=" + pattern), 2);
            Bench dense = bench(plain(made, 100, 32), run.formatted("bits=0"), 2);
            assertThat(sparse.floats(Bench.IO, 576)).isEqualTo(dense.floats(Bench.IO, 576)).contains(0f);
            assertThat(Arrays.stream(toInts(sparse.floats(Bench.IO, 576))).distinct().count()).isGreaterThan(300);
            assertThat(sparse.emulator.readRegister(Counter.MACS.offset())).isEqualTo(made.words() * 256 * 4);
            assertThat(sparseBytes).isLessThan(plain(made, 100, 32).length);
        }
    }

    private static int[] toInts(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
        return bits;
    }

    private static Bench bench(byte[] stream, String runs, int times) {
        Bench bench = new Bench(CONFIG);
        bench.memory.write(Bench.WEIGHTS, stream);
        Random random = new Random(11);
        StringBuilder text = new StringBuilder();
        for (int m = 0; m < 3; m++) {
            float[] x = new float[100];
            for (int i = 0; i < x.length; i++) {
                x[i] = random.nextFloat() - 0.5f;
            }
            bench.halves(Bench.IO + 0x4000 + 512 * m, x);
            text.append("LD.ACT mem=%d n=100 act=0 region=2 release=MV\n".formatted((0x4000 + 512 * m) / 16));
            text.append("MV.LOADX act=0 x=%d xs=%d n=100 group=32 wait=LD\n".formatted(8 * m, 4 * m));
        }
        for (int i = 0; i < times; i++) {
            text.append("LD.RING mem=0 bytes=%d\n".formatted(stream.length));
        }
        bench.load(text + runs).run();
        return bench;
    }
}
