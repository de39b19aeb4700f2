package org.fabricast.ir.graph.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.fabricast.ir.graph.Tensor;
import org.junit.jupiter.api.Test;

class NormaliseTest {

    @Test
    void rmsDividesByTheRootOfMeanSquarePlusEps() {
        // mean(9, 16) + 12.5 = 25, root 5
        float[] y = Probe.run(new float[] {3, 4}, (b, x) ->
                b.rmsNorm("n", x, Tensor.f32("w", new float[] {1, 10}, 2), 12.5f));
        assertThat(y).containsExactly(new float[] {0.6f, 8f}, within(1e-6f));
    }

    @Test
    void layerCentresThenDividesByTheRootOfVariancePlusEps() {
        // mean 4, variance (9+1+1+9)/4 = 5, plus eps 4 = 9, root 3
        float[] y = Probe.run(new float[] {1, 3, 5, 7}, (b, x) -> b.layerNorm("n", x,
                Tensor.f32("w", new float[] {1, 1, 2, 1}, 4), Tensor.f32("b", new float[] {0, 1, 0, -1}, 4), 4f));
        assertThat(y).containsExactly(new float[] {-1f, 2f / 3, 2f / 3, 0f}, within(1e-6f));
    }
}
