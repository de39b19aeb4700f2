package org.fabricast.compiler.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.fabricast.compiler.SmallModel;
import org.fabricast.ir.graph.RotaryStyle;
import org.junit.jupiter.api.Test;

class MachineRowsTest {

    @Test
    void neighboursOfAPairComeToStandHalfAHeadApart() {
        Map<String, int[]> orders =
                MachineRows.of(SmallModel.shapes(SmallModel.shape(RotaryStyle.INTERLEAVED, 4, 16)));
        // Two layers with q and k; heads of 4: rows 0 2 1 3.
        assertThat(orders).hasSize(4);
        assertThat(orders.values()).anySatisfy(order -> assertThat(order).containsExactly(0, 2, 1, 3, 4, 6, 5, 7));
        assertThat(orders.values()).anySatisfy(order -> assertThat(order).hasSize(16).startsWith(0, 2, 1, 3, 4, 6, 5, 7, 8, 10));
    }

    @Test
    void modelsThatPairHalvesStayAsTheyAre() {
        assertThat(MachineRows.of(SmallModel.shapes(SmallModel.shape(RotaryStyle.HALF, 4, 16)))).isEmpty();
    }

    @Test
    void rowsThatMovedComeBack() {
        float[] matrix = {1, 2, 3, 4, 5, 6, 7, 8};
        int[] order = {0, 2, 1, 3};
        assertThat(MachineRows.gathered(matrix, order)).containsExactly(1, 2, 5, 6, 3, 4, 7, 8);
        assertThat(MachineRows.scattered(MachineRows.gathered(matrix, order), order)).isEqualTo(matrix);
    }
}
