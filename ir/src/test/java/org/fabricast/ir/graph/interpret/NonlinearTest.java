package org.fabricast.ir.graph.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.fabricast.ir.graph.ActivationFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NonlinearTest {

    @ParameterizedTest
    // e, Φ and tanh from tables.
    @CsvSource({
        "SILU,       1,  0.7310585786",
        "SILU,      -1, -0.2689414214",
        "SILU,       0,  0",
        "SILU,    -200,  0",
        "SILU,     200,  200",
        "GELU_ERF,   1,  0.8413447461",
        "GELU_ERF,  -1, -0.1586552539",
        "GELU_ERF,  -3, -0.0040496941",
        "GELU_TANH,  1,  0.8411919906",
        "GELU_TANH, -1, -0.1588080094",
        "RELU,       3,  3",
        "RELU,      -3,  0"})
    void hasTheTabulatedValues(ActivationFunction function, float x, float expected) {
        float[] y = Probe.run(new float[] {x}, (b, row) -> b.activation("a", row, function));
        assertThat(y[0]).isCloseTo(expected, within(1e-7f * Math.max(1, Math.abs(expected))));
    }
}
