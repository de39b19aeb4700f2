package org.fabricast.ir.graph;

import java.util.List;
import java.util.Objects;

/**
 * A non-linear function of each element: {@code y[i] = function(x[i])}.
 *
 * <p>Shapes: {@code f32[n]} → {@code f32[n]}.
 *
 * @param input    vector
 * @param function which function
 */
public record Activation(Value input, ActivationFunction function) implements Op {

    public Activation {
        Objects.requireNonNull(function);
        new OpCheck("activation").vector("input", input.type()).done();
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
