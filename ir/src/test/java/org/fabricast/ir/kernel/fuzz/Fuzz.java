package org.fabricast.ir.kernel.fuzz;

import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.fabricast.ir.Campaign;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.RandomKernels;
import org.fabricast.ir.kernel.text.KernelCompiler;

/** What the differential tests of all modules share: which programs to draw, their cases, the text of a failure. */
public final class Fuzz {

    /** Trials of the minimiser where one costs little. */
    public static final int TRIALS = 20_000;

    private Fuzz() {
    }

    /** Seed of the first program: {@code -Dfabricast.fuzz.seed}, else 1; the others follow. */
    public static long seed() {
        return Long.getLong("fabricast.fuzz.seed", 1);
    }

    /** Number of programs: {@code -Dfabricast.fuzz.programs}, else those of a usual or a full run of the campaign. */
    public static int programs(String campaign, int share, int whole) {
        Integer asked = Integer.getInteger("fabricast.fuzz.programs");
        return asked != null ? asked : (int) Campaign.cases(campaign, share, whole);
    }

    /** The small program of a seed, optimised. */
    public static Kernel kernel(long seed) {
        return KernelCompiler.compile(RandomKernels.small(seed), "r" + seed + ".fk").getFirst();
    }

    /** The small program of a seed as it is written. */
    public static Kernel plain(long seed) {
        return KernelCompiler.compileUnoptimised(RandomKernels.small(seed), "r" + seed + ".fk").getFirst();
    }

    /**
     * A case of a small program.
     *
     * @param n     trips of its vector loops
     * @param m     trips of its scalar loops
     * @param lanes lanes it must have a meaning for
     */
    public static FuzzCase smallCase(Kernel kernel, long seed, int n, int m, int lanes) {
        Random random = new Random(seed * 31 + n * 7L + m);
        int[][] data = new int[kernel.inputs().size()][];
        for (int i = 0; i < data.length; i++) {
            data[i] = FuzzCase.data(random, Math.max(n, 8 * m));
        }
        int[] rest = FuzzCase.data(random, 2);
        Optional<FuzzCase> made = FuzzCase.of(kernel, data, new int[] {n, m, rest[0], rest[1]}, lanes);
        return made.orElseThrow(() -> new AssertionError("seed " + seed + ": a run without meaning\n" + RandomKernels.small(seed)));
    }

    /** The failure as a text: how to draw it again, its source, the least case that fails alike. */
    public static String report(long seed, FuzzCase failing, Predicate<FuzzCase> fails, int lanes, int trials) {
        FuzzCase least = Minimiser.least(failing, fails, lanes, trials);
        return "again with -Dfabricast.fuzz.seed=" + seed + " -Dfabricast.fuzz.programs=1\n" + RandomKernels.small(seed)
                + "least failing program:\n" + least.text();
    }
}
