package org.fabricast.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final long SEED = 20;
    private static final int DRAWS = 40_000;

    private static double[] frequencies(double temperature, float... logits) {
        Sampler sampler = new Sampler(temperature, SEED);
        double[] shares = new double[logits.length];
        for (int i = 0; i < DRAWS; i++) {
            shares[sampler.sample(logits)] += 1.0 / DRAWS;
        }
        return shares;
    }

    @Test
    void sharesFollowTheSoftmaxOfTheLogitsOverTheTemperature() {
        // softmax(0, ln 3) = (1/4, 3/4); at temperature 2 the odds are sqrt(3). Three standard deviations are 0.0075.
        assertThat(frequencies(1, 0, (float) Math.log(3))[1]).as("seed %d", SEED).isCloseTo(0.75, within(0.0075));
        assertThat(frequencies(2, 0, (float) Math.log(3))[1]).as("seed %d", SEED)
                .isCloseTo(Math.sqrt(3) / (1 + Math.sqrt(3)), within(0.0075));
    }

    @Test
    void hugeLogitsNeitherOverflowNorVanish() {
        float high = 1e30f;
        assertThat(frequencies(1, high, high, -high)[0]).as("seed %d", SEED).isCloseTo(0.5, within(0.0075));
        assertThat(frequencies(1, high, high, -high)[2]).isZero();
        assertThat(frequencies(1e-300, 1, 2, 1)[1]).isCloseTo(1, within(1e-9));
    }

    @Test
    void equalSeedsDrawEqualTokens() {
        Sampler one = new Sampler(1, SEED);
        Sampler other = new Sampler(1, SEED);
        float[] logits = {1, 2, 3, 2, 1};
        for (int i = 0; i < 100; i++) {
            assertThat(one.sample(logits)).as("draw %d, seed %d", i, SEED).isEqualTo(other.sample(logits));
        }
    }

    @Test
    void theGreatestLogitIsTakenWhereThereIsNoDistribution() {
        assertThat(new Sampler(1, SEED).sample(new float[] {Float.NaN, 1, 5, 2})).isEqualTo(2);
        assertThat(new Sampler(1, SEED).sample(new float[] {0, Float.POSITIVE_INFINITY, 2})).isEqualTo(1);
    }
}
