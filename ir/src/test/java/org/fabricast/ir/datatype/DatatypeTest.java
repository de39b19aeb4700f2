package org.fabricast.ir.datatype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class DatatypeTest {

    private static final List<Datatype> ALL = Stream.concat(IntStream.rangeClosed(3, 8).boxed()
            .flatMap(bits -> Stream.<Datatype>of(new SymmetricInteger(bits), new AffineInteger(bits))),
            Stream.of(SignMagnitude.FP3, SignMagnitude.FP3_ER_POS, SignMagnitude.FP3_ER_NEG, SignMagnitude.FP3_EA_POS,
                    SignMagnitude.FP3_EA_NEG, SignMagnitude.FP4, SignMagnitude.FP4_ER_POS, SignMagnitude.FP4_ER_NEG,
                    SignMagnitude.FP4_EA_POS, SignMagnitude.FP4_EA_NEG, SignMagnitude.FLINT4, SignMagnitude.FP6_E2M3,
                    SignMagnitude.FP6_E3M2)).toList();

    @Test
    void every_level_has_a_code_of_its_bits_that_reads_back() {
        for (Datatype datatype : ALL) {
            for (int level : datatype.levels()) {
                int code = datatype.code(level);
                assertThat(code).as("%s level %d", datatype.text(), level).isBetween(0, (1 << datatype.bits()) - 1);
                assertThat(datatype.level(code)).as("%s code %d", datatype.text(), code).isEqualTo(level);
            }
        }
    }

    @Test
    void levels_are_those_of_the_paper() {
        assertThat(new SymmetricInteger(4).levels()).containsExactly(-7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(SignMagnitude.FP3.levels()).containsExactly(-4, -2, -1, 0, 1, 2, 4);
        assertThat(SignMagnitude.FP3_ER_NEG.levels()).containsExactly(-4, -3, -2, -1, 0, 1, 2, 4);
        assertThat(SignMagnitude.FP3_EA_POS.levels()).containsExactly(-4, -2, -1, 0, 1, 2, 4, 6);
        assertThat(SignMagnitude.FP4.levels()).containsExactly(-12, -8, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 8, 12);
        assertThat(SignMagnitude.FP4_ER_POS.levels()).hasSize(16).contains(10).doesNotContain(-10);
        assertThat(SignMagnitude.FP4_EA_NEG.levels()).hasSize(16).startsWith(-16, -12).endsWith(8, 12);
    }

    @Test
    void six_bit_numbers_have_the_steps_of_their_exponents() {
        assertThat(SignMagnitude.FP6_E2M3.magnitudes()).isEqualTo(Stream.of(steps(0, 16, 1), steps(18, 32, 2), steps(36, 60, 4))
                .flatMap(List::stream).toList());
        assertThat(SignMagnitude.FP6_E3M2.magnitudes()).isEqualTo(Stream.of(steps(0, 8, 1), steps(10, 16, 2), steps(20, 32, 4),
                steps(40, 64, 8), steps(80, 128, 16), steps(160, 256, 32), steps(320, 448, 64)).flatMap(List::stream).toList());
        // OCP MX: greatest numbers 7.5 and 28.
        assertThat(60.0 / SignMagnitude.FP6_E2M3.unit()).isEqualTo(7.5);
        assertThat(448.0 / SignMagnitude.FP6_E3M2.unit()).isEqualTo(28);
    }

    private static List<Integer> steps(int from, int to, int step) {
        return IntStream.iterate(from, i -> i <= to, i -> i + step).boxed().toList();
    }

    @Test
    void the_code_of_minus_zero_is_the_special_value() {
        assertThat(SignMagnitude.FP4_EA_NEG.level(0b1000)).isEqualTo(-16);
        assertThat(SignMagnitude.FP3_ER_POS.level(0b100)).isEqualTo(3);
        assertThat(SignMagnitude.FP4.level(0b1000)).isZero();
        assertThat(SignMagnitude.FP4.level(0b1111)).isEqualTo(-12);
        assertThat(SignMagnitude.FP4_ER_POS.code(10)).isEqualTo(0b1000);
        assertThat(new SymmetricInteger(4).level(0b1000)).isEqualTo(-8);
    }

    @Test
    void what_is_no_level_or_code_is_refused() {
        assertThatThrownBy(() -> SignMagnitude.FP4_ER_POS.code(-10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SymmetricInteger(4).code(-8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AffineInteger(4).code(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignMagnitude.FP3.level(8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SymmetricInteger(9)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SignMagnitude("x", 3, 1, List.of(0, 1, 2, 4), OptionalInt.of(-2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SignMagnitude("x", 3, 1, List.of(0, 1, 1, 4), OptionalInt.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
