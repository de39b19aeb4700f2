package org.fabricast.ir.graph.build;

import java.util.Optional;
import org.fabricast.ir.graph.FrequencyScaling;
import org.fabricast.ir.graph.Rotary;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.Value;

/**
 * A model's rotary embedding, the same for queries and keys of all layers.
 *
 * @param style     which elements form a pair
 * @param headDim   elements of a head
 * @param rotaryDim elements of a head that turn
 * @param theta     base of the frequencies
 * @param scaling   change of the frequencies, if any
 */
public record RotaryShape(RotaryStyle style, int headDim, int rotaryDim, double theta,
        Optional<FrequencyScaling> scaling) {

    /** The operator on {@code input}. */
    public Rotary on(Value input) {
        return new Rotary(input, style, headDim, rotaryDim, theta, scaling);
    }
}
