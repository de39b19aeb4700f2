package org.fabricast.ir.graph;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.fabricast.diag.ErrorCode;

/**
 * Rotary position embedding of every head of a vector. With {@code f[i] = theta^(−2i/rotaryDim)}, scaled if asked, and
 * {@code a = position · f[i]}, each pair of a head's first {@code rotaryDim} elements turns by {@code a}:
 *
 * <pre>
 *   y0 = x0 · cos(a) − x1 · sin(a)
 *   y1 = x1 · cos(a) + x0 · sin(a)
 * </pre>
 *
 * <p>The other elements of the head pass. Shapes: {@code f32[n · headDim]} → the same. Source: Su et al., RoFormer,
 * eq. 34; partial rotation as in GPT-NeoX and Phi.
 *
 * @param input     heads one after another
 * @param style     which elements form a pair
 * @param headDim   elements of a head
 * @param rotaryDim elements of a head that turn; even, at most {@code headDim}
 * @param theta     base of the frequencies
 * @param scaling   change of the frequencies, if any
 */
public record Rotary(Value input, RotaryStyle style, int headDim, int rotaryDim, double theta,
        Optional<FrequencyScaling> scaling) implements Op {

    public Rotary {
        OpCheck check = new OpCheck("rotary")
                .vector("input", input.type())
                .atLeastOne("headDim", headDim)
                .require(ErrorCode.F2105, rotaryDim >= 2 && rotaryDim % 2 == 0 && rotaryDim <= headDim,
                        "rotaryDim even, from 2 to headDim " + headDim, String.valueOf(rotaryDim))
                .positive("theta", theta);
        if (check.clean()) {
            check.require(ErrorCode.F2103, input.type().dim(0) % headDim == 0,
                    "input of whole heads of " + headDim, input.type().toString());
        }
        check.done();
        Objects.requireNonNull(style);
        Objects.requireNonNull(scaling);
    }

    /** Number of heads in the input. */
    public int heads() {
        return input.type().dim(0) / headDim;
    }

    /** The {@code rotaryDim / 2} angles per position, fastest first, in binary64. Units: radians per position. */
    public double[] frequencies() {
        double[] frequencies = new double[rotaryDim / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double frequency = Math.pow(theta, -2.0 * i / rotaryDim);
            frequencies[i] = scaling.isPresent() ? scaling.get().apply(frequency) : frequency;
        }
        return frequencies;
    }

    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public List<ConstantRef> constants() {
        return List.of();
    }

    @Override
    public TensorType resultType() {
        return input.type();
    }
}
