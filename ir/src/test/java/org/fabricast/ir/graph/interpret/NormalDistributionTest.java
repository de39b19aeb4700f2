package org.fabricast.ir.graph.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalDistributionTest {

    @ParameterizedTest
    // Tabulated values of the normal distribution function.
    @CsvSource({
        "-10,   7.619853024160527e-24",
        "-5,    2.866515718791939e-7",
        "-2.5,  0.006209665325776135",
        "-2.49, 0.006387154764943136",
        "-1,    0.15865525393145705",
        "0,     0.5",
        "1,     0.8413447460685429",
        "2,     0.9772498680518208",
        "3,     0.9986501019683699",
        "40,    1"})
    void hasTheTabulatedValues(double x, double expected) {
        assertThat(NormalDistribution.cumulative(x)).isCloseTo(expected, within(1e-13 * expected));
    }
}
