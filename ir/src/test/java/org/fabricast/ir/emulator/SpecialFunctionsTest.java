package org.fabricast.ir.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.fabricast.ir.hw.RegisterMap;
import org.junit.jupiter.api.Test;

/** Which elements each special function reads and writes; the numbers are small enough to be exact by hand. */
class SpecialFunctionsTest {

    /** Identity of an array of 4 times a vector that quantises to itself: result[0…7] = the vector's first elements. */
    private static final String RESULTS = """
            LD.ACT mem=64 n=8 act=200 region=2 release=MV
            LD.RING mem=0 bytes=192
            MV.LOADX act=200 x=0 xs=0 n=8 group=8 wait=LD
            MV.RUN res=16 rows=8 cols=8 group=8 vectors=1 release=MISC
            LD.ACT mem=128 n=16 act=0 region=2 release=MISC
            """;

    private static Bench bench(float[] results, float... activation) {
        Bench bench = new Bench(Bench.tiny());
        bench.halves(Bench.WEIGHTS, 1, 1, 1, 1, 1, 1, 1, 1);
        for (int r = 0; r < 8; r++) {
            // Scale word, then per block of 4 rows two words of 4 inputs each.
            bench.memory.writeByte(Bench.WEIGHTS + 16 + 32L * (r / 4) + 16L * (r / 4) + 4L * (r % 4) + r % 4, 1);
        }
        bench.halves(Bench.IO + 1024, results);
        bench.halves(Bench.IO + 2048, activation);
        return bench;
    }

    private static float[] run(Bench bench, String instruction, int from, int count) {
        bench.load(RESULTS + instruction + " wait=LD,MV\nSYS.HALT\n").run();
        short[] bits = bench.emulator.activation(from, count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Float.float16ToFloat(bits[i]);
        }
        return values;
    }

    @Test
    void cast_copies_results_to_activations() {
        Bench bench = bench(new float[] {127, 1, -2, 3, 4, 5, 6, 7});
        assertThat(run(bench, "MISC.CAST g0=17 out=100 n=6", 99, 8)).containsExactly(0, 1, -2, 3, 4, 5, 6, 0);
        assertThat(bench.emulator.result(16, 8)).containsExactly(127, 1, -2, 3, 4, 5, 6, 7);
    }

    @Test
    void add_takes_its_second_operand_from_the_activation_buffer() {
        Bench bench = bench(new float[] {127, 1, -2, 3, 4, 5, 6, 7}, 10, 20, 30, 40);
        assertThat(run(bench, "MISC.ADD g0=18 a0=1 out=1 n=3", 0, 5)).containsExactly(10, 18, 33, 44, 0);
    }

    @Test
    void rope_turns_the_halves_of_each_head_with_one_table() {
        Bench bench = bench(new float[] {127, 1, -2, 3, 4, 5, 6, 7}, 1, 2, 3, 4, 10, 20, 30, 40);
        // Heads (127, 1, -2, 3) and (4, 5, 6, 7); rotated (-2, 3, 127, 1) and (6, 7, 4, 5).
        assertThat(run(bench, "MISC.ROPE g0=16 a0=0 a1=4 out=50 n=8 d=4", 50, 8)).containsExactly(
                127 - 20, 2 + 60, -6 + 3810, 12 + 40, 4 + 60, 10 + 140, 18 + 120, 28 + 200);
    }

    @Test
    void argmax_takes_the_least_index_of_the_greatest() {
        Bench bench = bench(new float[] {127, 1, -2, 9, 4, 9, 6, 7});
        run(bench, "MISC.ARGMAX g0=17 n=7 release=SYS", 0, 1);
        bench.load(RESULTS + "MISC.ARGMAX g0=17 n=7 wait=LD,MV release=SYS\nSYS.RESULT rd=r1 wait=MISC\nSYS.TOKPUT rb=r1\nSYS.HALT\n")
                .run();
        assertThat(bench.emulator.readRegister(RegisterMap.TOKENS)).isEqualTo(2);
    }

    @Test
    void quantise_kv_writes_signed_levels_and_one_scale_per_group() {
        Bench bench = bench(new float[] {127}, 127, -1, 0, 2, -254, 2, 4, -6);
        bench.load(RESULTS + """
                MISC.QUANTISE_KV a0=0 out=64 scales=90 n=8 d=4 wait=LD,MV
                SYS.HALT
                """).run();
        assertThat(bench.emulator.activation(64, 8)).containsExactly(127, -1, 0, 2, -127, 1, 2, -3);
        assertThat(bench.emulator.activation(90, 3)).containsExactly(Float.floatToFloat16(1), Float.floatToFloat16(2), 0);
    }

    @Test
    void silu_mul_of_large_gates_is_gate_times_up() {
        // sigmoid(100) is 1 and sigmoid(0) times 0 is 0 in binary32.
        Bench bench = bench(new float[] {127, 100, 0, 3, 4, 5, 6, 7});
        assertThat(run(bench, "MISC.SILU_MUL g0=17 g1=20 out=30 n=2", 30, 2)).containsExactly(400, 0);
    }

    @Test
    void softmax_of_equal_scores_and_rmsnorm_of_ones_are_even() {
        Bench bench = bench(new float[] {127, 5, 5, 5, 5, 0, 0, 0}, 1, -1, 1, 1);
        assertThat(run(bench, "MISC.SOFTMAX g0=17 out=30 n=4 scale=0.5f", 30, 4)).containsExactly(0.25f, 0.25f, 0.25f, 0.25f);
        assertThat(run(bench, "MISC.RMSNORM a0=0 out=30 n=4 inv_n=0.25f eps=0.0f", 30, 4)).containsExactly(1, -1, 1, 1);
    }

    @Test
    void loadx_multiplies_by_factors_and_fills_groups_with_zeros() {
        // Groups of 3 on words of 4: group 0 (127, -2, 4) · (1, 3, 0.5) = (127, -6, 2), group 1 (127) · 2 = 254, scale 2.
        Bench bench = bench(new float[] {127, 1, 1, 1, 1, 1, 1, 1}, 127, -2, 4, 127, 1, 3, 0.5f, 2);
        bench.halves(Bench.WEIGHTS + 256, 1, 1, 1, 1);
        bench.bytes(Bench.WEIGHTS + 256 + 16, 1, 1, 1, 99, 0, 1, 0, 99, 0, 0, 1, 99, 0, 0, 0, 99);
        bench.bytes(Bench.WEIGHTS + 256 + 32, 1, 99, 99, 99, 1, 99, 99, 99, 0, 99, 99, 99, 1, 99, 99, 99);
        bench.load("""
                LD.ACT mem=128 n=8 act=0 region=2 release=MV
                MV.LOADX act=0 x=0 xs=0 n=8 group=8 wait=LD
                LD.RING mem=16 bytes=64
                MV.LOADX act=0 factor=4 scaled=1 x=0 xs=0 n=4 group=3
                MV.RUN res=0 rows=4 cols=8 group=8 vectors=1
                SYS.HALT
                """).run();
        // One group over both words shows the padding: every 99 meets a zero; the scale is that of group 0.
        assertThat(bench.emulator.result(0, 4)).containsExactly(127 - 6 + 2 + 127, -6 + 127, 2, 127);
    }
}
