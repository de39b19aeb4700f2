package org.fabricast.cosim.engine;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.cosim.Mismatch;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.RunRecord;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.gen.engine.RunGenerator;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.engine.EngineSizes;

/** {@code engine_run} with a result buffer around it that the test can read and write. */
final class RunBench implements AutoCloseable {

    private static final int NOISE = 0x7fabcdef;

    private final HardwareConfig config;
    private final UnitSimulator simulator;
    private long ended;

    /** A RUN to be executed: its data and where they lie. */
    record Placed(RunData data, int x, int xs, int xStride, int xsStride, int res, int resStride, boolean mm, int ring) { }

    RunBench(HardwareConfig config, long seed) {
        this.config = config;
        simulator = UnitSetup.of("run_bench", sources(config)).withSeed(seed).open();
        simulator.reset();
    }

    static List<VerilogSource> sources(HardwareConfig config) {
        List<VerilogSource> sources = new ArrayList<>();
        RunGenerator.generate(config).forEach((name, text) -> sources.add(new VerilogSource(name, text)));
        if (new EngineSizes(config).sparse()) {
            sources.addAll(RtlSources.cells("weight_expander"));
        }
        sources.add(new VerilogSource("run_bench.v", BenchText.run(config)));
        return sources;
    }

    UnitSimulator simulator() {
        return simulator;
    }

    /** Puts inputs and scales of a RUN into the input buffer. */
    void load(Placed run) {
        int n = config.array();
        RunData data = run.data();
        for (int m = 0; m < data.shape().vectors(); m++) {
            for (int w = 0; w < data.inputWords(); w++) {
                byte[] word = new byte[n];
                for (int c = 0; c < n; c++) {
                    word[c] = data.inputByte(m, w, c);
                }
                simulator.poke("x_w_addr", run.x() + m * run.xStride() + w).poke("x_w_data", slots(word))
                        .pulse("x_w_valid").tick();
            }
            for (int g = 0; g < data.shape().groups(); g++) {
                simulator.poke("xs_w_addr", run.xs() + m * run.xsStride() + g)
                        .poke("xs_w_data", Integer.toUnsignedLong(data.inputScaleBits(m, g))).pulse("xs_w_valid").tick();
            }
        }
    }

    /** Puts noise where the results of a RUN will be. */
    void forgetResults(Placed run) {
        int end = run.res() + run.data().shape().vectors() * run.resStride();
        for (int i = run.res(); i < end; i++) {
            simulator.poke("host_addr", i).poke("host_data", NOISE).pulse("host_write").tick();
        }
    }

    static long[] slots(byte[] bytes) {
        long[] slots = new long[(bytes.length + 7) / 8];
        for (int i = 0; i < bytes.length; i++) {
            slots[i / 8] |= (bytes[i] & 0xffL) << 8 * (i % 8);
        }
        return slots;
    }

    /** Executes the RUNs one behind the other. */
    RunRecord run(List<Placed> runs, double idle, long limit) {
        List<long[]> instructions = new ArrayList<>();
        List<List<long[]>> rings = List.of(new ArrayList<>(), new ArrayList<>());
        for (Placed run : runs) {
            RunData.Shape shape = run.data().shape();
            int flags = run.ring() | (shape.transpose() ? 2 : 0) | (shape.unscaled() ? 4 : 0);
            instructions.add(new long[] {run.mm() ? 1 : 0, flags, pair(run.x(), run.xs()),
                pair(run.xStride(), run.xsStride()), pair(run.res(), run.resStride()), shape.rows(), Integer.toUnsignedLong(run.data().columns()),
                pair(shape.group(), shape.vectors())});
            run.data().ring().forEach(word -> rings.get(run.ring()).add(slots(word)));
        }
        ended += runs.size();
        simulator.poke("target", ended);
        simulator.source("s_run", instructions.toArray(long[][]::new), 0);
        simulator.source("s_weight", rings.get(0).toArray(long[][]::new), idle);
        simulator.source("s_kv", rings.get(1).toArray(long[][]::new), idle);
        return simulator.runUntil("finished", limit);
    }

    private static long pair(int low, int high) {
        return Integer.toUnsignedLong(low | high << 16);
    }

    int result(int element) {
        simulator.poke("host_addr", element);
        return (int) simulator.peek("host_result");
    }

    /** Compares the results of a RUN, and that the element behind the last one is untouched. */
    void check(Placed run, long cycle) {
        check(run, cycle, true);
    }

    /** Compares the results of a RUN, and that what lies behind them is untouched if nobody else wrote there. */
    void check(Placed run, long cycle, boolean alone) {
        RunData.Shape shape = run.data().shape();
        for (int m = 0; m < shape.vectors(); m++) {
            int base = run.res() + m * run.resStride();
            for (int r = 0; r < shape.rows(); r++) {
                int expected = run.data().expected(m, r);
                int actual = result(base + r);
                if (expected != actual) {
                    throw new AssertionError(shape + ", vector " + m + ": "
                            + Mismatch.text("result", r, cycle, expected, actual, simulator.seed()));
                }
            }
            if (alone && shape.rows() < run.resStride() && result(base + shape.rows()) != NOISE) {
                throw new AssertionError(shape + ", vector " + m + ": wrote behind the last row; seed " + simulator.seed());
            }
        }
    }

    @Override
    public void close() {
        simulator.close();
    }
}
