package org.fabricast.compiler.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;

class SymmetricQuantiserTest {

    @Test
    void aHandCalculatedRowWithAShortLastGroup() {
        // Group 1: greatest 254, scale 2 exactly; 3 / 2 = 1.5 rounds to even 2. Group 2 (short): greatest 127, scale 1.
        QuantisedMatrix q = SymmetricQuantiser.quantise("w", new float[] {254, -3, 1, 5, -127}, 1, 5, 3, 8);
        assertThat(q.groups()).isEqualTo(2);
        assertThat(q.levels()).containsExactly(127, -2, 0, 5, -127);
        assertThat(Float.float16ToFloat(q.scales()[0])).isEqualTo(2f);
        assertThat(Float.float16ToFloat(q.scales()[1])).isEqualTo(1f);
        assertThat(q.dequantised()).containsExactly(254f, -4f, 0f, 5f, -127f);
        assertThat(q.necessaryBytes()).isEqualTo(5 + 4);
    }

    @Test
    void fewerBitsHaveFewerLevelsAndCutTheGreatestWhereThatCostsLess() {
        // 3 bits: greatest level 3. Greatest weight 6: scale 2, cut to 2 - k / 20. Squared errors: 2.81 at 2, 1.69 at 1.8,
        // 0.5625 + 0.0625 + 0.25 + 0.7225 at 1.75, 1.62 at 1.7, 1.7575 at 1.65.
        QuantisedMatrix q = SymmetricQuantiser.quantise("w", new float[] {6, -5, 3, 0.9f}, 1, 4, 64, 3);
        assertThat(Float.float16ToFloat(q.scales()[0])).isEqualTo(1.75f);
        assertThat(q.levels()).containsExactly(3, -3, 2, 1);
        assertThat(q.dequantised()).containsExactly(5.25f, -5.25f, 3.5f, 1.75f);
        // 12 bits in 2 bytes, and a scale.
        assertThat(q.necessaryBytes()).isEqualTo(2 + 2);
        assertThat(q.relativeError(new float[] {6, -5, 3, 0.9f})).isCloseTo(Math.sqrt(1.5975 / 70.81), within(1e-7));
    }

    @Test
    void whatIsExactIsNotCut() {
        QuantisedMatrix q = SymmetricQuantiser.quantise("w", new float[] {14, -6, 2, 0}, 1, 4, 64, 4);
        assertThat(q.levels()).containsExactly(7, -3, 1, 0);
        assertThat(q.relativeError(new float[] {14, -6, 2, 0})).isZero();
    }

    @Test
    void aLevelBeyondItsBitsIsRefused() {
        assertThatThrownBy(() -> new QuantisedMatrix(1, 1, 64, 3, new byte[] {-5}, new short[1]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-5");
    }

    @Test
    void aGroupOfZerosHasScaleZero() {
        QuantisedMatrix q = SymmetricQuantiser.quantise("w", new float[4], 2, 2, 2, 8);
        assertThat(q.levels()).containsOnly(0);
        assertThat(q.scales()).containsOnly((short) 0);
    }

    @Test
    void everyWeightIsWithinHalfAStepOfItsLevel() {
        Random random = new Random(7);
        float[] weights = new float[16 * 100];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        QuantisedMatrix q = SymmetricQuantiser.quantise("w", weights, 16, 100, 64, 8);
        float[] back = q.dequantised();
        for (int i = 0; i < weights.length; i++) {
            float step = Float.float16ToFloat(q.scales()[i / 100 * 2 + i % 100 / 64]);
            // Half a step, and at the greatest weight what rounding the scale to binary16 (2^-11) can cost over 127 steps.
            assertThat(Math.abs(weights[i] - back[i])).isLessThanOrEqualTo(step * (0.5f + 127 / 2048f));
        }
    }

    @Test
    void aSubnormalScaleIsRaisedSoThatNothingClips() {
        float tiny = Math.scalb(1f, -24);
        // 127.9 · 2^-24: the nearest binary16 of a 127th is 2^-24 (level 127.9), which would clip; the next is 2^-23.
        QuantisedMatrix q = SymmetricQuantiser.quantise("w", new float[] {127.9f * tiny}, 1, 1, 64, 8);
        assertThat(Float.float16ToFloat(q.scales()[0])).isEqualTo(2 * tiny);
        assertThat(q.levels()[0]).isEqualTo((byte) 64);
    }

    @Test
    void aScaleBeyondBinary16IsRefusedByName() {
        assertThatThrownBy(() -> SymmetricQuantiser.quantise("layers.0.q", new float[] {1e9f}, 1, 1, 64, 8))
                .isInstanceOf(FabricastException.class).hasMessageContaining("F2303").hasMessageContaining("layers.0.q");
    }
}
