package org.fabricast.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateOptionsTest {

    @Test
    void greedyHasNoTemperatureAndStopsAtTheEnd() {
        assertThat(GenerateOptions.greedy(5)).isEqualTo(new GenerateOptions(5, 0, 0, false, true));
    }

    @Test
    void logitsAreAskedForBesideAllElse() {
        assertThat(new GenerateOptions(5, 0.5, 7, false, false).withLogits())
                .isEqualTo(new GenerateOptions(5, 0.5, 7, true, false));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "1, -0.1", "1, NaN", "1, Infinity"})
    void numbersOutOfRangeAreRefused(int tokens, double temperature) {
        assertThatThrownBy(() -> new GenerateOptions(tokens, temperature, 0, false, true))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(String.valueOf(temperature));
    }
}
