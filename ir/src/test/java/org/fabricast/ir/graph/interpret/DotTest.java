package org.fabricast.ir.graph.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DotTest {

    private static final float BIG = 0x1p24f;

    @Test
    void sumsAllElementsOfALengthThatIsNoMultipleOfEight() {
        for (int length = 0; length <= 19; length++) {
            float[] a = new float[length + 2];
            float[] b = new float[length + 3];
            for (int i = 0; i < length; i++) {
                a[i + 1] = i + 1;
                b[i + 2] = 2;
            }
            assertThat(Dot.product(a, 1, b, 2, length)).as("length %d", length).isEqualTo(length * (length + 1f));
        }
    }

    @Test
    void addsElementsEightApartInOnePartialSum() {
        // 2^24 + 1 is a tie that rounds to 2^24, so an element in the same partial sum vanishes …
        assertThat(withBigFirstAndOnesAt(8, 16)).isEqualTo(BIG);
        // … while two others meet each other first: s1 + s5 = 2.
        assertThat(withBigFirstAndOnesAt(1, 5)).isEqualTo(BIG + 2);
        assertThat(withBigFirstAndOnesAt(1, 3)).isEqualTo(BIG + 2);
        // s2 + s6 = 2 is added to s0 + s4, and s4 alone vanishes in s0.
        assertThat(withBigFirstAndOnesAt(2, 6)).isEqualTo(BIG + 2);
        assertThat(withBigFirstAndOnesAt(4, 1)).isEqualTo(BIG);
    }

    private static float withBigFirstAndOnesAt(int first, int second) {
        float[] a = new float[19];
        float[] ones = new float[19];
        Arrays.fill(ones, 1);
        a[0] = BIG;
        a[first] = 1;
        a[second] = 1;
        float product = Dot.product(a, 0, ones, 0, a.length);
        assertThat(Dot.sum(a)).isEqualTo(product);
        return product;
    }

    @Test
    void roundsEachProductBeforeAdding() {
        float a = 1 + 0x1p-12f;
        // a² = 1 + 2^-11 + 2^-24 rounds to 1 + 2^-11; a fused sum would keep 2^-24.
        float exactlyRounded = 1 + 0x1p-11f;
        assertThat(Dot.product(new float[] {-1, 0, 0, 0, 0, 0, 0, 0, a}, 0,
                new float[] {exactlyRounded, 0, 0, 0, 0, 0, 0, 0, a}, 0, 9)).isZero();
    }
}
