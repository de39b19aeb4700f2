package org.fabricast.ir.graph;

import java.util.List;

/**
 * Product of two vectors element by element, the gate of a gated feed-forward network: {@code y[i] = left[i] · right[i]}.
 *
 * <p>Shapes: {@code f32[n]}, {@code f32[n]} → {@code f32[n]}.
 *
 * @param left  first operand
 * @param right second operand
 */
public record Multiply(Value left, Value right) implements Op {

    public Multiply {
        OpCheck check = new OpCheck("multiply").vector("left", left.type());
        if (check.clean()) {
            check.vector("right", right.type(), left.type().dim(0));
        }
        check.done();
    }

    @Override
    public List<Value> inputs() {
        return List.of(left, right);
    }

    @Override
    public List<ConstantRef> constants() {
        return List.of();
    }

    @Override
    public TensorType resultType() {
        return left.type();
    }
}
