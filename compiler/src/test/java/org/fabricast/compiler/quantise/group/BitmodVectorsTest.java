package org.fabricast.compiler.quantise.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scales, levels and dequantised values of every reference configuration in binary32, bit for bit but for the sign of zero; the datatype
 * of every group but for those where the reference says that two are equally good.
 */
class BitmodVectorsTest {

    private static final float FLOOR = 1e-5f;
    private static final double NEAR_TIE = 1e-5;
    private static final Map<String, String> FORMATS = Map.ofEntries(Map.entry("mixed_bitmod_3bit", "bitmod3"),
            Map.entry("mixed_bitmod_4bit", "bitmod4"), Map.entry("int3_asym", "int3a"), Map.entry("int4_asym", "int4a"),
            Map.entry("int4", "int4"), Map.entry("int6", "int6"), Map.entry("int8", "int8"), Map.entry("fp3", "fp3"),
            Map.entry("fp4", "fp4"));
    private static final Map<String, String> WITHOUT_FLOOR = Map.of("awq_bitmod_3bit", "bitmod3", "awq_bitmod_4bit", "bitmod4");
    private static final Map<String, String> TWO_LEVELS = Map.of("double_int6_s8", "int6");

    @ParameterizedTest
    @ValueSource(strings = {"quick.json", "gauss002_g128_f32.json", "student_t3_g64_f32.json", "asym_g128_f32.json",
            "edge_g128_f32.json"})
    void every_configuration_is_the_reference(String file) throws IOException {
        Vectors vectors = Vectors.read(file);
        FORMATS.forEach((config, format) -> check(file, vectors, config, format, ScaleStorage.FLOAT, FLOOR));
        WITHOUT_FLOOR.forEach((config, format) -> {
            if (vectors.configs().has(config)) {
                check(file, vectors, config, format, ScaleStorage.FLOAT, 0);
            }
        });
        TWO_LEVELS.forEach((config, format) -> check(file, vectors, config, format, ScaleStorage.INT8, 0));
    }

    private static void check(String file, Vectors vectors, String config, String format, ScaleStorage storage, float floor) {
        String what = file + " " + config;
        JsonNode expected = vectors.configs().get(config);
        GroupQuantiser quantiser = new GroupQuantiser(GroupFormat.find(format).orElseThrow(), expected.get("group_size").asInt(),
                storage, floor);
        GroupQuantiser.Result result = quantiser.quantise(what, vectors.weights(), vectors.rows(), vectors.cols());
        GroupedMatrix matrix = result.matrix();
        boolean[] same = sameDatatype(what, matrix, expected);
        float[] scales = Vectors.floats(expected.get("scale"));
        for (int g = 0; g < same.length; g++) {
            assertThat(!same[g] || scales[g] == result.scales()[g]).as("%s: scale of group %d: expected %s, found %s", what, g,
                    scales[g], result.scales()[g]).isTrue();
        }
        float[] levels = Vectors.floats(expected.get("q"));
        float[] values = Vectors.floats(expected.get("dq"));
        float[] found = matrix.dequantised();
        for (int i = 0; i < values.length; i++) {
            int g = matrix.groupOf(i);
            if (Float.isNaN(values[i]) || scales[g] == 0) {
                // The published code divides by the scale of a group of zeros.
                assertThat(found[i]).as("%s: weight %d", what, i).isZero();
            } else if (same[g]) {
                assertThat(levels[i] == matrix.level(i) && values[i] == found[i]).as("%s: weight %d: expected %s = %s, found %s = %s",
                        what, i, levels[i], values[i], matrix.level(i), found[i]).isTrue();
            }
        }
    }

    private static boolean[] sameDatatype(String what, GroupedMatrix matrix, JsonNode expected) {
        boolean[] same = new boolean[matrix.choices().length];
        float[] chosen = expected.has("dtype_index") ? Vectors.floats(expected.get("dtype_index")) : new float[same.length];
        float[] margins = expected.has("margin") ? Vectors.floats(expected.get("margin")) : new float[same.length];
        for (int g = 0; g < same.length; g++) {
            same[g] = chosen[g] == matrix.choices()[g];
            assertThat(same[g] || margins[g] > 0 && margins[g] < NEAR_TIE).as("%s: group %d: expected %s, found %d, margin %s", what,
                    g, chosen[g], matrix.choices()[g], margins[g]).isTrue();
        }
        return same;
    }

    /** The search of the published second level counts the rounding of scales in, so only groups of clear choice agree. */
    @ParameterizedTest
    @ValueSource(strings = {"quick.json", "gauss002_g128_f32.json", "student_t3_g64_f32.json", "asym_g128_f32.json"})
    void a_clear_choice_does_not_depend_on_the_second_level(String file) throws IOException {
        Vectors vectors = Vectors.read(file);
        for (List<String> names : List.of(List.of("double_mixed_3bit_s8", "bitmod3"), List.of("double_mixed_sm_sr_4bit_s8", "bitmod4"))) {
            JsonNode expected = vectors.configs().get(names.getFirst());
            GroupQuantiser.Result result = new GroupQuantiser(GroupFormat.find(names.getLast()).orElseThrow(),
                    expected.get("group_size").asInt(), ScaleStorage.INT8).quantise(file, vectors.weights(), vectors.rows(), vectors.cols());
            float[] chosen = Vectors.floats(expected.get("dtype_index"));
            float[] scales = Vectors.floats(expected.get("scale"));
            float[] margins = Vectors.floats(expected.get("margin"));
            float[] levels = Vectors.floats(expected.get("q"));
            for (int i = 0; i < levels.length; i++) {
                int g = result.matrix().groupOf(i);
                if (margins[g] > 0.05) {
                    assertThat((float) result.matrix().choices()[g]).as("%s group %d", file, g).isEqualTo(chosen[g]);
                    assertThat(result.scales()[g]).as("%s group %d", file, g).isEqualTo(scales[g]);
                    assertThat((float) result.matrix().level(i)).as("%s weight %d", file, i).isEqualTo(levels[i]);
                }
            }
        }
    }
}
