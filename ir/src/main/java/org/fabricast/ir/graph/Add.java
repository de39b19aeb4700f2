package org.fabricast.ir.graph;

import java.util.List;

/**
 * Sum of two vectors element by element, the residual connection: {@code y[i] = left[i] + right[i]}.
 *
 * <p>Shapes: {@code f32[n]}, {@code f32[n]} → {@code f32[n]}.
 *
 * @param left  first operand
 * @param right second operand
 */
public record Add(Value left, Value right) implements Op {

    public Add {
        OpCheck check = new OpCheck("add").vector("left", left.type());
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
