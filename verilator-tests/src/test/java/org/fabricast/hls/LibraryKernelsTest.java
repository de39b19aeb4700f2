package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.fabricast.cosim.RtlLint;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.ScalarType;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kernel of the library as Verilog against its interpretation, bit for bit, and its cycles against the prediction. */
class LibraryKernelsTest {

    private static final long SEED = 20;
    /** Kernels of the machines run with one lane too; the others only where they have nothing but scalar streams. */
    private static final List<String> MACHINE = List.of("rmsnorm", "softmax", "silu_mul", "rope", "add", "cast", "quantise_kv",
            "quantise", "argmax", "layernorm_gain", "bias_add", "bias_relu", "residual");
    private static final double[][] PAUSES = {{0, 0}, {0.4, 0}, {0, 0.4}, {0.4, 0.4}};
    private static final int[] CORNERS_32 = {0, 0x80000000, 1, 0x80000001, 0x007fffff, 0x00800000, 0x7f7fffff, 0xff7fffff,
        0x7f800000, 0xff800000, 0x7fc00000, 0xffc12345, 0x7f800001, 0x3f800000, 0xbf800000};
    private static final int[] CORNERS_16 = {0, 0x8000, 1, 0x8001, 0x03ff, 0x0400, 0x7bff, 0xfbff, 0x7c00, 0xfc00, 0x7e00,
        0xfe01, 0x7c01, 0x3c00, 0xbc00};

    /** What elements look like. */
    private enum Data { ORDINARY, FINITE_CORNERS, ALL_CORNERS }

    static Stream<Arguments> kernelsAndLanes() {
        List<Arguments> cases = new ArrayList<>();
        for (String name : KernelLibrary.names()) {
            boolean vector = KernelLibrary.get(name).inputs().stream().anyMatch(Kernel.Stream::lanes);
            if (!vector || MACHINE.contains(name)) {
                cases.add(Arguments.of(name, 1));
            }
            if (vector) {
                cases.add(Arguments.of(name, 4));
            }
        }
        return cases.stream();
    }

    private static int[] sizes(int lanes) {
        return new int[] {1, Math.max(1, lanes - 1), lanes, lanes + 1, 64, 172, 384, 512};
    }

    private static int[] arguments(Kernel kernel, int n, int lanes) {
        return switch (kernel.name()) {
            case "rmsnorm", "rmsnorm_weighted", "layernorm" ->
                    new int[] {n, Float.floatToRawIntBits(1f / n), Float.floatToRawIntBits(1e-5f)};
            case "layernorm_gain" -> new int[] {n, Float.floatToRawIntBits(1f / n), Float.floatToRawIntBits(1e-5f), n & 1};
            case "softmax", "softmax_online", "scale" -> new int[] {n, Float.floatToRawIntBits(0.35355338f)};
            case "topk" -> new int[] {n, Math.min(n, 5)};
            case "quantise", "quantise_kv", "dequantise" -> {
                int group = n > 100 ? 64 : Math.max(lanes, 8);
                yield new int[] {n, group, (n + group - 1) / group};
            }
            default -> new int[] {n};
        };
    }

    /** Elements of a stream: one per group where a kernel reads a scale per group beside its words of lanes. */
    private static int count(Kernel kernel, Kernel.Stream stream, int[] args) {
        return kernel.name().equals("dequantise") && !stream.lanes() ? args[2] : args[0];
    }

    private static int[] elements(ScalarType type, int n, Data data, Random random) {
        int[] corners = type.bits() == 16 ? CORNERS_16 : CORNERS_32;
        int infinity = type.bits() == 16 ? 0x7c00 : 0x7f800000;
        int[] elements = new int[n];
        for (int i = 0; i < n; i++) {
            float v = (float) (random.nextGaussian() * 3);
            int ordinary = type.bits() == 16 ? Float.floatToFloat16(v) & 0xffff : Float.floatToRawIntBits(v);
            int corner = random.nextBoolean() ? corners[random.nextInt(corners.length)] : random.nextInt();
            boolean finite = (corner & infinity) != infinity;
            boolean take = switch (data) {
                case ORDINARY -> false;
                case FINITE_CORNERS -> finite && random.nextInt(3) == 0;
                case ALL_CORNERS -> random.nextInt(3) > 0;
            };
            elements[i] = take ? corner & (int) KernelBench.mask(type) : ordinary;
        }
        return elements;
    }

    @ParameterizedTest(name = "{0} with {1} lanes")
    @MethodSource("kernelsAndLanes")
    void verilogEqualsInterpretationAndTakesThePredictedCycles(String name, int lanes) {
        Kernel kernel = KernelLibrary.get(name);
        Random random = new Random(SEED);
        try (KernelBench bench = new KernelBench(kernel, lanes, SEED)) {
            aWordPerCycle(bench, kernel, lanes, random);
            for (Data data : Data.values()) {
                for (double[] pause : PAUSES) {
                    for (int n : sizes(lanes)) {
                        int[] args = arguments(kernel, n, lanes);
                        int[][] inputs = kernel.inputs().stream().map(s -> elements(s.type(), count(kernel, s, args), data, random))
                                .toArray(int[][]::new);
                        long cycles = bench.run(inputs, args, pause[0], pause[1]);
                        if (pause[0] == 0 && pause[1] == 0) {
                            long[] raw = java.util.Arrays.stream(args).asLongStream().map(v -> v & 0xffffffffL).toArray();
                            assertThat(cycles).as("cycles of %s, n = %d, %d lanes", name, n, lanes)
                                    .isEqualTo(bench.hardware().predictedCycles(raw).orElseThrow());
                        }
                    }
                }
            }
        }
    }

    /** 128 elements more take 128 / lanes cycles more in every pass; groups add the cycles of their scales, so those are left out. */
    private static void aWordPerCycle(KernelBench bench, Kernel kernel, int lanes, Random random) {
        if (kernel.args().stream().anyMatch(a -> a.name().equals("groups"))) {
            return;
        }
        long[] cycles = new long[2];
        for (int i = 0; i < 2; i++) {
            int[] args = arguments(kernel, 384 + 128 * i, lanes);
            int[][] inputs = kernel.inputs().stream().map(s -> elements(s.type(), args[0], Data.ORDINARY, random))
                    .toArray(int[][]::new);
            cycles[i] = bench.run(inputs, args, 0, 0);
        }
        int passes = kernel.inputs().getFirst().passes();
        int width = kernel.inputs().getFirst().lanes() ? lanes : 1;
        assertThat(cycles[1] - cycles[0]).as("cycles for 128 more elements of %s", kernel.name()).isEqualTo(128L * passes / width);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"rmsnorm", "softmax", "silu_mul", "rope", "add", "cast", "quantise_kv", "quantise", "argmax",
        "layernorm", "softmax_online", "gelu", "gelu_tanh", "rope_interleaved", "dequantise", "residual", "topk"})
    void threeToolsAcceptTheVerilog(String name) {
        for (int lanes : MACHINE.contains(name) ? new int[] {1, 2} : new int[] {1}) {
            KernelHardware hardware = KernelHls.generate(KernelLibrary.get(name), HlsOptions.lanes(lanes));
            RtlLint.mustBeSilent(hardware.module(), KernelBench.sources(hardware));
        }
    }
}
