package org.fabricast.hls;

import java.util.Random;
import org.fabricast.cosim.FpOperands;
import org.fabricast.ir.Campaign;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

/**
 * Units that are not cells but kernels or functions: exp2, exp, reciprocal and reciprocal root as pipelines of one element
 * per cycle, comparisons, and every operator of binary16 and bfloat16 and the fused one as the generator binds it. A million
 * elements each, twelve with {@code -Dfabricast.full=true}; corner values always.
 */
class FunctionUnitsTest {

    private static final long COUNT = Campaign.cases("functions as pipelines in RTL, elements of each", 1_000_000, 12_000_000);
    private static final ScalarType F16 = ScalarType.F16;
    private static final ScalarType F32 = ScalarType.F32;

    /** All pairs of corner values, the last one often enough to push the others out. */
    private static int[][] cornerPairs(int[] corners, int streams) {
        int n = corners.length;
        int[][] x = new int[streams][n * n + 200];
        for (int i = 0; i < n * n + 200; i++) {
            int at = Math.min(i, n * n - 1);
            for (int s = 0; s < streams; s++) {
                x[s][i] = corners[s % 2 == 0 ? at / n : at % n];
            }
        }
        return x;
    }

    @Test
    void specialFunctionsAreTheirInterpretationEveryCycle() {
        Kernel kernel = KernelCompiler.compile("""
                kernel functions(in stream f32 x, out stream f32 p, out stream f32 q, out stream f32 r, out stream f32 s, u32 n) {
                    vector for (i : n) {
                        f32 v = read(x);
                        write(p, exp2(v));
                        write(q, recip(v));
                        write(r, rsqrt(v));
                        write(s, exp(v));
                    }
                }
                """, "functions.fk").getFirst();
        try (StreamedUnit unit = new StreamedUnit(kernel)) {
            unit.feed(cornerPairs(FpOperands.corners(), 1), 0);
            unit.run(COUNT / 2, 31, (random, x) -> FpOperands.anyBits(random, x[0], new int[x[0].length]));
            unit.run(COUNT / 2, 32, FunctionUnitsTest::moderate);
        }
    }

    /** Exponents from 2^-12 to 2^8, where the exponential functions are neither 1 nor out of range. */
    private static void moderate(Random random, int[][] x) {
        for (int i = 0; i < x[0].length; i++) {
            x[0][i] = random.nextInt() & 0x807fffff | 115 + random.nextInt(20) << 23;
        }
    }

    @Test
    void comparisonsAreTheirInterpretation() {
        SsaBuilder b = new SsaBuilder("comparisons");
        int[] in = {b.input("a", F32, true), b.input("b", F32, true), b.input("c", F16, true), b.input("d", F16, true)};
        OpCode[] opcodes = {OpCode.FLT, OpCode.FLE, OpCode.FEQ};
        int[] out = new int[6];
        for (int k = 0; k < 6; k++) {
            out[k] = b.output("z" + k, ScalarType.BOOL, true);
        }
        int n = b.arg("n", ScalarType.U32);
        b.loop(n, true, i -> {
            int[] v = {b.read(in[0]), b.read(in[1]), b.read(in[2]), b.read(in[3])};
            for (int k = 0; k < 6; k++) {
                b.write(out[k], b.op(opcodes[k % 3], ScalarType.BOOL, v[k / 3 * 2], v[k / 3 * 2 + 1]));
            }
        });
        try (StreamedUnit unit = new StreamedUnit(b.build())) {
            unit.feed(cornerPairs(FpOperands.corners(), 4), 0);
            unit.feed(cornerPairs(FpOperands.halfCorners(), 4), 0);
            unit.run(COUNT / 2, 33, FunctionUnitsTest::pairs);
            unit.run(COUNT / 2, 34, FunctionUnitsTest::close);
        }
    }

    private static void pairs(Random random, int[][] x) {
        FpOperands.anyBits(random, x[0], x[1]);
        FpOperands.anyBits(random, x[2], x[3]);
    }

    private static void close(Random random, int[][] x) {
        FpOperands.close(random, x[0], x[1]);
        FpOperands.halfClose(random, x[2], x[3]);
    }

    @Test
    void operatorsOfTheOtherFormatsAreTheirInterpretation() {
        SsaBuilder b = new SsaBuilder("formats");
        int[] in = {b.input("a", F32, true), b.input("b", F32, true), b.input("c", F16, true), b.input("d", F16, true),
            b.input("e", ScalarType.BF16, true)};
        int[] out = {b.output("p", F32, true), b.output("q", F16, true), b.output("r", F16, true), b.output("s", F16, true),
            b.output("t", F32, true), b.output("u", ScalarType.BF16, true), b.output("w", F16, true)};
        int n = b.arg("n", ScalarType.U32);
        b.loop(n, true, i -> {
            int x = b.read(in[0]);
            int y = b.read(in[1]);
            int g = b.read(in[2]);
            int h = b.read(in[3]);
            int wide = b.op(OpCode.B2F, F32, b.read(in[4]));
            b.write(out[0], b.op(OpCode.FMA, F32, x, y, wide));
            b.write(out[1], b.op(OpCode.FADD, F16, g, h));
            b.write(out[2], b.op(OpCode.FSUB, F16, g, h));
            b.write(out[3], b.op(OpCode.FMUL, F16, g, h));
            b.write(out[4], wide);
            b.write(out[5], b.op(OpCode.F2B, ScalarType.BF16, y));
            b.write(out[6], b.op(OpCode.FSUB, F16, b.constant(F16, 0x3c00), h));
        });
        try (StreamedUnit unit = new StreamedUnit(b.build())) {
            unit.run(COUNT / 4, 35, (random, x) -> {
                close(random, x);
                FpOperands.anyBits(random, x[4], new int[x[4].length]);
            });
        }
    }
}
