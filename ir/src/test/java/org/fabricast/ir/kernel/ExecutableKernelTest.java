package org.fabricast.ir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

class ExecutableKernelTest {

    /** More by -Dfabricast.randomKernels=N. */
    private static final long RANDOM_KERNELS = Long.getLong("fabricast.randomKernels", 100);

    private static final int[] COUNTS = {0, 1, 3, 31, 64, 255, 256, 257, 600};

    private static final int[] CORNERS = {0, 0x8000_0000, 0x7fc0_0000, 0xffc0_0001, 0x7f80_0001, 0x7f80_0000, 0xff80_0000,
        1, 0x8000_0001, 0x007f_ffff, 0x0080_0000, 0x7f7f_ffff, 0x3f80_0000, 0xbf80_0000, 0x4f00_0000, 0xcf00_0000,
        0x3f00_0000, 0x4020_0000, 0x7c00, 0x7e01, 0x0400, 0x7bff, 0xffff_ffff};

    static int[] data(Random random, int count) {
        int[] data = new int[count];
        for (int i = 0; i < count; i++) {
            data[i] = switch (random.nextInt(4)) {
                case 0 -> CORNERS[random.nextInt(CORNERS.length)];
                case 1 -> Float.floatToRawIntBits((float) random.nextGaussian() * 10);
                case 2 -> random.nextInt(256) - 128;
                default -> random.nextInt();
            };
        }
        return data;
    }

    /** Runs both interpreters, the fast one twice, and compares every bit. */
    static void compare(Kernel kernel, int[][] inputs, int[] args, int room, String label) {
        NaiveInterpreter expected = NaiveInterpreter.run(kernel, inputs, args);
        ExecutableKernel executable = ExecutableKernel.of(kernel);
        for (int run = 0; run < 2; run++) {
            int[][] outputs = new int[kernel.outputs().size()][room];
            ExecutableKernel.Outcome outcome = executable.run(inputs, args, outputs);
            for (int o = 0; o < outputs.length; o++) {
                assertThat(Arrays.copyOf(outputs[o], outcome.written()[o]))
                        .as("%s, output %s, run %d", label, kernel.outputs().get(o).name(), run)
                        .isEqualTo(expected.written.get(o).stream().mapToInt(Integer::intValue).toArray());
            }
            assertThat(outcome.results()).as("%s, results, run %d", label, run).isEqualTo(expected.results);
        }
    }

