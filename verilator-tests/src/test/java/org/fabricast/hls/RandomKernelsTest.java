package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.fabricast.cosim.RtlLint;
import org.fabricast.ir.kernel.Kernel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels nobody would write, as Verilog against their interpretation. */
class RandomKernelsTest {

    private static final double[][] PAUSES = {{0, 0}, {0.3, 0.5}};

    @ParameterizedTest(name = "seed {0} with {1} lanes")
    @CsvSource({"1,1", "2,4", "3,2", "4,4", "5,1", "6,4"})
    void verilogEqualsInterpretation(long seed, int lanes) {
        Kernel kernel = RandomKernel.of(seed);
        boolean nested = RandomKernel.nests(seed);
        Random random = new Random(seed);
        try (KernelBench bench = new KernelBench(kernel, lanes, seed)) {
            for (double[] pause : PAUSES) {
                for (int groups : new int[] {1, 3, 0}) {
                    for (int n : nested ? new int[] {lanes, 16, 64} : new int[] {0, 1, 5, 16, 67}) {
                        int[] args = {n, groups, Float.floatToRawIntBits(random.nextFloat()), random.nextInt()};
                        int[][] inputs = {floats(nested ? groups * n : n, random), random.ints(n, 0, 0x10000).toArray(),
                            random.ints(groups).toArray()};
                        long cycles = bench.run(inputs, args, pause[0], pause[1]);
                        if (pause[0] == 0) {
                            assertThat(bench.hardware().predictedCycles(n, groups, args[2] & 0xffffffffL, args[3] & 0xffffffffL))
                                    .as("cycles, seed %d, n %d, groups %d", seed, n, groups).hasValue(cycles);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0} with {1} lanes")
    @CsvSource({"1,1", "2,4", "7,4"})
    void threeToolsAcceptTheVerilog(long seed, int lanes) {
        KernelHardware hardware = KernelHls.generate(RandomKernel.of(seed), HlsOptions.lanes(lanes));
        RtlLint.mustBeSilent(hardware.module(), KernelBench.sources(hardware));
    }

    private static int[] floats(int n, Random random) {
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextInt(5) == 0 ? random.nextInt() : Float.floatToRawIntBits((float) random.nextGaussian() * 100);
        }
        return values;
    }
}
