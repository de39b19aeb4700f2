package org.fabricast.ir.graph;

import java.util.List;

/**
 * Reads the row of the step's token: {@code y = table[token]}.
 *
 * <p>Shapes: table {@code [vocab, dim]} → {@code f32[dim]}. Rounding: none.
 *
 * @param table one row per token id
 */
public record Embedding(ConstantRef table) implements Op {

    public Embedding {
        new OpCheck("embedding").matrix("table", table.type()).done();
    }

    /** Number of token ids. */
    public int vocab() {
        return table.type().dim(0);
    }

    @Override
    public List<Value> inputs() {
        return List.of();
    }

    @Override
    public List<ConstantRef> constants() {
        return List.of(table);
    }

    @Override
    public TensorType resultType() {
        return TensorType.vector(table.type().dim(1));
    }
}
