package org.fabricast.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.fuzz.Fuzz;
import org.fabricast.ir.kernel.fuzz.FuzzCase;
import org.junit.jupiter.api.Test;

/**
 * Random small programs as Verilog, many to a library: with 1, 2 or 4 lanes, of sizes 0, 1, odd and round, with and without
 * pauses, one run after the other without reset. Without pauses the cycles must equal the prediction. What fails is reduced.
 */
class KernelFuzzTest {

    private static final int PROGRAMS = 200;
    private static final int BATCH = 40;
    private static final int[][] SIZES = {{0, 0}, {1, 1}, {5, 3}, {8, 2}, {13, 0}, {0, 4}};
    private static final double[][] PAUSES = {{0, 0}, {0.4, 0.5}};

    /** Each trial builds a simulator, so there are few. */
    private static final int TRIALS = 150;

    private static int lanes(long seed) {
        return 1 << Math.floorMod(seed, 3);
    }

    @Test
    void verilogGivesTheBitsOfTheNaiveInterpreterInThePredictedCycles() {
        long end = Fuzz.seed() + Fuzz.programs("random kernels through RTL", PROGRAMS, 2000);
        for (long first = Fuzz.seed(); first < end; first += BATCH) {
            List<Long> seeds = new ArrayList<>();
            List<KernelHardware> hardware = new ArrayList<>();
            for (long seed = first; seed < Math.min(end, first + BATCH); seed++) {
                seeds.add(seed);
                try {
                    hardware.add(KernelHls.generate(Fuzz.kernel(seed), HlsOptions.lanes(lanes(seed))));
                } catch (RuntimeException e) {
                    throw new AssertionError("no hardware for seed " + seed + ": " + e.getMessage() + "\n"
                            + Fuzz.smallCase(Fuzz.kernel(seed), seed, 1, 1, 1).text(), e);
                }
            }
            try (KernelBatch batch = new KernelBatch(hardware, first)) {
                for (int i = 0; i < seeds.size(); i++) {
                    runs(seeds.get(i), hardware.get(i), batch.bench(hardware.get(i)));
                }
            }
        }
    }

    private static void runs(long seed, KernelHardware hardware, KernelBench bench) {
        for (int[] size : SIZES) {
            FuzzCase c = Fuzz.smallCase(hardware.kernel(), seed, size[0], size[1], hardware.options().lanes());
            try {
                for (double[] pause : PAUSES) {
                    run(c, bench, pause);
                }
            } catch (AssertionError e) {
                Predicate<FuzzCase> fails = smaller -> fails(smaller, hardware.options().lanes(), seed);
                throw new AssertionError(e.getMessage() + "\n"
                        + Fuzz.report(seed, c, fails, hardware.options().lanes(), TRIALS), e);
            }
        }
    }

    private static void run(FuzzCase c, KernelBench bench, double[] pause) {
        if (!c.columns(c.kernel()).equals(c.expected())) {
            throw new AssertionError("the columnar interpreter differs from the naive one");
        }
        long cycles = bench.run(c.inputs(), c.args(), pause[0], pause[1]);
        OptionalLong predicted = pause[0] == 0 ? bench.hardware().predictedCycles(raw(c)) : OptionalLong.empty();
        if (predicted.isPresent() && predicted.getAsLong() != cycles) {
            throw new AssertionError("predicted " + predicted.getAsLong() + " cycles, took " + cycles);
        }
    }

    private static long[] raw(FuzzCase c) {
        List<Kernel.Scalar> args = c.kernel().args();
        return IntStream.range(0, args.size()).mapToLong(i -> c.args()[i] & KernelBench.mask(args.get(i).type())).toArray();
    }

    /** Alone, in the same order of pauses. */
    private static boolean fails(FuzzCase c, int lanes, long seed) {
        KernelHardware hardware;
        try {
            hardware = KernelHls.generate(c.kernel(), HlsOptions.lanes(lanes));
        } catch (RuntimeException e) {
            return false;
        }
        try (KernelBatch alone = new KernelBatch(List.of(hardware), seed)) {
            for (double[] pause : PAUSES) {
                run(c, alone.bench(hardware), pause);
            }
            return false;
        } catch (AssertionError e) {
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
