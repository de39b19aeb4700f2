package org.fabricast.compiler.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;

import org.fabricast.compiler.SmallModel;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.build.ConstantReplacer;
import org.junit.jupiter.api.Test;

class AttentionMassTest {

    private static final List<int[]> TEXT = List.of(new int[] {1, 4, 7, 9, 3, 8, 5}, new int[] {1, 10, 6});

    private static Graph small() {
        return SmallModel.random(SmallModel.shape(RotaryStyle.HALF, 4, 16), 7);
    }

    @Test
    void aModelWithoutQueriesAttendsToEveryPositionAlike() {
        Graph blind = ConstantReplacer.replace(small(), tensor -> tensor.name().endsWith("attention.q.weight")
                ? new Tensor(tensor.name(), tensor.type(), new float[tensor.data().length]) : tensor);
        AttentionMass mass = AttentionMass.of(blind, TEXT, 3, () -> { });
        assertThat(mass.blocks()).isEqualTo(3);
        assertThat(mass.layers()).isEqualTo(2);
        assertThat(mass.heads()).isEqualTo(4);
        // Positions 3, 4, 5 of the first sequence see 4, 5, 6 keys, three of them in the first block.
        double first = (3 / 4.0 + 3 / 5.0 + 3 / 6.0) / 3;
        assertThat(mass.at(1, 2, 1, 0)).isCloseTo(first, within(1e-12));
        assertThat(mass.at(1, 2, 1, 1)).isCloseTo(1 - first, within(1e-12));
        // The last block has one query, which sees 7.
        assertThat(mass.at(0, 0, 2, 1)).isCloseTo(3 / 7.0, within(1e-12));
        assertThat(mass.at(0, 0, 2, 2)).isCloseTo(1 / 7.0, within(1e-12));
        // A mask without the block of keys 1 for the last query loses 3/7 of 1 of 10 queries.
        BitSet bits = new BitSet();
        List.of(0, 3, 4, 6, 8).forEach(bits::set);
        assertThat(mass.keptBy(new BlockMask(3, bits), 0, 0)).isCloseTo(1 - 0.3 / 7, within(1e-12));
    }

    @Test
    void everyRowOfBlocksSumsToOneWhateverTheScores() {
        AttentionMass mass = AttentionMass.of(small(), TEXT, 2, () -> { });
        boolean differ = false;
        for (int layer = 0; layer < mass.layers(); layer++) {
            for (int head = 0; head < mass.heads(); head++) {
                for (int query = 0; query < mass.blocks(); query++) {
                    double sum = 0;
                    for (int key = 0; key <= query; key++) {
                        sum += mass.at(layer, head, query, key);
                    }
                    assertThat(sum).isCloseTo(1, within(1e-12));
                }
                differ |= Math.abs(mass.at(layer, head, 2, 0) - mass.at(0, 0, 2, 0)) > 1e-3;
            }
        }
        assertThat(differ).isTrue();
    }
}
