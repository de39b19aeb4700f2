package org.fabricast.compiler.quantise.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.datatype.Datatype;
import org.junit.jupiter.api.Test;

class GroupQuantiserTest {

    private static final long SEED = 20;

    private static GroupedMatrix quantise(String format, int group, float... row) {
        return new GroupQuantiser(GroupFormat.find(format).orElseThrow(), group, ScaleStorage.FLOAT).quantise("w", row, 1, row.length)
                .matrix();
    }

    private static int[] levels(GroupedMatrix matrix) {
        return IntStream.range(0, matrix.codes().length).map(matrix::level).toArray();
    }

    private static float scale(GroupedMatrix matrix, int group) {
        return matrix.scales().times(1, group);
    }

    @Test
    void a_tie_goes_down_in_numbers_and_to_even_in_integers() {
        // Scale 1: 12 / 12 and 7 / 7.
        assertThat(levels(quantise("fp4", 32, 12, 0.5f, -0.5f, 5, -5, 10, -10, 2.5f))).containsExactly(12, 0, -1, 4, -6, 8, -12, 2);
        assertThat(levels(quantise("int4", 32, 7, 0.5f, -0.5f, 1.5f, -1.5f, 2.5f))).containsExactly(7, 0, 0, 2, -2, 2);
        // INT3 as a candidate of ANT is searched like a number.
        assertThat(levels(quantise("ant3", 32, 3, -0.5f, 0.5f, 1.5f, 2, 2, 2, 2, 2))).containsExactly(3, -1, 0, 1, 2, 2, 2, 2, 2);
    }

    @Test
    void a_group_takes_the_datatype_whose_special_value_it_needs() {
        GroupedMatrix matrix = quantise("bitmod3", 4, 3, 4, -4, 1, -3, 4, -4, 1, 6, 1, 2, -4, -6, -1, -2, 4);
        assertThat(matrix.choices()).containsExactly(0, 1, 2, 3);
        assertThat(matrix.dequantised()).containsExactly(3, 4, -4, 1, -3, 4, -4, 1, 6, 1, 2, -4, -6, -1, -2, 4);
        // All candidates fit equally well: the first.
        assertThat(quantise("bitmod4", 4, 12, -12, 6, 1).choices()).containsExactly(0);
    }

    @Test
    void a_last_group_may_be_short() {
        GroupedMatrix matrix = quantise("int4", 3, 7, 1, 2, 14, 2);
        assertThat(matrix.groups()).isEqualTo(2);
        assertThat(matrix.dequantised()).containsExactly(7, 1, 2, 14, 2);
        assertThat(scale(matrix, 1)).isEqualTo(2);
    }

    @Test
    void a_zero_point_moves_levels() {
        // (10 - (-5)) / 15 = 1, zero 5.
        GroupedMatrix matrix = quantise("int4a", 32, -5, 10, 0, 2.6f);
        assertThat(levels(matrix)).containsExactly(0, 15, 5, 8);
        assertThat(matrix.zeroPoint(0)).isEqualTo(5);
        assertThat(matrix.dequantised()).containsExactly(-5, 10, 0, 3);
    }

    @Test
    void published_microscaling_maps_the_power_of_two_to_half_the_greatest_level() {
        // e = 2, scale 2/12 · 4: 5 / (2/3) = 7.5 -> 8, 4 -> 6, 7.9 -> 11.85 -> 12.
        GroupedMatrix matrix = quantise("mxfp4", 128, 5, 4, -7.9f, 0);
        assertThat(matrix.group()).isEqualTo(32);
        assertThat(levels(matrix)).containsExactly(8, 6, -12, 0);
        assertThat(scale(matrix, 0)).isEqualTo(2f / 12 * 4);
    }

    @Test
    void open_compute_microscaling_has_powers_of_two_and_saturates() {
        // e = 2, X = 2^(2 - 2) = 1, in halves 0.5: 5 is a tie of 4 and 6 (even mantissa: 4), 7.9 saturates at 6, 0.25 a tie of 0 and 0.5.
        GroupedMatrix matrix = quantise("mxfp4ocp", 128, 5, 4, -7.9f, 0.25f, 0.75f);
        assertThat(scale(matrix, 0)).isEqualTo(0.5f);
        assertThat(matrix.dequantised()).containsExactly(4, 4, -6, 0, 1);
    }

