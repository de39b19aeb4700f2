package org.fabricast.hls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.fabricast.cosim.Mismatch;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.ScalarType;

/**
 * A verilated kernel of one vector loop with one lane and the trip count as its only argument, fed with an element per cycle
 * by the million. What it takes and gives is recorded cycle by cycle and compared with the interpretation.
 */
final class StreamedUnit implements AutoCloseable {

    /** Cycles per native call. */
    static final int BATCH = 1 << 18;

    private final Kernel kernel;
    private final ExecutableKernel golden;
    private final UnitSimulator simulator;
    private final List<String> driven = new ArrayList<>();
    private final List<String> recorded = new ArrayList<>();
    private final int[][] pending;
    private final int[] pendingCount;
    private long elements;

    StreamedUnit(Kernel kernel) {
        this.kernel = kernel;
        this.golden = ExecutableKernel.of(kernel);
        KernelHardware hardware = KernelHls.generate(kernel, HlsOptions.lanes(1));
        this.simulator = UnitSetup.of(hardware.module(), KernelBench.sources(hardware)).open();
        this.pending = new int[kernel.inputs().size() + kernel.outputs().size()][4 * BATCH];
        this.pendingCount = new int[pending.length];
        simulator.reset().poke("arg_" + kernel.args().getFirst().name(), 0xffff_ffffL);
        for (Kernel.Stream s : kernel.inputs()) {
            driven.add("s_" + s.name() + "_data_0");
            recorded.add("s_" + s.name() + "_ready");
            simulator.poke("s_" + s.name() + "_valid", 1);
        }
        for (Kernel.Stream s : kernel.outputs()) {
            recorded.addAll(List.of("m_" + s.name() + "_valid", "m_" + s.name() + "_data_0"));
            simulator.poke("m_" + s.name() + "_ready", 1);
        }
        simulator.pulse("start");
        feed(new int[kernel.inputs().size()][1], 0);
    }

    /** Elements compared so far. */
    long elements() {
        return elements;
    }

    /** Fills one array per input. */
    interface Source {
        void fill(Random random, int[][] inputs);
    }

    /** Feeds at least {@code count} elements; every cycle one, or it fails. */
    void run(long count, long seed, Source source) {
        Random random = new Random(seed);
        long until = elements + count;
        int[][] rows = new int[kernel.inputs().size()][BATCH];
        while (elements < until) {
            source.fill(random, rows);
            long before = elements;
            feed(rows, seed);
            if (elements - before < BATCH - 200) {
                throw new AssertionError("kernel " + kernel.name() + ": " + (elements - before) + " elements in " + BATCH
                        + " cycles");
            }
        }
    }

    /** Offers given elements, the last of which is repeated until all have come out. */
    void feed(int[][] inputs, long seed) {
        int cycles = inputs[0].length;
        int width = inputs.length;
        int[] rows = new int[cycles * width];
        for (int c = 0; c < cycles; c++) {
            for (int i = 0; i < width; i++) {
                rows[c * width + i] = inputs[i][c] & (int) KernelBench.mask(kernel.inputs().get(i).type());
            }
        }
        long first = simulator.cycle();
        int[] seen = simulator.batch(driven, rows, recorded);
        for (int c = 0; c < cycles; c++) {
            int at = c * recorded.size();
            for (int i = 0; i < width; i++) {
                if (seen[at + i] != 0) {
                    add(i, rows[c * width + i]);
                }
            }
            for (int o = 0; o < kernel.outputs().size(); o++) {
                if (seen[at + width + 2 * o] != 0) {
                    add(width + o, seen[at + width + 2 * o + 1]);
                }
            }
        }
        compare(first, seed);
    }

    private void add(int stream, int value) {
        pending[stream][pendingCount[stream]++] = value;
    }

    private void compare(long first, long seed) {
        int ready = Arrays.stream(pendingCount).min().orElseThrow();
        int inputs = kernel.inputs().size();
        int[][] in = new int[inputs][];
        for (int i = 0; i < inputs; i++) {
            in[i] = Arrays.copyOf(pending[i], ready);
        }
        int[][] out = new int[kernel.outputs().size()][ready];
        golden.run(in, new int[] {ready}, out);
        for (int o = 0; o < out.length; o++) {
            ScalarType type = kernel.outputs().get(o).type();
            for (int e = 0; e < ready; e++) {
                long right = out[o][e] & KernelBench.mask(type);
                long found = pending[inputs + o][e] & KernelBench.mask(type);
                if (right != found) {
                    StringBuilder operands = new StringBuilder(kernel.name() + "." + kernel.outputs().get(o).name() + "(");
                    for (int[] x : in) {
                        operands.append(String.format(" 0x%x", x[e]));
                    }
                    throw new AssertionError(Mismatch.text(operands + " )", e, first, right, found, seed));
                }
            }
        }
        for (int s = 0; s < pending.length; s++) {
            pendingCount[s] -= ready;
            System.arraycopy(pending[s], ready, pending[s], 0, pendingCount[s]);
        }
        elements += ready;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
