package org.fabricast.ir.kernel.fuzz;

import java.util.function.Predicate;
import org.fabricast.ir.kernel.Kernel;
import org.junit.jupiter.api.Test;

/** Random small programs: naive interpreter, columns, optimised and as written, all with the same bits. */
class InterpretersFuzzTest {

    private static final int PROGRAMS = 3000;
    private static final int[][] SIZES = {{0, 0}, {1, 1}, {7, 2}, {300, 5}};

    @Test
    void columnsAndCompilationsAgreeWithTheNaiveInterpreter() {
        int programs = Fuzz.programs("random kernels through the interpreters", PROGRAMS, 20_000);
        for (long seed = Fuzz.seed(); seed < Fuzz.seed() + programs; seed++) {
            Kernel kernel = Fuzz.kernel(seed);
            Kernel plain = Fuzz.plain(seed);
            int[] size = SIZES[Math.floorMod(seed, SIZES.length)];
            FuzzCase written = Fuzz.smallCase(plain, seed, size[0], size[1], 1);
            Predicate<FuzzCase> columnsDiffer = c -> !c.columns(c.kernel()).equals(c.expected());
            if (columnsDiffer.test(written)) {
                throw new AssertionError("columns: " + Fuzz.report(seed, written, columnsDiffer, 1, Fuzz.TRIALS));
            }
            if (!written.columns(kernel).equals(written.expected())) {
                throw new AssertionError("optimised against written, seed " + seed + "\n" + written.text());
            }
        }
    }
}
