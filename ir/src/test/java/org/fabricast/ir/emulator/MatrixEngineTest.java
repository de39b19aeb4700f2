package org.fabricast.ir.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code RUN} over streams with several row tiles and groups, against the formula in plain loops. */
class MatrixEngineTest {

    @ParameterizedTest
    @CsvSource({"4, 1, 1, 4, 1, 0", "4, 8, 8, 8, 1, 0", "4, 9, 13, 4, 2, 0", "4, 17, 7, 8, 3, 0", "8, 33, 70, 64, 2, 0",
        "8, 64, 64, 64, 4, 0", "8, 31, 12, 12, 1, 0", "16, 130, 172, 64, 3, 0", "16, 5, 3, 64, 1, 0",
        "4, 9, 13, 4, 2, 3", "4, 17, 7, 8, 3, 5", "8, 33, 70, 64, 2, 3", "8, 64, 64, 64, 4, 4", "8, 31, 12, 12, 1, 6",
        "16, 130, 172, 64, 3, 3", "16, 130, 172, 64, 1, 4", "16, 130, 172, 64, 1, 5", "16, 145, 172, 64, 1, 6"})
    void every_result_is_the_sum_over_groups_with_three_roundings_each(int n, int rows, int cols, int group, int vectors,
            int bits) {
        long seed = 31L * rows + 7L * cols + n;
        Random random = new Random(seed);
        HardwareConfig config = new HardwareConfig("run", n, 1, 8, 16, 65536, 65536, 1024, 2048, 512, 64, 512, 4, 4, 2, 64, 1);
        int groups = (cols + group - 1) / group;
        byte[][] w = new byte[rows][cols];
        float[][] scale = new float[rows][groups];
        for (int r = 0; r < rows; r++) {
            random.nextBytes(w[r]);
            for (int c = 0; c < cols && bits > 0; c++) {
                w[r][c] = (byte) (w[r][c] >> 8 - bits);
            }
            for (int g = 0; g < groups; g++) {
                scale[r][g] = Float.float16ToFloat(Float.floatToFloat16(random.nextFloat() / 50));
            }
        }
        Bench bench = new Bench(config);
        int bytes = bits == 0 ? pack(bench, n, w, scale, group) : packTight(bench, n, w, scale, group, bits);

        StringBuilder text = new StringBuilder();
        float[][] x = new float[vectors][cols];
        float[][] xScale = new float[vectors][groups];
        for (int m = 0; m < vectors; m++) {
            for (int g = 0; g < groups; g++) {
                // The first element of a group is its greatest, 127 s with s of few bits: then the scale is s exactly.
                xScale[m][g] = (float) Math.scalb(1.0 + 2 * random.nextInt(8), random.nextInt(5) - 6);
                for (int c = g * group; c < Math.min(cols, (g + 1) * group); c++) {
                    x[m][c] = (c % group == 0 ? 127 : random.nextInt(255) - 127) * xScale[m][g];
                }
            }
            bench.halves(Bench.IO + 0x4000 + 512 * m, x[m]);
            text.append("LD.ACT mem=%d n=%d act=0 region=2 release=MV\n".formatted((0x4000 + 512 * m) / 16, cols));
            text.append("MV.LOADX act=0 x=%d xs=%d n=%d group=%d wait=LD\n".formatted(40 * m, 10 * m, cols, group));
        }
        text.append("MV.LOADX release=MM\nLD.RING mem=0 bytes=%d\n".formatted((bytes + 63) / 64 * 64));
        text.append("MM.RUN x=0 xs=0 xstride=40 xsstride=10 res=3 resstride=200 rows=%d cols=%d group=%d vectors=%d bits=%d wait=MV release=ST\n"
                .formatted(rows, cols, group, vectors, bits));
        text.append("ST.F32 mem=0 res=0 n=1024 region=2 wait=MM\nSYS.HALT\n");
        bench.load(text.toString()).run();

        float[] results = bench.floats(Bench.IO, 1024);
        for (int m = 0; m < vectors; m++) {
            for (int r = 0; r < rows; r++) {
                float sum = 0;
                for (int g = 0; g < groups; g++) {
                    int acc = 0;
                    for (int c = g * group; c < Math.min(cols, (g + 1) * group); c++) {
                        acc += w[r][c] * (int) (x[m][c] / xScale[m][g]);
                    }
                    float factor = scale[r][g] * xScale[m][g];
                    float term = (float) acc * factor;
                    sum = sum + term;
                }
                assertThat(results[3 + 200 * m + r]).as("vector %d, row %d, seed %d", m, r, seed).isEqualTo(sum);
            }
        }
        long words = (rows + n - 1) / n * (long) ((cols - 1) / group * (group / n) + (cols - (groups - 1) * group + n - 1) / n);
        assertThat(bench.emulator.readRegister(Counter.MACS.offset())).isEqualTo((int) (words * n * n * vectors));
    }

