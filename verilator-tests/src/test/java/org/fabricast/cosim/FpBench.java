package org.fabricast.cosim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.fabricast.rtl.FpCell;

/**
 * Puts operands through a verilated floating-point cell, one per cycle, and compares every result with Java's, in its cycle:
 * a result that comes a cycle early or late is a difference.
 */
final class FpBench implements AutoCloseable {

    /** Vectors per native call: few calls, small arrays. */
    static final int BATCH = 1 << 18;

    private final FpCell cell;
    private final IntBinaryOperator expected;
    private final UnitSimulator simulator;
    private final List<String> inputs;
    private final long resultMask;

    /**
     * @param expected result of two operands, as bits
     */
    FpBench(FpCell cell, IntBinaryOperator expected) {
        this.cell = cell;
        this.expected = expected;
        List<Port> ports = new ArrayList<>(List.of(Port.in("clk", 1), Port.in("en", 1), Port.in("a", cell.operandBits())));
        if (cell.operands() == 2) {
            ports.add(Port.in("b", cell.operandBits()));
        }
        ports.add(Port.out("z", cell.resultBits()));
        inputs = cell.operands() == 2 ? List.of("en", "a", "b") : List.of("en", "a");
        resultMask = (1L << cell.resultBits()) - 1;
        simulator = UnitSetup.of(cell.module(), RtlSources.cells(cell.module()), ports).open();
    }

    /** A bench of a cell with one operand. */
    static FpBench unary(FpCell cell, IntUnaryOperator expected) {
        return new FpBench(cell, (a, unused) -> expected.applyAsInt(a));
    }

    /** Checks pairs {@code (a[i], b[i])}, always enabled. */
    void check(int[] a, int[] b, long seed) {
        boolean[] enable = new boolean[a.length + cell.latencyCycles()];
        java.util.Arrays.fill(enable, true);
        check(a, b, enable, seed);
    }

    /**
     * Checks pairs with an enable per cycle; while it is down the operands are junk and the result must stand still.
     *
     * @param enable at least as many true cycles as pairs and latency together
     */
    void check(int[] a, int[] b, boolean[] enable, long seed) {
        int latency = cell.latencyCycles();
        int width = inputs.size();
        int[] rows = new int[enable.length * width];
        Random junk = new Random(seed);
        int next = 0;
        for (int c = 0; c < enable.length; c++) {
            boolean real = enable[c] && next < a.length;
            rows[c * width] = enable[c] ? 1 : 0;
            rows[c * width + 1] = real ? a[next] : junk.nextInt();
            if (width == 3) {
                rows[c * width + 2] = real ? b[next] : junk.nextInt();
            }
            next += real ? 1 : 0;
        }
        assertThat(next).as("cycles enough for all pairs").isEqualTo(a.length);
        long first = simulator.cycle();
        int[] z = simulator.batch(inputs, rows, List.of("z"));
        int edges = 0;
        for (int c = 0; c < enable.length; c++) {
            int pair = edges - latency;
            if (pair >= 0 && pair < a.length) {
                long right = expected.applyAsInt(a[pair], b[pair]) & resultMask;
                long actual = z[c] & resultMask;
                if (right != actual) {
                    throw new AssertionError(Mismatch.text(String.format("%s(0x%08x, 0x%08x)", cell.module(), a[pair],
                            b[pair]), pair, first + c, right, actual, seed));
                }
            }
            edges += enable[c] ? 1 : 0;
        }
        assertThat(edges).as("cycles enough for all results").isGreaterThanOrEqualTo(a.length + latency);
    }

    /** Makes operand pairs. */
    interface Pairs {
        /** Fills both arrays. */
        void fill(Random random, int[] a, int[] b);
    }

    /** Checks at least {@code count} random pairs. */
    void checkRandom(long count, long seed, Pairs pairs) {
        Random random = new Random(seed);
        int[] a = new int[BATCH];
        int[] b = new int[BATCH];
        for (long done = 0; done < count; done += BATCH) {
            pairs.fill(random, a, b);
            check(a, b, seed);
        }
    }

    /** Checks all pairs of the given values, twice in a row. */
    void checkAllPairs(int[] values) {
        int n = values.length;
        int[] a = new int[n * n];
        int[] b = new int[n * n];
        for (int i = 0; i < n * n; i++) {
            a[i] = values[i / n];
            b[i] = values[i % n];
        }
        check(a, b, 0);
        check(a, b, 0);
    }

    /** Checks pairs while the enable goes up and down at random. */
    void checkWithPauses(int count, long seed, Pairs pairs) {
        Random random = new Random(seed);
        int[] a = new int[count];
        int[] b = new int[count];
        pairs.fill(random, a, b);
        boolean[] enable = new boolean[3 * count + 100];
        for (int c = 0; c < enable.length; c++) {
            enable[c] = c >= 2 * count || random.nextBoolean();
        }
        check(a, b, enable, seed);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
