package org.fabricast.compiler.sparse;

import java.util.HashMap;
import java.util.Map;

import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.Rotary;
import org.fabricast.ir.graph.RotaryStyle;

/**
 * The order in which the machine stores rows of a projection: the two elements of a rotary pair stand half a head apart, whatever
 * the model does. Blocks and pairs of rows are those of this order.
 */
final class MachineRows {

    private MachineRows() {
    }

    /** By node of a linear operator whose rows move, the model's row in each place of the machine's. */
    static Map<String, int[]> of(Graph graph) {
        Map<String, int[]> moved = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Rotary rotary && rotary.style() == RotaryStyle.INTERLEAVED
                    && graph.nodesByName().get(rotary.input().name()).op() instanceof Linear) {
                moved.put(rotary.input().name(), order(rotary));
            }
        }
        return moved;
    }

    private static int[] order(Rotary rotary) {
        int[] order = new int[rotary.heads() * rotary.headDim()];
        int half = rotary.rotaryDim() / 2;
        for (int row = 0; row < order.length; row++) {
            int i = row % rotary.headDim();
            order[row] = i >= rotary.rotaryDim() ? row : row - i + (i < half ? 2 * i : 2 * (i - half) + 1);
        }
        return order;
    }

    /** Rows of {@code matrix} in {@code order}: row r of the result is row {@code order[r]} of the argument. */
    static float[] gathered(float[] matrix, int[] order) {
        int cols = matrix.length / order.length;
        float[] moved = new float[matrix.length];
        for (int row = 0; row < order.length; row++) {
            System.arraycopy(matrix, order[row] * cols, moved, row * cols, cols);
        }
        return moved;
    }

    /** The inverse of {@link #gathered}. */
    static float[] scattered(float[] matrix, int[] order) {
        int cols = matrix.length / order.length;
        float[] moved = new float[matrix.length];
        for (int row = 0; row < order.length; row++) {
            System.arraycopy(matrix, row * cols, moved, order[row] * cols, cols);
        }
        return moved;
    }
}
