package org.fabricast.rtl.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChainShapeTest {

    private static final ChainShape LONG = new ChainShape(8, 2);
    private static final ChainShape SHORT = new ChainShape(4, 1);

    private static int[] ends(ChainShape shape, SparsePattern pattern) {
        return IntStream.range(0, shape.groups()).filter(g -> shape.ends(pattern, g)).toArray();
    }

    @Test
    void aSegmentEndsWhereThePatternHasItsWeights() {
        assertThat(ends(LONG, SparsePattern.DENSE)).containsExactly(7);
        assertThat(ends(LONG, SparsePattern.EIGHT)).containsExactly(3, 7);
        assertThat(ends(LONG, SparsePattern.TWO_OF_FOUR)).containsExactly(3, 7);
        assertThat(ends(LONG, SparsePattern.ONE_OF_FOUR)).containsExactly(1, 3, 5, 7);
        assertThat(ends(LONG, SparsePattern.TWO)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(ends(SHORT, SparsePattern.DENSE)).containsExactly(3);
        assertThat(ends(SHORT, SparsePattern.EIGHT)).containsExactly(3);
        assertThat(ends(SHORT, SparsePattern.FOUR)).containsExactly(1, 3);
    }

    /** 7 steps of 2 cycles from group to group, then 4 to the last product register and 1 to the separated sums. */
    @Test
    void theLatencyIsTheOneWorkedOutByHand() {
        assertThat(LONG.latency()).isEqualTo(19);
        assertThat(SHORT.latency()).isEqualTo(11);
    }

    @Test
    void theBitsOfAWeightAreWhereTheHeaderSays() {
        ChainShape.Cell cell = LONG.rowList().get(1).cells().get(6);
        assertThat(cell.byRow()).isEqualTo("183:176");
        assertThat(cell.byColumn()).isEqualTo("207:200");
        assertThat(cell.indexAll()).isEqualTo("91:88");
        assertThat(cell.indexLow()).isEqualTo("89:88");
        assertThat(cell.dense()).isEqualTo("4'd6");
        assertThat(cell.twoOfFour()).isEqualTo("2'd3");
        assertThat(cell.oneOfFour()).isEqualTo("2'd2");
        assertThat(SHORT.rowList().get(0).cells().get(6).dense()).isEqualTo("{half, 3'd6}");
    }

    @Test
    void chainsThatWouldOverflowAreRefused() {
        assertThatThrownBy(() -> new ChainShape(9, 1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("16");
        assertThatThrownBy(() -> new ChainShape(8, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
