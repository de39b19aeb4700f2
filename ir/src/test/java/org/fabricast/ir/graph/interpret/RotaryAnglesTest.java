package org.fabricast.ir.graph.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.fabricast.ir.graph.FrequencyScaling;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.build.RotaryShape;
import org.junit.jupiter.api.Test;

class RotaryAnglesTest {

    // Frequencies 1 and theta^(-1/2) = π/2: at position 1 the second pair makes a quarter turn.
    private static final double QUARTER = 4 / (Math.PI * Math.PI);
    private static final float[] ROW = {1, 2, 3, 4};
    // cos 1 = 0.5403023, sin 1 = 0.8414710

    private static float[] turn(RotaryShape shape, int... tokens) {
        return Probe.run(new float[][] {ROW}, (b, x) -> b.rotary("r", x, shape), tokens);
    }

    private static RotaryShape shape(RotaryStyle style, int headDim, int rotaryDim) {
        return new RotaryShape(style, headDim, rotaryDim, QUARTER, Optional.empty());
    }

    @Test
    void halfStyleTurnsElementsHalfTheDimensionApart() {
        assertThat(turn(shape(RotaryStyle.HALF, 4, 4), 0, 0))
                .containsExactly(new float[] {-1.9841106f, -4f, 2.4623779f, 2f}, within(1e-6f));
    }

    @Test
    void interleavedStyleTurnsNeighbours() {
        assertThat(turn(shape(RotaryStyle.INTERLEAVED, 4, 4), 0, 0))
                .containsExactly(new float[] {-1.1426397f, 1.9220756f, -4f, 3f}, within(1e-6f));
    }

    @Test
    void elementsBeyondTheRotaryDimensionPass() {
        assertThat(turn(shape(RotaryStyle.HALF, 4, 2), 0, 0))
                .containsExactly(new float[] {-1.1426397f, 1.9220756f, 3f, 4f}, within(1e-6f));
    }

    @Test
    void everyHeadTurnsTheSameWay() {
        // heads (1, 2) and (3, 4), one frequency of 1
        assertThat(turn(shape(RotaryStyle.HALF, 2, 2), 0, 0)).containsExactly(
                new float[] {-1.1426397f, 1.9220756f, 3 * 0.5403023f - 4 * 0.8414710f, 4 * 0.5403023f + 3 * 0.8414710f},
                within(1e-6f));
    }

    @Test
    void positionZeroChangesNothing() {
        assertThat(turn(shape(RotaryStyle.INTERLEAVED, 4, 4), 0)).containsExactly(ROW);
    }

    @Test
    void scaledFrequenciesAreUsed() {
        // Wavelengths 2π and 4 both exceed originalContext / low = 1: divided by 2, the quarter turn needs position 2.
        RotaryShape scaled = new RotaryShape(RotaryStyle.INTERLEAVED, 4, 4, QUARTER,
                Optional.of(new FrequencyScaling(2, 1, 4, 1)));
        assertThat(turn(scaled, 0, 0, 0))
                .containsExactly(new float[] {-1.1426397f, 1.9220756f, -4f, 3f}, within(1e-6f));
    }

    @Test
    void operatorsOfDifferentFrequenciesDoNotShareAngles() {
        float[] y = Probe.run(new float[][] {ROW}, (b, x) -> b.add("sum",
                b.rotary("a", x, shape(RotaryStyle.HALF, 4, 2)),
                b.rotary("b", x, new RotaryShape(RotaryStyle.HALF, 4, 4, QUARTER, Optional.empty()))), 0, 0);
        assertThat(y).containsExactly(
                new float[] {-1.1426397f - 1.9841106f, 1.9220756f - 4f, 3f + 2.4623779f, 4f + 2f}, within(1e-6f));
    }
}
