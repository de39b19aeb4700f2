package org.fabricast.compiler.divide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fabricast.compiler.SmallModel;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.fuse.Fuser;
import org.fabricast.compiler.plan.LayerMatrix;
import org.fabricast.compiler.quantise.QuantisedMatrix;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.hw.HardwareConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DivisionTest {

    // dim 24, hidden 40, 4 heads, 2 KV heads of 8, vocabulary 11
    private static final FusedModel MODEL = Fuser.fuse(SmallModel.shapes(SmallModel.shape(RotaryStyle.HALF, 8, 16)));
    private static final HardwareConfig TWO = HardwareConfig.sim64().withCores(2);

    @Test
    void parts_are_whole_blocks_of_rows_and_whole_heads() {
        Division two = Division.of(MODEL, TWO);
        assertThat(two).isEqualTo(new Division(MODEL, 2, 1, 16, 24, 16));
        assertThat(two.heads()).isEqualTo(2);
        assertThat(two.rows(LayerMatrix.QKV)).isEqualTo(4 * 8);
        assertThat(two.rows(LayerMatrix.GATE_UP)).isEqualTo(48);
    }

    @Test
    void one_core_has_everything_as_it_is() {
        Division one = Division.of(MODEL, HardwareConfig.sim64());
        assertThat(one).isEqualTo(new Division(MODEL, 1, 2, 24, 40, 11));
        QuantisedMatrix whole = new QuantisedMatrix(24, 1, 1, 8, new byte[24], new short[24]);
        assertThat(one.of(LayerMatrix.OUT, whole, 0)).isSameAs(whole);
    }

    @ParameterizedTest
    @EnumSource
    void every_row_is_in_one_core_once_and_the_rest_is_filled_with_none(LayerMatrix matrix) {
        Division two = Division.of(MODEL, TWO);
        List<Integer> rows = new ArrayList<>();
        for (int core = 0; core < 2; core++) {
            int[] sources = two.sources(matrix, core);
            assertThat(sources).hasSize(two.rows(matrix));
            Arrays.stream(sources).filter(row -> row >= 0).forEach(rows::add);
        }
        assertThat(rows).hasSize(matrix.rows(MODEL)).doesNotHaveDuplicates();
    }

    @Test
    void a_core_has_the_queries_key_and_value_of_its_heads() {
        // Queries 0..31, keys 32..47, values 48..63; core 1 has KV head 1 with queries 2 and 3.
        int[] sources = Division.of(MODEL, TWO).sources(LayerMatrix.QKV, 1);
        assertThat(sources[0]).isEqualTo(16);
        assertThat(sources[16]).isEqualTo(40);
        assertThat(sources[24]).isEqualTo(56);
        assertThat(sources[31]).isEqualTo(63);
    }

    @Test
    void a_row_filled_up_is_zero_in_levels_and_scale() {
        QuantisedMatrix whole = new QuantisedMatrix(2, 2, 2, 8, new byte[] {1, 2, 3, 4}, new short[] {5, 6});
        QuantisedMatrix some = whole.select(new int[] {1, -1});
        assertThat(some.levels()).containsExactly(3, 4, 0, 0);
        assertThat(some.scales()).containsExactly((short) 6, (short) 0);
    }
}
