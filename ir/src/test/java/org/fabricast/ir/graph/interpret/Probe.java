package org.fabricast.ir.graph.interpret;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fabricast.ir.graph.ModelFacts;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.Value;
import org.fabricast.ir.graph.build.GraphBuilder;

/** Runs a piece of graph on chosen vectors: token {@code t} gives row {@code t}. */
final class Probe {

    /** The piece under test, from the row to its result. */
    @FunctionalInterface
    interface Piece {
        Value build(GraphBuilder builder, Value row);
    }

    private Probe() {
    }

    /** What the piece gives for the last of {@code tokens}, all being fed in order. */
    static float[] run(float[][] rows, Piece piece, int... tokens) {
        float[] table = new float[rows.length * rows[0].length];
        for (int t = 0; t < rows.length; t++) {
            System.arraycopy(rows[t], 0, table, t * rows[0].length, rows[0].length);
        }
        GraphBuilder builder = new GraphBuilder("probe", rows.length, 16);
        Value row = builder.embedding("row", Tensor.f32("rows", table, rows.length, rows[0].length));
        Value result = piece.build(builder, row);
        int length = result.type().dim(0);
        Value logits = builder.linear("logits", result,
                Tensor.f32("head", new float[rows.length * length], rows.length, length), Optional.empty());
        ReferenceInterpreter interpreter = new ReferenceInterpreter(
                builder.build(new ModelFacts(OptionalInt.empty(), List.of(), false), logits));
        for (int token : tokens) {
            interpreter.step(token);
        }
        return interpreter.value(result.name());
    }

    /** As above for one vector at position 0. */
    static float[] run(float[] row, Piece piece) {
        return run(new float[][] {row}, piece, 0);
    }
}
