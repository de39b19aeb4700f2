package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.fabricast.cosim.RtlLint;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

/** Loops whose iterations overlap although they carry scalars or change memories, and loops that share units. */
class PipelinedLoopsTest {

    private static final double[][] PAUSES = {{0, 0}, {0.4, 0}, {0, 0.4}, {0.3, 0.5}};

    private static final Kernel CARRIED = kernel("""
            kernel carried(in stream i32 a, in stream f32 b, in stream f32 c, in stream i32 d, in stream i32 r, in stream f32 e,
                    out stream i32 p, out stream f32 q, out stream f32 s, out stream i32 w, result u32 place, result i32 top,
                    u32 n) {
                i32 sum = 0;
                for (i : n) { sum = sum + read(a); write(p, sum); }
                f32 total = 0.0;
                for (i : n) { total = total + read(b); write(q, total); }
                f32 y = 1.0;
                for (i : n) { y = read(c) + y * 0.5; write(s, y); }
                f32 turn = 0.0;
                for (i : n) { turn = read(e) - turn; write(s, turn); }
                i32 best = -2147483647;
                u32 at = 0;
                for (i : n) { i32 v = read(d); at = best < v ? i : at; best = best < v ? v : best; }
                place = at;
                top = best;
                i32 older = 3;
                i32 newer = 5;
                for (i : n) { i32 t = older; older = newer; newer = read(r) * t + newer; write(w, older ^ t); }
            }
            """);

    private static final Kernel MEMORIES = kernel("""
            kernel memories(in stream u32 a, in stream f32 b, out stream u32 h, out stream f32 z, u32 n) {
                mem u32 count[16];
                mem u32 line[256];
                for (j : 16) { count[j] = 0; }
                for (i : n) { u32 k = read(a); count[u4(k)] = count[u4(k)] + 1; line[i] = k; }
                for (i : n) { line[i] = line[i] + i; }
                for (j : 16) { write(h, count[j]); }
                for (i : n) { write(h, line[i]); }
                #pragma pipeline II=2
                vector for (i : n) { f32 v = read(b); write(z, v * v * (v * 2.0)); }
            }
            """);

    private static Kernel kernel(String source) {
        return KernelCompiler.compile(source, "loops.fk").getFirst();
    }

    private static List<Integer> intervals(KernelHardware h) {
        return h.blocks().stream().filter(b -> b.form() == ScheduledBlock.Form.PIPELINE).map(ScheduledBlock::interval).toList();
    }

    private static void run(Kernel kernel, int lanes, long seed) {
        Random random = new Random(seed);
        try (KernelBench bench = new KernelBench(kernel, lanes, seed)) {
            for (double[] pause : PAUSES) {
                for (int n : new int[] {5, 0, 1, 2, 33, 100}) {
                    int[][] inputs = new int[kernel.inputs().size()][];
                    for (int s = 0; s < inputs.length; s++) {
                        boolean real = kernel.inputs().get(s).type().equals(org.fabricast.ir.kernel.ScalarType.F32);
                        inputs[s] = real ? random.ints(n).map(v -> v & 0x807fffff | 0x3f000000).toArray()
                                : random.ints(n).toArray();
                    }
                    long cycles = bench.run(inputs, new int[] {n}, pause[0], pause[1]);
                    if (pause[0] == 0 && pause[1] == 0) {
                        assertThat(bench.hardware().predictedCycles(n)).as("cycles for n = %d", n).hasValue(cycles);
                    }
                }
            }
        }
    }

    @Test
    void carriedScalarsTakeTheIntervalOfTheirRecurrence() {
        // An integer sum closes in one cycle, the adder in its four stages, a product before it adds those of the multiplier.
        List<Integer> found = intervals(KernelHls.generate(CARRIED, HlsOptions.lanes(1)));
        int add = FpCell.FP32_ADD.latencyCycles();
        assertThat(found).hasSize(6);
        assertThat(found.subList(0, 5)).containsExactly(1, add, add + FpCell.FP32_MUL.latencyCycles(), add, 1);
        run(CARRIED, 1, 17);
    }

    @Test
    void aMemoryThatIsReadAndWrittenKeepsItsOrder() {
        // Load (1 cycle), sum and store, and the next load sees it a cycle later; elements of the iteration's own number are
        // nobody else's.
        KernelHardware h = KernelHls.generate(MEMORIES, HlsOptions.lanes(4));
        assertThat(intervals(h)).containsExactly(1, 2, 1, 1, 1, 2);
        // Three products per word of four lanes: two slots need two units per lane instead of three.
        assertThat(h.units()).containsEntry(FpCell.FP32_MUL, 8);
        run(MEMORIES, 4, 18);
    }

    @Test
    void threeToolsAcceptTheVerilog() {
        for (KernelHardware h : List.of(KernelHls.generate(CARRIED, HlsOptions.lanes(1)),
                KernelHls.generate(MEMORIES, HlsOptions.lanes(4)))) {
            RtlLint.mustBeSilent(h.module(), KernelBench.sources(h));
        }
    }
}
