package org.fabricast.ir.graph;

import java.util.List;

/**
 * Layer normalisation: {@code y[i] = weight[i] · (x[i] − mean(x)) / sqrt(variance(x) + eps) + bias[i]}, the variance
 * being {@code mean((x − mean(x))²)}.
 *
 * <p>Shapes: {@code f32[n]}, weight {@code [n]}, bias {@code [n]} → {@code f32[n]}. Source: Ba, Kiros and Hinton, Layer
 * Normalization, eq. 4.
 *
 * @param input  vector to normalise
 * @param weight gain per element
 * @param bias   added per element
 * @param eps    added to the variance; greater than 0
 */
public record LayerNorm(Value input, ConstantRef weight, ConstantRef bias, float eps) implements Op {

    public LayerNorm {
        OpCheck check = new OpCheck("layer-norm").vector("input", input.type()).positive("eps", eps);
        if (input.type().rank() == 1) {
            check.weightVector("weight", weight.type(), input.type().dim(0));
            check.weightVector("bias", bias.type(), input.type().dim(0));
        }
        check.done();
    }

    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public List<ConstantRef> constants() {
        return List.of(weight, bias);
    }

    @Override
    public TensorType resultType() {
        return input.type();
    }
}
