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

    /** Result of operands, as bits; operands that a cell lacks are to be ignored. */
    interface Operation {
        int apply(int a, int b, int c);
    }

    private final FpCell cell;
    private final Operation expected;
    private final UnitSimulator simulator;
    private final List<String> inputs;
    private final long resultMask;

    /** A bench of a cell with up to three operands. */
    FpBench(FpCell cell, Operation expected) {
        this.cell = cell;
        this.expected = expected;
        List<Port> ports = new ArrayList<>(List.of(Port.in("clk", 1), Port.in("en", 1)));
        cell.operandPorts().forEach(port -> ports.add(Port.in(port, cell.operandBits())));
        ports.add(Port.out("z", cell.resultBits()));
        inputs = new ArrayList<>(List.of("en"));
        inputs.addAll(cell.operandPorts());
        resultMask = (1L << cell.resultBits()) - 1;
        simulator = UnitSetup.of(cell.module(), RtlSources.cells(cell.module()), ports).open();
    }

    /** A bench of a cell with two operands. */
    static FpBench binary(FpCell cell, IntBinaryOperator expected) {
        return new FpBench(cell, (a, b, unused) -> expected.applyAsInt(a, b));
    }

    /** A bench of a cell with one operand. */
    static FpBench unary(FpCell cell, IntUnaryOperator expected) {
        return new FpBench(cell, (a, unused, unused2) -> expected.applyAsInt(a));
    }

    /** Checks pairs {@code (a[i], b[i])}, always enabled. */
    void check(int[] a, int[] b, long seed) {
        check(a, b, b, seed);
    }

    /** Checks triples {@code (a[i], b[i], c[i])}, always enabled. */
    void check(int[] a, int[] b, int[] c, long seed) {
        boolean[] enable = new boolean[a.length + cell.latencyCycles()];
        java.util.Arrays.fill(enable, true);
        check(a, b, c, enable, seed);
    }

    /**
     * Checks triples with an enable per cycle; while it is down the operands are junk and the result must stand still.
     *
     * @param enable at least as many true cycles as triples and latency together
     */
    private void check(int[] a, int[] b, int[] c, boolean[] enable, long seed) {
        int latency = cell.latencyCycles();
        int width = inputs.size();
        int[] rows = new int[enable.length * width];
        int mask = -1 >>> 32 - cell.operandBits();
        Random junk = new Random(seed);
        int next = 0;
        for (int t = 0; t < enable.length; t++) {
            boolean real = enable[t] && next < a.length;
            rows[t * width] = enable[t] ? 1 : 0;
            for (int port = 1; port < width; port++) {
                int[] values = port == 1 ? a : port == 2 ? b : c;
                rows[t * width + port] = (real ? values[next] : junk.nextInt()) & mask;
            }
            next += real ? 1 : 0;
        }
        assertThat(next).as("cycles enough for all operands").isEqualTo(a.length);
        long first = simulator.cycle();
        int[] z = simulator.batch(inputs, rows, List.of("z"));
        int edges = 0;
        for (int t = 0; t < enable.length; t++) {
            int i = edges - latency;
            if (i >= 0 && i < a.length) {
                long right = expected.apply(a[i] & mask, b[i] & mask, c[i] & mask) & resultMask;
                long actual = z[t] & resultMask;
                if (right != actual) {
                    throw new AssertionError(Mismatch.text(String.format("%s(0x%x, 0x%x, 0x%x)", cell.module(), a[i] & mask,
                            b[i] & mask, c[i] & mask), i, first + t, right, actual, seed));
                }
            }
            edges += enable[t] ? 1 : 0;
        }
        assertThat(edges).as("cycles enough for all results").isGreaterThanOrEqualTo(a.length + latency);
    }

    /** Makes operand pairs. */
    interface Pairs {
        /** Fills both arrays. */
        void fill(Random random, int[] a, int[] b);
    }

    /** Makes operand triples. */
    interface Triples {
        /** Fills all three arrays. */
        void fill(Random random, int[] a, int[] b, int[] c);
    }

    /** Checks at least {@code count} random pairs. */
    void checkRandom(long count, long seed, Pairs pairs) {
        checkRandom(count, seed, (random, a, b, c) -> pairs.fill(random, a, b));
    }

    /** Checks at least {@code count} random triples. */
    void checkRandom(long count, long seed, Triples triples) {
        Random random = new Random(seed);
        int[] a = new int[BATCH];
        int[] b = new int[BATCH];
        int[] c = new int[BATCH];
        for (long done = 0; done < count; done += BATCH) {
            triples.fill(random, a, b, c);
            check(a, b, c, seed);
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

    /** Checks all triples of the given values. */
    void checkAllTriples(int[] values) {
        int n = values.length;
        int[] a = new int[n * n];
        int[] b = new int[n * n];
        int[] c = new int[n * n];
        for (int first : values) {
            for (int i = 0; i < n * n; i++) {
                a[i] = first;
                b[i] = values[i / n];
                c[i] = values[i % n];
            }
            check(a, b, c, 0);
        }
    }

    /** Checks pairs while the enable goes up and down at random. */
    void checkWithPauses(int count, long seed, Pairs pairs) {
        checkWithPauses(count, seed, (random, a, b, c) -> pairs.fill(random, a, b));
    }

    /** Checks triples while the enable goes up and down at random. */
    void checkWithPauses(int count, long seed, Triples triples) {
        Random random = new Random(seed);
        int[] a = new int[count];
        int[] b = new int[count];
        int[] c = new int[count];
        triples.fill(random, a, b, c);
        boolean[] enable = new boolean[3 * count + 100];
        for (int t = 0; t < enable.length; t++) {
            enable[t] = t >= 2 * count || random.nextBoolean();
        }
        check(a, b, c, enable, seed);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
