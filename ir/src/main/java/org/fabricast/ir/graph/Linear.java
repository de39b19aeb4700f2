package org.fabricast.ir.graph;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fabricast.diag.ErrorCode;

/**
 * Matrix times vector: {@code y[o] = Σ_i weight[o, i] · x[i] + bias[o]}.
 *
 * <p>Shapes: {@code f32[in]}, weight {@code [out, in]}, bias {@code [out]} → {@code f32[out]}. Cost: {@code out · in}
 * multiply-accumulates; each weight read once per token, which is what bounds decoding.
 *
 * @param input  vector
 * @param weight one row per output element
 * @param bias   added per output element, if the model has one
 */
public record Linear(Value input, ConstantRef weight, Optional<ConstantRef> bias) implements Op {

    public Linear {
        OpCheck check = new OpCheck("linear").vector("input", input.type()).matrix("weight", weight.type());
        if (check.clean()) {
            check.require(ErrorCode.F2103, weight.type().dim(1) == input.type().dim(0),
                    "weight of shape [out, " + input.type().dim(0) + "]", weight.type().toString());
            bias.ifPresent(b -> check.weightVector("bias", b.type(), weight.type().dim(0)));
        }
        check.done();
    }

    /** A linear layer without bias. */
    public Linear(Value input, ConstantRef weight) {
        this(input, weight, Optional.empty());
    }

    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public List<ConstantRef> constants() {
        return Stream.concat(Stream.of(weight), bias.stream()).toList();
    }

    @Override
    public TensorType resultType() {
        return TensorType.vector(weight.type().dim(0));
    }
}
