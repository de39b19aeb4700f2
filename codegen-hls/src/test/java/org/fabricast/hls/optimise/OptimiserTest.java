package org.fabricast.hls.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.junit.jupiter.api.Test;

/** No pass changes a bit: kernels as they were against kernels as they are, interpreted. */
class OptimiserTest {

    private static final int SEEDS = Boolean.getBoolean("fabricast.full") ? 1000 : 40;

    private static String results(Kernel kernel, int n, int k, int m, int[] x) {
        int[][] outputs = {new int[n], new int[64]};
        ExecutableKernel.Outcome outcome = ExecutableKernel.of(kernel).run(new int[][] {x}, new int[] {n, k, m}, outputs);
        return Arrays.deepToString(outputs) + Arrays.toString(outcome.written()) + Arrays.toString(outcome.results());
    }

    private static int[] floats(Random random) {
        return random.ints(40).map(v -> random.nextBoolean() ? v : Float.floatToRawIntBits(v % 100 / 8f)).toArray();
    }

    @Test
    void noPassChangesABitOfRandomKernels() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            Kernel original = RandomSsa.kernel(seed, 40 + random.nextInt(80));
            Kernel now = original;
            int[] x = floats(random);
            for (Optimiser.Pass pass : Optimiser.passes()) {
                now = pass.apply().apply(now);
                for (int[] args : new int[][] {{0, 0, 0}, {37, random.nextInt(), random.nextInt()}, {5, -1, 127}}) {
                    assertThat(results(now, args[0], args[1], args[2], x)).as("seed %d after %s", seed, pass.name())
                            .isEqualTo(results(original, args[0], args[1], args[2], x));
                }
            }
        }
    }

    @Test
    void everyPassOverOperatorsFindsSomethingInRandomKernels() {
        List<Kernel> kernels = LongStream.rangeClosed(1, 20).mapToObj(seed -> RandomSsa.kernel(seed, 80)).toList();
        List<Optimiser.Pass> passes = Optimiser.passes().stream().takeWhile(p -> !p.name().equals("UnreadMemories")).toList();
        assertThat(passes).hasSizeGreaterThan(8);
        for (Optimiser.Pass pass : passes) {
            List<Kernel> next = kernels.stream().map(pass.apply()).toList();
            assertThat(next).as(pass.name()).isNotEqualTo(kernels);
            kernels = next;
        }
    }

    @Test
    void whatTheKernelShowsOutsideStays() {
        for (Kernel kernel : KernelLibrary.all()) {
            Kernel now = Optimiser.run(kernel);
            assertThat(now.inputs()).isEqualTo(kernel.inputs());
            assertThat(now.outputs()).isEqualTo(kernel.outputs());
            assertThat(now.args()).isEqualTo(kernel.args());
            assertThat(now.results()).isEqualTo(kernel.results());
        }
    }

    @Test
    void twoThousandOperatorsBecomeFewer() {
        Kernel kernel = RandomSsa.kernel(7, 2000);
        assertThat(Operators.of(kernel).size()).isGreaterThan(2000);
        assertThat(Operators.of(Optimiser.run(kernel)).size()).isLessThan(Operators.of(kernel).size());
    }
}