    @Test
    void groups_of_zeros_stay_zero_in_every_format_and_storage() {
        for (GroupFormat format : GroupFormat.named()) {
            for (ScaleStorage storage : ScaleStorage.values()) {
                GroupedMatrix matrix = new GroupQuantiser(format, 32, storage).quantise("w", new float[100], 2, 50).matrix();
                assertThat(matrix.dequantised()).as(format.text()).containsOnly(0f);
            }
        }
    }

    @Test
    void two_levels_of_scales_share_a_row_scale() {
        // Scales 2 and 0.5 of 7-level groups: row scale 2/255, codes 255 and 64 (63.75).
        GroupScales scales = new GroupQuantiser(GroupFormat.find("int4").orElseThrow(), 2, ScaleStorage.INT8)
                .quantise("w", new float[] {14, 2, 3.5f, 0.5f}, 1, 4).matrix().scales();
        GroupScales.TwoLevel two = (GroupScales.TwoLevel) scales;
        assertThat(two.rows()).containsExactly(2f / 255);
        assertThat(two.code(0)).isEqualTo(255);
        assertThat(two.code(1)).isEqualTo(64);
    }

    @Test
    void every_weight_has_the_nearest_level_by_search_through_all() {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] weights = new float[6 * 200];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        for (GroupFormat format : GroupFormat.named()) {
            GroupedMatrix matrix = new GroupQuantiser(format, 64, ScaleStorage.FLOAT).quantise("w", weights, 6, 200).matrix();
            for (int i = 0; i < weights.length && !format.affine(); i++) {
                int g = matrix.groupOf(i);
                Datatype datatype = format.candidates().get(matrix.choices()[g]);
                double x = (double) weights[i] / scale(matrix, g);
                double nearest = Arrays.stream(datatype.levels()).mapToDouble(level -> Math.abs(level - x)).min().orElseThrow();
                // The quotient is rounded to binary32 before it is compared.
                assertThat(Math.abs(matrix.level(i) - x)).as("%s weight %d, seed %d", format.text(), i, SEED)
                        .isLessThanOrEqualTo(nearest + Math.abs(x) * 0x1p-22);
            }
        }
    }

    @Test
    void the_chosen_datatype_is_the_best_of_all_quantised_alone() {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] weights = new float[64 * 128];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() * (random.nextInt(20) == 0 ? 3 : 1));
        }
        for (String name : List.of("bitmod3", "bitmod4", "ant3", "ant4")) {
            GroupFormat format = GroupFormat.find(name).orElseThrow();
            double mixed = new GroupQuantiser(format, 128, ScaleStorage.FLOAT).quantise("w", weights, 64, 128).matrix()
                    .meanSquaredError(weights);
            for (Datatype datatype : format.candidates()) {
                assertThat(mixed).as("%s against %s, seed %d", name, datatype.text(), SEED).isLessThan(
                        new GroupQuantiser(GroupFormat.chosen("one", datatype), 128, ScaleStorage.FLOAT).quantise("w", weights, 64, 128)
                                .matrix().meanSquaredError(weights));
            }
        }
    }

    @Test
    void what_cannot_be_quantised_is_refused_with_its_place() {
        assertThatThrownBy(() -> quantise("int4", 0, 1)).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F1014));
        assertThatThrownBy(() -> quantise("int4", 1025, 1)).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F1014));
        float[] weights = new float[6];
        weights[4] = Float.NaN;
        GroupQuantiser quantiser = new GroupQuantiser(GroupFormat.find("bitmod4").orElseThrow(), 32, ScaleStorage.FLOAT);
        assertThatThrownBy(() -> quantiser.quantise("w", weights, 2, 3)).isInstanceOfSatisfying(FabricastException.class, e -> {
            assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2106);
            assertThat(e.diagnostics().getFirst().subject()).isEqualTo("w[1, 1]");
        });
        weights[4] = -2e30f;
        assertThatThrownBy(() -> quantiser.quantise("w", weights, 2, 3)).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2303));
        assertThat(quantise("bitmod4", 32, 1e30f, -1e30f, 3).dequantised()).startsWith(1e30f, -1e30f);
    }
}
