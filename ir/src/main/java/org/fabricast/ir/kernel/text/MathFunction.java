package org.fabricast.ir.kernel.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Functions of compile-time expressions, in binary64.
 *
 * <p>Rounding: those of {@link StrictMath}, equal on every machine; erf within 4 ulp of binary64.
 */
enum MathFunction {
    EXP(1, x -> StrictMath.exp(x[0])), EXP2(1, x -> StrictMath.pow(2, x[0])), LOG(1, x -> StrictMath.log(x[0])),
    LOG2(1, x -> StrictMath.log(x[0]) / StrictMath.log(2)), SQRT(1, x -> StrictMath.sqrt(x[0])),
    SIN(1, x -> StrictMath.sin(x[0])), COS(1, x -> StrictMath.cos(x[0])), TAN(1, x -> StrictMath.tan(x[0])),
    ATAN(1, x -> StrictMath.atan(x[0])), TANH(1, x -> StrictMath.tanh(x[0])), ERF(1, x -> erf(x[0])),
    POW(2, x -> StrictMath.pow(x[0], x[1])), ABS(1, x -> Math.abs(x[0])), FLOOR(1, x -> Math.floor(x[0])),
    CEIL(1, x -> Math.ceil(x[0])), ROUND(1, x -> Math.rint(x[0])), MIN(2, x -> Math.min(x[0], x[1])),
    MAX(2, x -> Math.max(x[0], x[1])), PI(0, x -> Math.PI);

    private final int arity;
    private final ToDoubleFunction<double[]> function;

    MathFunction(int arity, ToDoubleFunction<double[]> function) {
        this.arity = arity;
        this.function = function;
    }

    int arity() {
        return arity;
    }

    double apply(double... operands) {
        return function.applyAsDouble(operands);
    }

    static Optional<MathFunction> of(String name) {
        return Arrays.stream(values()).filter(f -> f.name().toLowerCase(Locale.ROOT).equals(name)).findFirst();
    }

    static String list() {
        return Arrays.stream(values()).map(f -> f.name().toLowerCase(Locale.ROOT))
                .reduce((a, b) -> a + " " + b).orElseThrow();
    }

    /**
     * erf(x) = 2/√π · e^(−x²) · Σ 2^k x^(2k+1) / (1·3·…·(2k+1)) up to 2.5 (all terms positive, nothing cancels), beyond
     * it 1 − e^(−x²)/√π / (x + ½/(x + 1/(x + 3/2/(x + …)))).
     */
    private static double erf(double x) {
        double a = Math.abs(x);
        if (Double.isNaN(x) || a > 6) {
            return Double.isNaN(x) ? x : Math.signum(x);
        }
        double magnitude;
        if (a < 2.5) {
            double term = a;
            double sum = a;
            for (int k = 1; term > sum * 0x1p-60; k++) {
                term *= 2 * a * a / (2 * k + 1);
                sum += term;
            }
            magnitude = 2 / StrictMath.sqrt(Math.PI) * StrictMath.exp(-a * a) * sum;
        } else {
            double fraction = a;
            for (int k = 120; k > 0; k--) {
                fraction = a + k / 2.0 / fraction;
            }
            magnitude = 1 - StrictMath.exp(-a * a) / StrictMath.sqrt(Math.PI) / fraction;
        }
        return Math.copySign(magnitude, x);
    }
}
