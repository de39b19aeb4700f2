package org.fabricast.ir.kernel.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

/**
 * Special functions against values computed with 50 digits (mpmath; computed for this project). The decimal arguments
 * are rounded to binary32 first, which moves a result by up to its condition number times half an ulp.
 */
class GoldenFunctionTest {

    private static final List<String> VALUES = List.of(
            "exp -5.755146 0.0031664442764479774",
            "sigmoid -5.755146 0.003156449554821217",
            "exp -8.649446 0.00017522389531111736",
            "sigmoid -8.649446 0.00017519319727665852",
            "exp -0.662067 0.5157841061437792",
            "sigmoid -0.662067 0.3402754416365774",
            "exp 4.048811 57.32925202493907",
            "sigmoid 4.048811 0.9828559433683044",
            "exp -1.436335 0.2377976920969128",
            "sigmoid -1.436335 0.1921135364972829",
            "exp -0.262312 0.7692709737179247",
            "sigmoid -0.262312 0.4347954525594166",
            "exp -8.769945 0.00015533212368075674",
            "sigmoid -8.769945 0.00015530799935939164",
            "exp -0.227311 0.79667297846234",
            "sigmoid -0.227311 0.44341568444145163",
            "exp 7.95252 2842.72961043501",
            "sigmoid 7.95252 0.99964834912703",
            "exp 6.314312 552.4218635766509",
            "sigmoid 6.314312 0.9981930601846172",
            "recip 19.106866 0.05233720694958556",
            "rsqrt 19.106866 0.22877326537335074",
            "recip 109.385328 0.009141993887882295",
            "rsqrt 109.385328 0.09561377457188004",
            "recip 21.007771 0.04760143282216852",
            "rsqrt 21.007771 0.21817752593282497",
            "recip 95.810993 0.010437215696115372",
            "rsqrt 95.810993 0.1021626922908523",
            "recip 21.115708 0.04735810894903453",
            "rsqrt 21.115708 0.21761918332039235",
            "recip 87.07981 0.011483718212063164",
            "rsqrt 87.07981 0.10716211183092261",
            "recip 237.030547 0.0042188655118785175",
            "rsqrt 237.030547 0.06495279448860163",
            "recip 271.620191 0.0036816114307201856",
            "rsqrt 271.620191 0.06067628392312919",
            "recip 237.786623 0.004205451035822145",
            "rsqrt 237.786623 0.06484944900168502",
            "recip 168.546051 0.005933096587353447",
            "rsqrt 168.546051 0.07702659662320183");

    private static final List<String> SILU = List.of(
            "-5.755146 -0.01816582802963111",
            "-8.649446 -0.001515324099411805",
            "-0.662067 -0.2252851408180039",
            "4.048811 3.9793979549249676",
            "-1.436335 -0.2759393964448248",
            "-0.262312 -0.11405206475176567",
            "-8.769945 -0.0013620426124418999",
            "-0.227311 -0.10079326264607082",
            "7.95252 7.949723489399688",
            "6.314312 6.302902418240451");

    private static final float[] SOFTMAX_X = {1.78584f, -2.0484f, -2.14068f, -5.72487f, 2.06194f, -5.46903f, 2.63734f};
    private static final double[] SOFTMAX_Y = {0.21259757830734755,
        0.0045958837916833485,
        0.004190755697217019,
        0.00011633178848932865,
        0.28019928299706526,
        0.0001502478635457524,
        0.49814991955465177};

    private static float[] run(ExecutableKernel kernel, float... arguments) {
        int[][] inputs = new int[kernel.kernel().inputs().size()][1];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i][0] = Float.floatToRawIntBits(arguments[i]);
        }
        int[][] outputs = new int[1][1];
        kernel.run(inputs, new int[] {1}, outputs);
        return new float[] {Float.intBitsToFloat(outputs[0][0]), Float.float16ToFloat((short) outputs[0][0])};
    }

    @Test
    void functionsAgreeWithFiftyDigits() {
        for (String line : VALUES) {
            String[] field = line.split(" ");
            ExecutableKernel kernel = ExecutableKernel.of(KernelCompiler.compile("kernel t(in stream f32 x, out stream f32 y,"
                    + " u32 n) { vector for (i : n) { write(y, " + field[0] + "(read(x))); } }", "t.fk").getFirst());
            double wanted = Double.parseDouble(field[2]);
            double condition = field[0].equals("recip") || field[0].equals("rsqrt") ? 1
                    : Math.abs(Double.parseDouble(field[1]));
            assertThat((double) run(kernel, Float.parseFloat(field[1]))[0]).as(line)
                    .isCloseTo(wanted, Offset.offset(wanted * (2.6 + condition) * 0x1p-23));
        }
    }

    @Test
    void siluAgreesWithFiftyDigits() {
        ExecutableKernel kernel = ExecutableKernel.of(KernelLibrary.get("silu_mul"));
        for (String line : SILU) {
            String[] field = line.split(" ");
            double wanted = Double.parseDouble(field[1]);
            assertThat((double) run(kernel, Float.parseFloat(field[0]), 1f)[1]).as(line)
                    .isCloseTo(wanted, Offset.offset(Math.abs(wanted) * 0x1.01p-11 + 0x1p-25));
        }
    }

    @Test
    void softmaxAgreesWithFiftyDigits() {
        int n = SOFTMAX_X.length;
        int[] x = new int[n];
        for (int i = 0; i < n; i++) {
            x[i] = Float.floatToRawIntBits(SOFTMAX_X[i]);
        }
        int[] y = new int[n];
        ExecutableKernel.of(KernelLibrary.get("softmax")).run(new int[][] {x},
                new int[] {n, Float.floatToRawIntBits(1f)}, new int[][] {y});
        for (int i = 0; i < n; i++) {
            assertThat((double) Float.float16ToFloat((short) y[i])).as("element %d", i)
                    .isCloseTo(SOFTMAX_Y[i], Offset.offset(SOFTMAX_Y[i] * 0x1.01p-11 + 0x1p-25));
        }
    }
}
