package org.fabricast.ir.datatype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.fabricast.ir.tokenizer.SharedFiles;
import org.junit.jupiter.api.Test;

class BitSerialTest {

    private static final Map<String, List<SignMagnitude>> NUMBERS = Map.of(
            "fp3", List.of(SignMagnitude.FP3, SignMagnitude.FP3_ER_POS, SignMagnitude.FP3_ER_NEG, SignMagnitude.FP3_EA_POS,
                    SignMagnitude.FP3_EA_NEG),
            "fp4", List.of(SignMagnitude.FP4, SignMagnitude.FP4_ER_POS, SignMagnitude.FP4_ER_NEG, SignMagnitude.FP4_EA_POS,
                    SignMagnitude.FP4_EA_NEG));

    private static JsonNode reference() throws IOException {
        return new ObjectMapper().readTree(SharedFiles.shared("vectors/bitmod/terms.json").toFile());
    }

    private static void compare(Datatype datatype, int code, JsonNode expected) {
        List<List<Integer>> found = BitSerial.terms(datatype, code).stream()
                .map(t -> List.of(t.sign() ? 1 : 0, t.exponent(), t.mantissa(), t.significance())).toList();
        assertThat(found.toString()).as("%s code %d", datatype.text(), code).isEqualTo(expected.toString().replace(",", ", "));
    }

    @Test
    void terms_of_every_integer_are_the_reference() throws IOException {
        JsonNode integers = reference().get("ints");
        for (int bits = 3; bits <= 8; bits++) {
            SymmetricInteger datatype = new SymmetricInteger(bits);
            JsonNode of = integers.get(datatype.text());
            assertThat(BitSerial.terms(datatype)).isEqualTo(of.get("cycles").asInt());
            assertThat(of.get("terms").size()).isEqualTo(1 << bits);
            for (int code = 0; code < 1 << bits; code++) {
                compare(datatype, code, of.get("terms").get(String.valueOf(datatype.level(code))));
            }
        }
    }

    @Test
    void terms_of_every_number_and_special_value_are_the_reference() throws IOException {
        for (Map.Entry<String, List<SignMagnitude>> entry : NUMBERS.entrySet()) {
            JsonNode of = reference().get("fp").get(entry.getKey());
            for (SignMagnitude datatype : entry.getValue()) {
                assertThat(BitSerial.terms(datatype)).isEqualTo(of.get("cycles").asInt());
                for (int level : datatype.levels()) {
                    String value = String.valueOf((double) level / datatype.unit()).replace(".0", "");
                    compare(datatype, datatype.code(level), of.get("terms").get(value));
                }
            }
        }
    }

    @Test
    void terms_add_up_to_the_level_of_every_code() {
        for (Datatype datatype : List.<Datatype>of(new SymmetricInteger(3), new SymmetricInteger(5), new SymmetricInteger(8),
                SignMagnitude.FP3_EA_NEG, SignMagnitude.FP4_ER_POS, SignMagnitude.FLINT4)) {
            int halves = datatype instanceof SignMagnitude number ? 2 / number.unit() : 2;
            for (int code = 0; code < 1 << datatype.bits(); code++) {
                assertThat(BitSerial.terms(datatype, code).stream().mapToInt(Term::halves).sum())
                        .as("%s code %d", datatype.text(), code).isEqualTo(datatype.level(code) * halves);
            }
        }
    }

    @Test
    void three_is_two_and_one_although_both_detections_see_its_upper_bit() {
        // 3 in FP4 = 0011.0: the first takes I1, the second must find I0.
        assertThat(BitSerial.terms(SignMagnitude.FP4, SignMagnitude.FP4.code(6)))
                .containsExactly(new Term(false, 1, 1, 0), new Term(false, 1, 1, -1));
    }

    @Test
    void integers_with_a_zero_point_and_finer_numbers_have_no_terms() {
        assertThat(BitSerial.runs(new AffineInteger(4))).isFalse();
        assertThat(BitSerial.runs(SignMagnitude.FP6_E2M3)).isFalse();
        assertThat(BitSerial.runs(SignMagnitude.FP6_E3M2)).isFalse();
        assertThat(BitSerial.runs(SignMagnitude.FLINT4)).isTrue();
        assertThatThrownBy(() -> BitSerial.terms(new AffineInteger(4))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BitSerial.terms(SignMagnitude.FP6_E2M3, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Term(false, 4, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
