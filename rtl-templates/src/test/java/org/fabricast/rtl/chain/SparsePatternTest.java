package org.fabricast.rtl.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SparsePatternTest {

    @Test
    void twoOfFourTakesTwoInputsOfEveryFour() {
        assertThat(SparsePattern.TWO_OF_FOUR.input(0, 1)).isEqualTo(1);
        assertThat(SparsePattern.TWO_OF_FOUR.input(1, 3)).isEqualTo(3);
        assertThat(SparsePattern.TWO_OF_FOUR.input(7, 0)).isEqualTo(12);
        // The upper two bits have no meaning.
        assertThat(SparsePattern.TWO_OF_FOUR.input(2, 14)).isEqualTo(6);
    }

    @Test
    void oneOfFourTakesOneInputOfEveryFour() {
        assertThat(SparsePattern.ONE_OF_FOUR.input(3, 2)).isEqualTo(14);
    }

    @Test
    void aFreePatternTakesWhatIsStoredAndADenseOneItsPlace() {
        assertThat(SparsePattern.TWO.input(1, 9)).isEqualTo(9);
        assertThat(SparsePattern.DENSE.input(11, 3)).isEqualTo(11);
    }

    @Test
    void aPlaceThatThePatternLacksIsRefused() {
        assertThatThrownBy(() -> SparsePattern.FOUR.input(4, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SparsePattern.FOUR.input(0, 16)).isInstanceOf(IllegalArgumentException.class);
    }
}
