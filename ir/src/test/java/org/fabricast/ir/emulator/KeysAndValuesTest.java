package org.fabricast.ir.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention's two products over K and V as stores lay them down, against plain sums; all other bytes are garbage. */
class KeysAndValuesTest {

    private static final int V_OFFSET = 0x4000;

    @ParameterizedTest
    @CsvSource({"8, 8, 1", "8, 16, 31", "8, 12, 33", "8, 64, 70", "16, 32, 64", "16, 20, 129", "8, 40, 65"})
    void stores_at_the_documented_offsets_are_what_loads_and_runs_expect(int array, int d, int length) {
        long seed = 1000L * array + 10L * d + length;
        Random random = new Random(seed);
        HardwareConfig config = new HardwareConfig("kv", array, 1, 1, 16, 65536, 65536, 1024, 1024, 512, 64, 512, 4, 4, 2, 64, 1);
        Bench bench = new Bench(config);
        byte[] garbage = new byte[0x10000];
        random.nextBytes(garbage);
        bench.memory.write(Bench.KV, garbage);

        int[][] k = integers(random, length, d);
        int[][] v = integers(random, length, d);
        float[] kScale = new float[length];
        List<Instruction> program = new ArrayList<>();
        for (int t = 0; t < length; t++) {
            kScale[t] = (1 + random.nextInt(64)) / 256f;
            int at = Bench.WEIGHTS + t * 256;
            for (int i = 0; i < d; i++) {
                bench.memory.writeShort(at + 2L * i, k[t][i]);
                bench.memory.writeShort(at + 128 + 2L * i, v[t][i]);
            }
        }
        bench.halves(Bench.IO + 0x1000, kScale);
        for (int t = 0; t < length; t++) {
            storePosition(program, array, d, t);
        }
        // Group maximum 127 makes the quantiser's scale 1 and the quantised vector the vector itself.
        float[] query = inputs(random, d, d);
        float[] weights = inputs(random, length, 64);
        bench.halves(Bench.IO + 0x2000, query);
        bench.halves(Bench.IO + 0x3000, weights);
        products(program, array, d, length);
        bench.load(Program.of(program).bytes()).run();

        float[] scores = new float[length];
        for (int t = 0; t < length; t++) {
            int sum = 0;
            for (int i = 0; i < d; i++) {
                sum += k[t][i] * (int) query[i];
            }
            scores[t] = (float) sum * kScale[t];
        }
        float[] mixed = new float[d];
        for (int i = 0; i < d; i++) {
            int sum = 0;
            for (int t = 0; t < length; t++) {
                sum += v[t][i] * (int) weights[t];
            }
            mixed[i] = sum;
        }
        assertThat(bench.floats(Bench.IO, length)).as("scores, seed %d", seed).containsExactly(scores);
        assertThat(bench.floats(Bench.IO + 0x800, d)).as("values, seed %d", seed).containsExactly(mixed);
    }

    private static int[][] integers(Random random, int rows, int cols) {
        int[][] values = new int[rows][cols];
        for (int[] row : values) {
            Arrays.setAll(row, i -> random.nextInt(255) - 127);
        }
        return values;
    }

    private static float[] inputs(Random random, int n, int group) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i % group == 0 ? 127 : random.nextInt(255) - 127;
        }
        return values;
    }

    /** Pieces of N values at the offsets of the table in docs/architecture.md. */
    private static void storePosition(List<Instruction> program, int array, int d, int t) {
        int tile = array * array / 2;
        int padded = (d + array - 1) / array * array;
        int tileBytes = array * array + tile * padded;
        int keys = t / tile * tileBytes + array * array + t % tile / array * array * padded + t % array * array;
        int values = V_OFFSET + t / 64 * 64 * padded + t % 64 / array * array * array + t % array * array;
        program.add(load(16 * t, d, 0, 0));
        program.add(load(16 * t + 8, d, 128, 0));
        program.add(load((0x1000 + 2 * t) / 64 * 4, 32, 256, 2));
        for (int piece = 0; piece * array < d; piece++) {
            int count = Math.min(array, d - piece * array);
            program.add(Instructions.of(Opcode.ST_I8).set("mem", keys + piece * array * array).set("act", piece * array)
                    .set("piece", count).set("pieces", 1).set("region", 1).build());
            program.add(Instructions.of(Opcode.ST_I8).set("mem", values + piece * 64 * array).set("act", 128 + piece * array)
                    .set("piece", count).set("pieces", 1).set("region", 1).build());
        }
        program.add(Instructions.of(Opcode.ST_F16).set("mem", t / tile * tileBytes + 2 * (t % tile))
                .set("act", 256 + t % 32).set("piece", 1).set("pieces", 1).set("region", 1).build());
    }

    private static Instruction load(int mem, int n, int act, int region) {
        return Instructions.of(Opcode.LD_ACT).set("mem", mem).set("n", n).set("act", act).set("region", region).build();
    }

    private static void products(List<Instruction> program, int array, int d, int length) {
        int word = array * array;
        int tile = word / 2;
        int padded = (d + array - 1) / array * array;
        int rest = length % tile;
        int keyBytes = length / tile * (word + tile * padded)
                + (rest == 0 ? 0 : word + (rest + array - 1) / array * array * padded);
        int valueBytes = (length + 63) / 64 * 64 * padded;
        program.add(load(0x200, d, 0, 2));
        program.add(load(0x300, length, 128, 2));
        program.add(Instructions.of(Opcode.LD_RING).set("mem", 0).set("bytes", keyBytes).set("region", 1).set("ring", 1).build());
        program.add(Instructions.of(Opcode.LD_RING).set("mem", V_OFFSET / 16).set("bytes", valueBytes).set("region", 1)
                .set("ring", 1).build());
        program.add(Instructions.of(Opcode.MV_LOADX).set("act", 0).set("x", 0).set("xs", 0).set("n", d).set("group", d).build());
        program.add(Instructions.of(Opcode.MV_LOADX).set("act", 128).set("x", 100).set("xs", 8).set("n", length)
                .set("group", 64).build());
        program.add(Instructions.of(Opcode.MV_RUN).set("x", 0).set("xs", 0).set("res", 0).set("rows", length).set("cols", d)
                .set("group", d).set("vectors", 1).set("ring", 1).build());
        program.add(Instructions.of(Opcode.MV_RUN).set("x", 100).set("xs", 8).set("res", 512).set("rows", d)
                .set("cols", length).set("group", 64).set("vectors", 1).set("ring", 1).set("transpose", 1)
                .set("unscaled", 1).build());
        program.add(Instructions.of(Opcode.ST_F32).set("mem", 0).set("res", 0).set("n", length).set("region", 2).build());
        program.add(Instructions.of(Opcode.ST_F32).set("mem", 0x800).set("res", 512).set("n", d).set("region", 2).build());
        program.add(Instructions.of(Opcode.SYS_HALT).build());
    }
}
