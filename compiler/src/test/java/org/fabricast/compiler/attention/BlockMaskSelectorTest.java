package org.fabricast.compiler.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.fabricast.compiler.SmallModel;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.interpret.AttentionFilter;
import org.junit.jupiter.api.Test;

class BlockMaskSelectorTest {

    private static final int BLOCKS = 5;

    /** Two layers of four heads, five blocks of three tokens. */
    private static AttentionMass mass() {
        Random random = new Random(11);
        List<int[]> text = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            text.add(random.ints(3 * BLOCKS, 3, 11).toArray());
        }
        return AttentionMass.of(SmallModel.random(SmallModel.shape(RotaryStyle.HALF, 4, 16), 7), text, 3, () -> { });
    }

    private static double kept(AttentionMass mass, AttentionMaskPlan plan) {
        double kept = 0;
        for (int layer = 0; layer < 2; layer++) {
            for (int head = 0; head < 4; head++) {
                kept += mass.keptBy(plan.layers().get(layer).get(head), layer, head);
            }
        }
        return kept / 8;
    }

    @Test
    void atItsLeastDensityAMaskIsSinkAndNeighbourhood() {
        // Blocks of five rows: 1, 2, 3, 3, 3 of 25.
        AttentionMaskPlan plan = BlockMaskSelector.select(mass(), 12 / 25.0, "test");
        assertThat(plan.density()).isCloseTo(12 / 25.0, within(1e-12));
        assertThat(plan.layers()).allSatisfy(heads -> assertThat(heads).hasSize(4).allSatisfy(mask -> {
            assertThat(mask.count()).isEqualTo(12);
            assertThat(mask.keeps(4, 0)).isTrue();
            assertThat(mask.keeps(4, 1)).isFalse();
            assertThat(mask.keeps(4, 2)).isFalse();
            assertThat(mask.keeps(4, 3)).isTrue();
        }));
    }

    @Test
    void everythingCausalIsKeptWhereTheDensityAllowsIt() {
        AttentionMaskPlan plan = BlockMaskSelector.select(mass(), 1, "test");
        assertThat(plan.density()).isCloseTo(plan.causalDensity(), within(1e-12)).isCloseTo(0.6, within(1e-12));
        assertThat(kept(mass(), plan)).isCloseTo(1, within(1e-12));
    }

    @Test
    void theBlocksWithMostAttentionAreKeptAndNoOthers() {
        AttentionMass mass = mass();
        // Of 8 · 3 blocks beside sink and neighbourhood ten are kept: 8 · 12 + 10 of 200.
        AttentionMaskPlan plan = BlockMaskSelector.select(mass, 106 / 200.0, "test");
        double leastKept = 1;
        double mostDropped = 0;
        int kept = 0;
        for (int layer = 0; layer < 2; layer++) {
            for (int head = 0; head < 4; head++) {
                for (int[] place : new int[][] {{3, 1}, {4, 1}, {4, 2}}) {
                    double at = mass.at(layer, head, place[0], place[1]);
                    if (plan.layers().get(layer).get(head).keeps(place[0], place[1])) {
                        leastKept = Math.min(leastKept, at);
                        kept++;
                    } else {
                        mostDropped = Math.max(mostDropped, at);
                    }
                }
            }
        }
        assertThat(kept).isEqualTo(10);
        assertThat(leastKept).isGreaterThanOrEqualTo(mostDropped);
        assertThat(plan.density(0) + plan.density(1)).isCloseTo(2 * plan.density(), within(1e-12));
    }

    @Test
    void aDensityBelowSinkAndNeighbourhoodIsRefusedWithTheLeast() {
        for (double density : new double[] {0.47, 0, -1, Double.NaN, 1.2}) {
            assertThatExceptionOfType(FabricastException.class)
                    .isThrownBy(() -> BlockMaskSelector.select(mass(), density, "--attention-density"))
                    .satisfies(e -> {
                        assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F1009);
                        assertThat(e.getMessage()).contains("from 0.4800 to 1", "causal mask keeps 0.6000");
                    });
        }
    }

    @Test
    void theFilterOfAPlanSeesItsBlocksAndEverythingBehindThem() {
        AttentionFilter filter = BlockMaskSelector.select(mass(), 0.48, "test").filter();
        // Query 13 is in block 4: key 4 in block 1 is dropped, key 2 in the sink and key 9 in block 3 are seen.
        assertThat(filter.sees(0, 0, 13, 4)).isFalse();
        assertThat(filter.sees(1, 3, 13, 2)).isTrue();
        assertThat(filter.sees(1, 3, 13, 9)).isTrue();
        assertThat(filter.sees(1, 3, 15, 4)).isTrue();
    }
}
