package org.fabricast.ir.graph;

import java.util.List;

/**
 * An operator with its operands: one step of a computation on one token. The list of permitted records is the table of
 * contents of the graph level. Every constructor refuses ill-typed operands with {@link IllTypedOp}.
 *
 * <p>Activations are binary32 vectors. Two things are not operands because a step has exactly one of each: the token id
 * (read by {@link Embedding}) and the position in the sequence (read by {@link LearnedPosition}, {@link Rotary} and
 * {@link Attention}).
 */
public sealed interface Op
        permits Embedding, LearnedPosition, RmsNorm, LayerNorm, Linear, Rotary, Attention, Activation, Multiply, Add {

    /** Values read, in the order of the textual form. */
    List<Value> inputs();

    /** Constants read, in the order of the textual form. */
    List<ConstantRef> constants();

    /** Type of the one result. */
    TensorType resultType();
}
