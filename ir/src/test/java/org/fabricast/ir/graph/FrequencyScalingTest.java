package org.fabricast.ir.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FrequencyScalingTest {

    /** Llama 3.1: wavelengths below 2048 are kept, above 8192 stretched eightfold. */
    private static final FrequencyScaling LLAMA = new FrequencyScaling(8, 1, 4, 8192);

    private static double stretch(double wavelength) {
        double frequency = 2 * Math.PI / wavelength;
        return LLAMA.apply(frequency) / frequency;
    }

    @Test
    void keepsShortStretchesLongAndInterpolatesBetween() {
        assertThat(stretch(1000)).isEqualTo(1);
        assertThat(stretch(10_000)).isCloseTo(1 / 8.0, within(1e-15));
        // smooth = (8192/4096 − 1)/(4 − 1) = 1/3: 2/3 · 1/8 + 1/3 = 5/12
        assertThat(stretch(4096)).isCloseTo(5 / 12.0, within(1e-15));
    }

    @Test
    void isContinuousAtBothEnds() {
        assertThat(stretch(2048.001)).isCloseTo(1, within(1e-5));
        assertThat(stretch(8191.999)).isCloseTo(1 / 8.0, within(1e-5));
    }

    @Test
    void refusesFactorsOutOfOrder() {
        assertThatThrownBy(() -> new FrequencyScaling(8, 4, 1, 8192)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FrequencyScaling(0.5, 1, 4, 8192)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FrequencyScaling(Double.NaN, 1, 4, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FrequencyScaling(8, 1, 4, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
