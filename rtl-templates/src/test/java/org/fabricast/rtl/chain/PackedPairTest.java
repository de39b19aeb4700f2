package org.fabricast.rtl.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedPairTest {

    @Test
    void everyPairOfProductsIsTakenApartExactly() {
        for (int upper = -128; upper < 128; upper++) {
            for (int lower = -128; lower < 128; lower++) {
                for (int shared = -128; shared < 128; shared++) {
                    PackedPair pair = PackedPair.empty().plus(new SliceOperands(upper, lower, shared));
                    if (pair.low() != lower * shared || pair.high() != upper * shared) {
                        throw new AssertionError(upper + ", " + lower + ", " + shared + ": " + pair.high() + ", " + pair.low());
                    }
                }
            }
        }
    }

    /** 8 · (-128)² = 2^17 is what a signed field of 18 bits cannot hold; 16 times it is 2^18. */
    @Test
    void theLargestSumsOfEightAndSixteenAreRightInBothFields() {
        PackedPair pair = PackedPair.empty();
        for (int n = 1; n <= 16; n++) {
            pair = pair.plus(new SliceOperands(-128, -128, -128));
            assertThat(pair.low()).isEqualTo(16384 * n);
            assertThat(pair.high()).isEqualTo(16384 * n);
        }
        assertThat(pair.low()).isEqualTo(262144);
    }

    @Test
    void extremesOfEitherSignMeetInEveryCombination() {
        int[] corners = {-128, -127, -1, 0, 1, 127};
        for (int upper : corners) {
            for (int lower : corners) {
                for (int shared : corners) {
                    PackedPair pair = PackedPair.empty();
                    for (int n = 1; n <= 16; n++) {
                        pair = pair.plus(new SliceOperands(upper, lower, shared));
                        assertThat(pair.low()).isEqualTo(n * lower * shared);
                        assertThat(pair.high()).isEqualTo(n * upper * shared);
                    }
                }
            }
        }
    }

    @Test
    void randomSumsAreExactAtEveryLength() {
        Random random = new Random(23);
        for (int round = 0; round < 100_000; round++) {
            PackedPair pair = PackedPair.empty();
            int low = 0;
            int high = 0;
            for (int n = 0; n < 16; n++) {
                SliceOperands slice = new SliceOperands((byte) random.nextInt(), (byte) random.nextInt(), (byte) random.nextInt());
                pair = pair.plus(slice);
                low += slice.lower() * slice.shared();
                high += slice.upper() * slice.shared();
                if (pair.low() != low || pair.high() != high) {
                    throw new AssertionError("round " + round + ", product " + n + ", seed 23");
                }
            }
        }
    }

    @Test
    void aSeventeenthProductIsRefused() {
        PackedPair full = new PackedPair(-1, false, 16);
        assertThatThrownBy(() -> full.plus(new SliceOperands(0, 0, 0))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SliceOperands(128, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PackedPair(1L << 47, false, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
