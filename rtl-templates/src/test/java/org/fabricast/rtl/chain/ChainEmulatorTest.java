package org.fabricast.rtl.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fabricast.rtl.chain.ChainEmulator.GroupStep;
import org.fabricast.rtl.chain.ChainEmulator.SliceStep;
import org.fabricast.rtl.chain.ChainEmulator.Word;
import org.junit.jupiter.api.Test;

/** Cases worked out by hand. */
class ChainEmulatorTest {

    private static GroupStep step(ProductMode mode, boolean cut) {
        return new GroupStep(mode, cut, new SliceStep(2, -3, 5, 7), new SliceStep(-1, 4, 10, -20));
    }

    private static List<Integer> low(List<PackedPair> sums) {
        return sums.stream().map(PackedPair::low).toList();
    }

    private static List<Integer> high(List<PackedPair> sums) {
        return sums.stream().map(PackedPair::high).toList();
    }

    @Test
    void eachModeMultipliesWhatItSays() {
        // a: 2·5 - 1·10 = 0, b: 2·7 + 1·20 = 34.
        List<PackedPair> first = ChainEmulator.sums(List.of(step(ProductMode.FIRST_ROW, true)));
        assertThat(low(first)).containsExactly(0);
        assertThat(high(first)).containsExactly(34);
        // a: -3·5 + 4·10 = 25, b: -3·7 - 4·20 = -101.
        List<PackedPair> second = ChainEmulator.sums(List.of(step(ProductMode.SECOND_ROW, true)));
        assertThat(low(second)).containsExactly(25);
        assertThat(high(second)).containsExactly(-101);
        // Row 0: 2·5 - 1·10 = 0, row 1: 25, both with a.
        List<PackedPair> pair = ChainEmulator.sums(List.of(step(ProductMode.ROW_PAIR, true)));
        assertThat(low(pair)).containsExactly(0);
        assertThat(high(pair)).containsExactly(25);
    }

    @Test
    void aCutStartsFromNothingAndOtherwiseSumsGoOn() {
        List<PackedPair> sums = ChainEmulator.sums(List.of(step(ProductMode.SECOND_ROW, false),
                step(ProductMode.SECOND_ROW, false), step(ProductMode.SECOND_ROW, true), step(ProductMode.SECOND_ROW, false)));
        assertThat(low(sums)).containsExactly(25, 50, 25, 50);
        assertThat(high(sums)).containsExactly(-101, -202, -101, -202);
    }

    @Test
    void aWordOfFourWeightsSelectsByIndexAndIsCutTwice() {
        byte[][] weights = {{1, 2, 3, 4, 5, 6, 7, 8}, {0, 0, 0, 1, -1, 0, 0, 0}};
        int[][] indices = {{0, 5, 5, 15, 1, 2, 3, 4}, {9, 9, 9, 9, 8, 9, 9, 9}};
        Word word = new Word(SparsePattern.FOUR, 0, weights, indices);
        byte[] x = new byte[16];
        for (int i = 0; i < 16; i++) {
            x[i] = (byte) (10 + i);
        }
        byte[][] all = {x, x, x, x};
        List<PackedPair> pair = ChainEmulator.sums(word, 0, ProductMode.ROW_PAIR, false, all, all);
        // 10 + 30 | + 45 + 100 || 55 + 72 | + 91 + 112
        assertThat(low(pair)).containsExactly(40, 185, 127, 330);
        // 0 | 25 || -11 | -11
        assertThat(high(pair)).containsExactly(0, 25, -11, -11);
        List<PackedPair> joined = ChainEmulator.sums(word, 0, ProductMode.ROW_PAIR, true, all, all);
        assertThat(low(joined)).containsExactly(40, 185, 312, 515);
        // Row 1 with its own indices: 19 at slice 3, -18 at slice 4.
        List<PackedPair> second = ChainEmulator.sums(word, 0, ProductMode.SECOND_ROW, false, all, all);
        assertThat(low(second)).containsExactly(0, 19, -18, -18);
    }

    @Test
    void theSecondHalfOfADenseBlockTakesTheInputsFromEightOn() {
        Word word = new Word(SparsePattern.DENSE, 1, new byte[2][8], new int[2][8]);
        assertThat(word.input(0, 0)).isEqualTo(8);
        assertThat(word.input(1, 7)).isEqualTo(15);
    }
}