    @Test
    void memoriesInVectorLoopsGiveTheBitsOfTheNaiveInterpreter() {
        Kernel kernel = KernelCompiler.compile("""
                kernel t(in stream f32 x, out stream f32 y, out stream i32 z, u32 n) {
                    mem f32 f[700]; mem i13 s[700]; mem u48 l[700]; mem u16 h[702];
                    for (i : 702) { h[i] = u16(i * 97); }
                    vector for (i : n) {
                        f32 v = read(x);
                        f[i + 1] = v * 3.0; s[i] = i13(bits(v)); l[2 + i] = u48(bits(v)) * 77; }
                    f[0] = 1.0; l[0] = 1; l[1] = 2;
                    vector for (i : n) {
                        write(y, f[i]);
                        write(z, i32(s[i]) + i32(l[i]) + i32(h[i]) - i32(h[i + 2])); } }
                """, "t.fk").getFirst();
        for (int n : COUNTS) {
            compare(kernel, new int[][] {data(new Random(n), n)}, new int[] {n}, n, "memories, n = " + n);
        }
        assertThatThrownBy(() -> ExecutableKernel.of(kernel)
                .run(new int[][] {new int[800]}, new int[] {800}, new int[2][800]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("outside");
    }

    @Test
    void randomKernelsGiveTheBitsOfTheNaiveInterpreter() {
        for (long seed = 1; seed <= RANDOM_KERNELS; seed++) {
            Random random = new Random(seed);
            String source = RandomKernels.source(seed);
            Kernel kernel = KernelCompiler.compile(source, "random.fk").getFirst();
            int n = COUNTS[random.nextInt(COUNTS.length)];
            int m = random.nextInt(40);
            int[][] inputs = {data(random, n), data(random, n), data(random, n), data(random, n)};
            int[] args = {n, m, random.nextInt(), CORNERS[random.nextInt(CORNERS.length)]};
            compare(kernel, inputs, args, 1000, "seed " + seed + ", n " + n + ", m " + m);
            int[][] outputs = new int[kernel.outputs().size()][1000];
            int[][] plain = new int[kernel.outputs().size()][1000];
            ExecutableKernel.of(kernel).run(inputs, args, outputs);
            ExecutableKernel.of(KernelCompiler.compileUnoptimised(source, "random.fk").getFirst()).run(inputs, args, plain);
            assertThat(plain).as("as written, against optimised; seed %d, n %d, m %d", seed, n, m).isDeepEqualTo(outputs);
        }
    }

    @Test
    void libraryKernelsGiveTheBitsOfTheNaiveInterpreter() {
        Random random = new Random(7);
        for (Kernel kernel : KernelLibrary.all()) {
            for (int n : COUNTS) {
                int[][] inputs = kernel.inputs().stream().map(s -> data(random, n)).toArray(int[][]::new);
                int[] args = kernel.args().stream().mapToInt(a -> switch (a.name()) {
                    case "n", "pairs" -> n;
                    case "k" -> 5;
                    case "gained" -> n % 2;
                    case "factor" -> Float.floatToRawIntBits(1.7f);
                    case "group" -> 32;
                    case "groups" -> (n + 31) / 32;
                    case "inv_n" -> Float.floatToRawIntBits(1f / Math.max(n, 1));
                    case "eps" -> Float.floatToRawIntBits(1e-5f);
                    case "scale" -> Float.floatToRawIntBits(0.25f);
                    default -> throw new AssertionError("argument " + a.name() + " is new to this test");
                }).toArray();
                compare(kernel, inputs, args, 700, kernel.name() + ", n " + n);
            }
        }
    }

    @Test
    void aSumAddsIterationIToPartialIModPAndThenHalvesTheTree() {
        // t = 2^-24. Iterations 0..5 give 1, t, 1, t, t, t; four partials: 1 + t = 1 (tie to even), t + t, 1, t.
        // s = 2: 1 + 1 = 2 and 2t + t = 3t. s = 1: 2 + 3t = 2 + 0.75 ulp rounds up to 2 + 2^-22.
        // From left to right the sum would be 2.
        Kernel kernel = KernelCompiler.compile("kernel s(in stream f32 x, result f32 y, u32 n) {"
                + " vector for (i : n) reduce(sum, 4) f32 t { t <- read(x); } y = t; }", "s.fk").getFirst();
        int one = Float.floatToRawIntBits(1f);
        int tiny = Float.floatToRawIntBits(0x1p-24f);
        int[][] inputs = {{one, tiny, one, tiny, tiny, tiny}};
        int[] results = ExecutableKernel.of(kernel).run(inputs, new int[] {6}, new int[0][]).results();
        assertThat(Float.intBitsToFloat(results[0])).isEqualTo(2f + 0x1p-22f);
    }

    @Test
    void aSumOfNothingIsPlusZeroAndOfMinusZeroPlusZero() {
        Kernel kernel = KernelCompiler.compile("kernel s(in stream f32 x, result f32 y, u32 n) {"
                + " vector for (i : n) reduce(sum, 4) f32 t { t <- read(x); } y = t; }", "s.fk").getFirst();
        int[][] inputs = {{0x8000_0000}};
        assertThat(ExecutableKernel.of(kernel).run(inputs, new int[] {0}, new int[0][]).results()).containsExactly(0);
        assertThat(ExecutableKernel.of(kernel).run(inputs, new int[] {1}, new int[0][]).results()).containsExactly(0);
    }

    @Test
    void arithmeticGivesTheCanonicalNanAndMovesKeepTheirBits() {
        Kernel kernel = KernelCompiler.compile("kernel s(in stream f32 x, out stream f32 moved, out stream f32 added, u32 n) {"
                + " vector for (i : n) { f32 v = read(x); write(moved, v); write(added, v + v); } }", "s.fk").getFirst();
        int[][] outputs = new int[2][1];
        ExecutableKernel.of(kernel).run(new int[][] {{0xffc0_1234}}, new int[] {1}, outputs);
        assertThat(outputs[0]).containsExactly(0xffc0_1234);
        assertThat(outputs[1]).containsExactly(0x7fc0_0000);
    }

    @Test
    void aStreamTooShortAndAnIndexTooGreatAreRefused() {
        Kernel cast = KernelLibrary.get("cast");
        assertThatThrownBy(() -> ExecutableKernel.of(cast).run(new int[][] {new int[3]}, new int[] {4}, new int[][] {new int[4]}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("stream x has 3 elements");
        assertThatThrownBy(() -> ExecutableKernel.of(cast).run(new int[][] {new int[4]}, new int[] {4}, new int[][] {new int[3]}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("stream y has 3 elements");
        Kernel store = KernelCompiler.compile("kernel s(u32 n) { mem u32 m[4]; m[n] = 1; }", "s.fk").getFirst();
        assertThatThrownBy(() -> ExecutableKernel.of(store).run(new int[0][], new int[] {4}, new int[0][]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("index 4 outside memory m of depth 4");
        assertThatThrownBy(() -> ExecutableKernel.of(store).run(new int[0][], new int[0], new int[0][]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("takes 0 inputs, 1 arguments");
    }

    @Test
    void carriedValuesAllMoveAtOnce() {
        // Fibonacci: (a, b) becomes (b, a + b); F(10) = 55 by hand: 0 1 1 2 3 5 8 13 21 34 55.
        Kernel kernel = KernelCompiler.compile("kernel s(result u32 y, u32 n) { u32 a = 0; u32 b = 1;"
                + " for (i : n) { u32 c = a + b; a = b; b = c; } y = a; }", "s.fk").getFirst();
        assertThat(List.of(0, 1, 10)).allSatisfy(n -> assertThat(
                ExecutableKernel.of(kernel).run(new int[0][], new int[] {n}, new int[0][]).results()[0])
                .isEqualTo(n == 10 ? 55 : n));
    }
}
