package org.fabricast.compiler.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerplexityTest {

    @Test
    void equalLogitsCostTheLogarithmOfTheirNumber() {
        assertThat(Perplexity.nll(new float[8], 3)).isCloseTo(Math.log(8), within(1e-15));
    }

    @Test
    void largeLogitsNeitherOverflowNorVanish() {
        // softmax(1000, 1000 - ln 3) = (3/4, 1/4), up to the rounding of the binary32 logit.
        float[] logits = {1000, (float) (1000 - Math.log(3))};
        assertThat(Perplexity.nll(logits, 0)).isCloseTo(-Math.log(0.75), within(1e-5));
        assertThat(Perplexity.nll(new float[] {-1e30f, 0}, 0)).isCloseTo(1e30, within(1e23));
    }

    @Test
    void everyTokenButTheFirstIsScoredFromAFreshSequence() {
        List<List<Integer>> seen = new ArrayList<>();
        Perplexity sum = Perplexity.of(List.of(new int[] {1, 0, 1}, new int[] {1}, new int[] {0, 1}), () -> {
            List<Integer> inputs = new ArrayList<>();
            seen.add(inputs);
            return token -> {
                inputs.add(token);
                return new float[] {0, (float) Math.log(3)};
            };
        });
        assertThat(seen).containsExactly(List.of(1, 0), List.of(0));
        assertThat(sum.tokens()).isEqualTo(3);
        // Token 0 has probability 1/4, token 1 has 3/4: 0, 1, 1.
        double expected = (Math.log(4) + 2 * Math.log(4.0 / 3)) / 3;
        assertThat(sum.meanNll()).isCloseTo(expected, within(1e-7));
        assertThat(sum.perplexity()).isCloseTo(Math.exp(expected), within(1e-6));
    }

    @Test
    void nothingScoredHasNoMean() {
        assertThatThrownBy(Perplexity.NONE::meanNll).isInstanceOf(IllegalStateException.class);
    }
}
