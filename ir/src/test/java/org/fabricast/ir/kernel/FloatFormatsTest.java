package org.fabricast.ir.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

/**
 * Operators of binary16, bfloat16 and the fused one, in vector loops (columns) and scalar loops, against the naive
 * interpreter, and that against results by hand.
 */
class FloatFormatsTest {

    private static final String BODY = """
            f32 a = read(x);
            f32 b = read(y);
            f16 g = as_f16(u16(bits(a) >> 16));
            f16 h = as_f16(u16(bits(b)));
            f32 w = f32(as_bf16(u16(bits(a))));
            write(p, fma(a, b, w));
            write(q, g + h);
            write(r, g - h);
            write(s, g * h);
            write(t, w);
            write(u, bf16(b));
            write(v, (u3(u1(g < h)) << 2) | (u3(u1(g <= h)) << 1) | u3(u1(g == h)));
            """;

    private static Kernel kernel(String loop) {
        return KernelCompiler.compile("kernel t(in stream f32 x, in stream f32 y, out stream f32 p, out stream f16 q,"
                + " out stream f16 r, out stream f16 s, out stream f32 t, out stream bf16 u, out stream u3 v, u32 n) { "
                + loop + " (i : n) {" + BODY + "} }", "t.fk").getFirst();
    }

    private static int[][] operands(int n) {
        int[] corners = {0, 0x8000_0000, 1, 0x8000_0001, 0x007f_ffff, 0x0080_0000, 0x3f80_0000, 0xbf80_0001, 0x7f7f_ffff,
            0x7f80_0000, 0xff80_0000, 0x7fc0_0001, 0x7f80_0001, 0x3f80_8000, 0x3f81_8000, 0x7f7f_8000, 0x3c00_3c00, 0x0001_7bff,
            0x7c00_fc00, 0x7e01_0400};
        int[][] x = new int[2][n];
        Random random = new Random(3);
        for (int i = 0; i < n; i++) {
            boolean corner = i < corners.length * corners.length;
            x[0][i] = corner ? corners[i / corners.length] : random.nextInt();
            x[1][i] = corner ? corners[i % corners.length] : random.nextInt();
            if (!corner && random.nextBoolean()) {
                x[1][i] = x[0][i] ^ random.nextInt() >>> random.nextInt(32);
            }
        }
        return x;
    }

    @Test
    void columnsAndScalarsAgreeWithTheNaiveInterpreter() {
        int n = 3000;
        int[][] x = operands(n);
        for (String loop : new String[] {"vector for", "for"}) {
            Kernel kernel = kernel(loop);
            assertThat(KernelVerifier.verify(kernel)).isEmpty();
            NaiveInterpreter naive = NaiveInterpreter.run(kernel, x, new int[] {n});
            int[][] found = new int[7][n];
            ExecutableKernel.of(kernel).run(x, new int[] {n}, found);
            for (int o = 0; o < 7; o++) {
                for (int i = 0; i < n; i++) {
                    assertThat(found[o][i]).as("%s, output %d of 0x%08x and 0x%08x", loop, o, x[0][i], x[1][i])
                            .isEqualTo(naive.written.get(o).get(i));
                }
            }
        }
    }

    @Test
    void theNaiveInterpreterAgreesWithHandCalculation() {
        // (1 + 2^-23)^2 - (1 + 2^-22) = 2^-46: lost if the product is rounded.
        double one = Float.intBitsToFloat(0x3f80_0001);
        assertThat(NaiveInterpreter.fused(one, one, -Float.intBitsToFloat(0x3f80_0002))).isEqualTo(0x1p-46);
        // 1 + 2^-8 is a tie between 1 and 1 + 2^-7; the greatest binary32 becomes infinity.
        assertThat(NaiveInterpreter.toBfloat(1 + 0x1p-8)).isEqualTo(0x3f80);
        assertThat(NaiveInterpreter.toBfloat(1 + 0x1.8p-7)).isEqualTo(0x3f82);
        assertThat(NaiveInterpreter.toBfloat(Float.MAX_VALUE)).isEqualTo(0x7f80);
        assertThat(NaiveInterpreter.toBfloat(-0x1p-133)).isEqualTo(0x8001);
    }

    @Test
    void aBfloatIsAFloatOfSixteenBitsWithItsOwnName() {
        assertThat(ScalarType.BF16.isFloat()).isTrue();
        assertThat(ScalarType.BF16).hasToString("bf16").isNotEqualTo(ScalarType.F16);
        assertThat(KernelPrinter.print(kernel("vector for"))).contains("f2b", "b2f", "fma", "out lanes bf16 u");
    }
}