    /** The scaled stream of docs/architecture.md, element by element; returns its bytes. */
    private static int pack(Bench bench, int n, byte[][] w, float[][] scale, int group) {
        int at = Bench.WEIGHTS;
        int tile = n * n / 2;
        for (int row0 = 0; row0 < w.length; row0 += tile) {
            for (int g = 0; g < scale[0].length; g++) {
                for (int i = 0; i < tile && row0 + i < w.length; i++) {
                    bench.memory.writeShort(at + 2L * i, Float.floatToFloat16(scale[row0 + i][g]));
                }
                at += n * n;
                int inputs = Math.min(group, w[0].length - g * group);
                for (int block = row0; block < Math.min(w.length, row0 + tile); block += n) {
                    for (int word = 0; word < (inputs + n - 1) / n; word++) {
                        for (int i = 0; i < n * n; i++) {
                            int r = block + i / n;
                            int c = word * n + i % n;
                            bench.memory.writeByte(at + i, r < w.length && c < inputs ? w[r][g * group + c] : 0);
                        }
                        at += n * n;
                    }
                }
            }
        }
        return at - Bench.WEIGHTS;
    }

    /** The packed stream of docs/architecture.md, bit by bit; returns its bytes. */
    private static int packTight(Bench bench, int n, byte[][] w, float[][] scale, int group, int bits) {
        BitSet stream = new BitSet();
        int at = 0;
        int tile = n * n / 2;
        for (int row0 = 0; row0 < w.length; row0 += tile) {
            int rowEnd = Math.min(w.length, row0 + tile);
            int blocks = (rowEnd - row0 + n - 1) / n;
            for (int g = 0; g < scale[0].length; g++) {
                for (int i = 0; row0 + i < rowEnd; i++) {
                    put(stream, at + 16 * i, 16, Float.floatToFloat16(scale[row0 + i][g]));
                }
                at += (16 * n * blocks + n * n - 1) / (n * n) * n * n;
                int inputs = Math.min(group, w[0].length - g * group);
                for (int block = row0; block < rowEnd; block += n) {
                    for (int word = 0; word < (inputs + n - 1) / n; word++) {
                        for (int i = 0; i < n * n; i++, at += bits) {
                            int r = block + i / n;
                            int c = word * n + i % n;
                            put(stream, at, bits, r < w.length && c < inputs ? w[r][g * group + c] : 0);
                        }
                    }
                }
            }
        }
        byte[] bytes = Arrays.copyOf(stream.toByteArray(), (at + 8 * n * n - 1) / (8 * n * n) * n * n);
        bench.memory.write(Bench.WEIGHTS, bytes);
        return bytes.length;
    }

    private static void put(BitSet stream, int at, int bits, int value) {
        for (int b = 0; b < bits; b++) {
            stream.set(at + b, (value >> b & 1) != 0);
        }
    }
}
