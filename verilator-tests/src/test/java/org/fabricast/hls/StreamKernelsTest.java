package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.RunRecord;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;
import org.junit.jupiter.api.Test;

/** Kernels written down as SSA by hand, against Java's own arithmetic. */
class StreamKernelsTest {

    private static final int[] SIZES = {1, 3, 4, 5, 64, 129};

    /** z = y + x, as in the kernel library. */
    static Kernel add() {
        SsaBuilder b = new SsaBuilder("add");
        int y = b.input("y", ScalarType.F32, true);
        int x = b.input("x", ScalarType.F16, true);
        int z = b.output("z", ScalarType.F16, true);
        int n = b.arg("n", ScalarType.U32);
        b.loop(n, true, i -> b.write(z, b.op(OpCode.F2H, ScalarType.F16,
                b.op(OpCode.FADD, ScalarType.F32, b.read(y), b.op(OpCode.H2F, ScalarType.F32, b.read(x))))));
        return b.build();
    }

    /** Sum of binary32 values in eight interleaved partial sums, and the greatest of their bits as unsigned integers. */
    static Kernel statistics() {
        SsaBuilder b = new SsaBuilder("statistics");
        int x = b.input("x", ScalarType.F32, true);
        int n = b.arg("n", ScalarType.U32);
        int sum = b.fresh(ScalarType.F32);
        int top = b.fresh(ScalarType.U32);
        List<Node.Reduction> reductions = new ArrayList<>();
        b.carrying(n, true, List.of(), reductions, i -> {
            int v = b.read(x);
            reductions.add(new Node.Reduction(sum, v, Node.Reduction.Kind.SUM, 8));
            reductions.add(new Node.Reduction(top, b.op(OpCode.BITCAST, ScalarType.U32, v), Node.Reduction.Kind.MAX, 8));
        });
        b.result("sum", ScalarType.F32, sum);
        b.result("top", ScalarType.U32, top);
        return b.build();
    }

    static UnitSimulator open(KernelHardware hardware, long seed) {
        List<VerilogSource> sources = new ArrayList<>(RtlSources.cells(hardware.cells().toArray(String[]::new)));
        sources.add(new VerilogSource(hardware.module() + ".v", hardware.verilog()));
        return UnitSetup.of(hardware.module(), sources).withSeed(seed).open();
    }

    /** Elements as words of lanes, the last one filled up with junk. */
    static long[][] words(long[] elements, int lanes, long junk) {
        long[][] words = new long[(elements.length + lanes - 1) / lanes][lanes];
        for (int i = 0; i < words.length * lanes; i++) {
            words[i / lanes][i % lanes] = i < elements.length ? elements[i] : junk;
        }
        return words;
    }

    @Test
    void additionOfStreamsIsExactUnderAnyPauses() {
        for (int lanes : new int[] {1, 4}) {
            KernelHardware hardware = KernelHls.generate(add(), HlsOptions.lanes(lanes));
            try (UnitSimulator simulator = open(hardware, 7)) {
                simulator.reset();
                Random random = new Random(7);
                for (double pause : new double[] {0, 0.4}) {
                    for (int n : SIZES) {
                        long[] y = random.ints(n).mapToLong(v -> (v & 0x807fffffL) | 0x3f000000L).toArray();
                        long[] x = random.ints(n).mapToLong(v -> v & 0xbbff).toArray();
                        long[] z = new long[n];
                        for (int i = 0; i < n; i++) {
                            float sum = Float.intBitsToFloat((int) y[i]) + Float.float16ToFloat((short) x[i]);
                            z[i] = Float.floatToFloat16(sum) & 0xffffL;
                        }
                        RunRecord record = simulator.poke("arg_n", n).source("s_y", words(y, lanes, 0x7f800000L), pause)
                                .source("s_x", words(x, lanes, 0x7c00), pause)
                                .sink("m_z", (n + lanes - 1) / lanes, pause).pulse("start").runUntil("done", 20_000);
                        record.stream("m_z").elementsMustBe(z);
                        if (pause == 0) {
                            assertThat(record.flagCycle() - record.firstCycle())
                                    .isEqualTo(hardware.predictedCycles(n).orElseThrow());
                        }
                    }
                }
            }
        }
    }

    @Test
    void partialSumsAreTakenInTheOrderOfTheContract() {
        for (int lanes : new int[] {1, 2}) {
            KernelHardware hardware = KernelHls.generate(statistics(), HlsOptions.lanes(lanes));
            try (UnitSimulator simulator = open(hardware, 3)) {
                simulator.reset();
                Random random = new Random(3);
                for (double pause : new double[] {0, 0.4}) {
                    for (int n : new int[] {0, 1, 2, 7, 8, 9, 100}) {
                        float[] part = new float[8];
                        long[] x = new long[n];
                        long top = 0;
                        for (int i = 0; i < n; i++) {
                            float v = random.nextFloat() - 0.3f;
                            x[i] = Float.floatToRawIntBits(v) & 0xffffffffL;
                            part[i % 8] += v;
                            top = Math.max(top, x[i]);
                        }
                        for (int s = 4; s > 0; s /= 2) {
                            for (int j = 0; j < s; j++) {
                                part[j] += part[j + s];
                            }
                        }
                        RunRecord record = simulator.poke("arg_n", n)
                                .source("s_x", words(x, lanes, 0xffffffffL), pause).pulse("start").runUntil("done", 20_000);
                        assertThat(simulator.peek("res_sum")).as("sum of %d, %d lanes", n, lanes)
                                .isEqualTo(Float.floatToRawIntBits(part[0]) & 0xffffffffL);
                        assertThat(simulator.peek("res_top")).as("top of %d", n).isEqualTo(top);
                        if (pause == 0) {
                            assertThat(record.flagCycle() - record.firstCycle())
                                    .isEqualTo(hardware.predictedCycles(n).orElseThrow());
                        }
                    }
                }
            }
        }
    }
}
