package org.fabricast.ir.graph;

import java.util.List;

/**
 * Reads the row of the step's position: {@code y = table[position]}. A frontend whose model counts positions from
 * another number than 0 (OPT: 2) imports the table without the unused rows.
 *
 * <p>Shapes: table {@code [context, dim]} → {@code f32[dim]}. Rounding: none.
 *
 * @param table one row per position
 */
public record LearnedPosition(ConstantRef table) implements Op {

    public LearnedPosition {
        new OpCheck("learned-position").matrix("table", table.type()).done();
    }

    /** Number of positions. */
    public int context() {
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
