package org.fabricast.hls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.RunRecord;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.ScalarType;

/** A verilated kernel beside its interpretation: runs both and compares every element and result. */
final class KernelBench implements AutoCloseable {

    private static final int ROOM = 4096;
    private static final long LIMIT = 100_000;

    private final KernelHardware hardware;
    private final Kernel kernel;
    private final ExecutableKernel golden;
    private final UnitSimulator simulator;
    private final String prefix;
    private final Random random;

    KernelBench(Kernel kernel, int lanes, long seed) {
        this(KernelHls.generate(kernel, HlsOptions.lanes(lanes)), seed);
    }

    private KernelBench(KernelHardware hardware, long seed) {
        this(hardware, UnitSetup.of(hardware.module(), sources(hardware)).withSeed(seed).open(), "", seed);
        simulator.reset();
    }

    /** A kernel whose ports have names that begin with {@code prefix}, in a simulator of several. */
    KernelBench(KernelHardware hardware, UnitSimulator simulator, String prefix, long seed) {
        this.kernel = hardware.kernel();
        this.hardware = hardware;
        this.golden = ExecutableKernel.of(kernel);
        this.simulator = simulator;
        this.prefix = prefix;
        this.random = new Random(seed);
    }

    /** The module and the cells it needs. */
    static List<VerilogSource> sources(KernelHardware hardware) {
        List<VerilogSource> sources = new ArrayList<>(RtlSources.cells(hardware.cells().toArray(String[]::new)));
        sources.add(new VerilogSource(hardware.module() + ".v", hardware.verilog()));
        return sources;
    }

    KernelHardware hardware() {
        return hardware;
    }

    /**
     * Runs once and fails on the first difference.
     *
     * @param inputs       elements of one pass per input stream
     * @param args         raw bits of the arguments
     * @param idle         probability that a word is late
     * @param backPressure probability that an output is not taken
     * @return cycles from the start pulse to the done pulse
     */
    long run(int[][] inputs, int[] args, double idle, double backPressure) {
        int[][] outputs = new int[kernel.outputs().size()][ROOM];
        ExecutableKernel.Outcome outcome = golden.run(inputs, args, outputs);
        String what = "kernel " + kernel.name() + ", " + hardware.options().lanes() + " lanes, arguments "
                + Arrays.toString(args) + ", idle " + idle + ", back-pressure " + backPressure;
        for (int i = 0; i < args.length; i++) {
            ScalarType type = kernel.args().get(i).type();
            simulator.poke(prefix + "arg_" + kernel.args().get(i).name(), args[i] & mask(type));
        }
        for (int i = 0; i < inputs.length; i++) {
            Kernel.Stream stream = kernel.inputs().get(i);
            simulator.source(prefix + "s_" + stream.name(), words(inputs[i], stream), idle);
        }
        for (int i = 0; i < outputs.length; i++) {
            int lanes = lanes(kernel.outputs().get(i));
            int count = (outcome.written()[i] + lanes - 1) / lanes;
            simulator.sink(prefix + "m_" + kernel.outputs().get(i).name(), count, backPressure);
        }
        try {
            RunRecord record = simulator.pulse(prefix + "start").runUntil(prefix + "done", LIMIT);
            for (int i = 0; i < outputs.length; i++) {
                ScalarType type = kernel.outputs().get(i).type();
                long[] expected = Arrays.stream(outputs[i], 0, outcome.written()[i]).mapToLong(v -> v & mask(type)).toArray();
                record.stream(prefix + "m_" + kernel.outputs().get(i).name()).elementsMustBe(expected);
            }
            for (int i = 0; i < outcome.results().length; i++) {
                Kernel.Result result = kernel.results().get(i);
                long expected = outcome.results()[i] & mask(result.type());
                long found = simulator.peek(prefix + "res_" + result.name());
                if (expected != found) {
                    throw new AssertionError(String.format("result %s: expected %d (0x%x), found %d (0x%x)", result.name(),
                            expected, expected, found, found));
                }
            }
            return record.flagCycle() - record.firstCycle();
        } catch (AssertionError e) {
            throw new AssertionError(what + ": " + e.getMessage() + " (" + inputs(inputs) + ")", e);
        }
    }

    private static String inputs(int[][] inputs) {
        StringBuilder text = new StringBuilder("first elements");
        for (int[] input : inputs) {
            text.append(' ');
            for (int i = 0; i < Math.min(8, input.length); i++) {
                text.append(i == 0 ? "" : ",").append(Integer.toHexString(input[i]));
            }
        }
        return text.toString();
    }

    static long mask(ScalarType type) {
        return type.bits() == 64 ? -1L : (1L << type.bits()) - 1;
    }

    private int lanes(Kernel.Stream stream) {
        return stream.lanes() ? hardware.options().lanes() : 1;
    }

    /** All passes, word by word; lanes beyond the last element hold junk. */
    private long[][] words(int[] elements, Kernel.Stream stream) {
        int lanes = lanes(stream);
        int perPass = (elements.length + lanes - 1) / lanes;
        long[][] words = new long[perPass * stream.passes()][lanes];
        for (int w = 0; w < words.length; w++) {
            for (int lane = 0; lane < lanes; lane++) {
                int i = w % perPass * lanes + lane;
                words[w][lane] = (i < elements.length ? elements[i] : random.nextInt()) & mask(stream.type());
            }
        }
        return words;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
