package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.fabricast.cosim.RtlLint;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

/** Memories in banks: filled and read lane by lane, shifted by constants, and in scalar code that must find the bank. */
class BankedMemoriesTest {

    private static final double[][] PAUSES = {{0, 0}, {0.4, 0.3}};

    private static final Kernel KERNEL = KernelCompiler.compile("""
            kernel banks(in stream u32 x, in stream u32 z, out stream u32 y, out stream u32 t, out stream u32 p, result u32 last,
                    u32 n) {
                mem u32 a[205];
                #pragma partition factor=8
                mem u32 b[210];
                vector for (i : 205) { a[i] = i * 5; }
                vector for (i : 210) { b[i] = i * 7; }
                vector for (i : n) { u32 v = read(x); a[i + 3] = v; b[i + 1] = v ^ 85; }
                vector for (i : n) { write(y, a[i] + a[i + 5] + b[i + 2]); }
                for (i : n) { u32 k = read(z) & 127; a[k] = a[k] + 1; b[k + 3] = i; write(t, a[127 - k]); }
                #pragma unroll factor=2
                for (i : 200) { b[i] = b[i] + a[i]; }
                for (i : n) { write(p, b[i + 1]); }
                b[n] = a[n] + b[0];
                last = b[n] + b[4];
            }
            """, "banks.fk").getFirst();

    private static List<KernelHardware> all() {
        return List.of(1, 4).stream().map(lanes -> KernelHls.generate(KERNEL, HlsOptions.lanes(lanes))).toList();
    }

    @Test
    void everyNumberOfLanesGivesTheBitsOfTheInterpreterInThePredictedCycles() {
        for (int lanes : new int[] {1, 2, 4, 8}) {
            Random random = new Random(lanes);
            try (KernelBench bench = new KernelBench(KERNEL, lanes, lanes)) {
                for (double[] pause : PAUSES) {
                    for (int n : new int[] {5, 0, 1, 33, 128}) {
                        int[][] inputs = {random.ints(n).toArray(), random.ints(n).toArray()};
                        long cycles = bench.run(inputs, new int[] {n}, pause[0], pause[1]);
                        if (pause[0] == 0) {
                            assertThat(bench.hardware().predictedCycles(n)).as("cycles for n = %d", n).hasValue(cycles);
                        }
                    }
                }
            }
        }
    }

    @Test
    void threeToolsAcceptTheVerilog() {
        all().forEach(h -> RtlLint.mustBeSilent(h.module(), KernelBench.sources(h)));
    }
}
