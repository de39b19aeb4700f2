package org.fabricast.ir.graph;

import java.util.List;

/**
 * Root mean square normalisation: {@code y[i] = weight[i] · x[i] / sqrt(mean(x²) + eps)}.
 *
 * <p>Shapes: {@code f32[n]}, weight {@code [n]} → {@code f32[n]}. Source: Zhang and Sennrich, Root Mean Square Layer
 * Normalization, eq. 4.
 *
 * @param input  vector to normalise
 * @param weight gain per element
 * @param eps    added to the mean square; greater than 0
 */
public record RmsNorm(Value input, ConstantRef weight, float eps) implements Op {

    public RmsNorm {
        OpCheck check = new OpCheck("rms-norm").vector("input", input.type()).positive("eps", eps);
        if (input.type().rank() == 1) {
            check.weightVector("weight", weight.type(), input.type().dim(0));
        }
        check.done();
    }

    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public List<ConstantRef> constants() {
        return List.of(weight);
    }

    @Override
    public TensorType resultType() {
        return input.type();
    }
}
