package org.fabricast.ir.graph;

/**
 * Stretching of rotary frequencies as in Llama 3.1: long wavelengths are divided by {@code factor}, short ones kept, those
 * between interpolated. With {@code λ = 2π/f} and {@code s = (originalContext/λ − low) / (high − low)}:
 *
 * <pre>
 *   f' = f                          if λ &lt; originalContext / high
 *   f' = f / factor                 if λ &gt; originalContext / low
 *   f' = (1 − s) · f/factor + s · f otherwise
 * </pre>
 *
 * <p>Source: the {@code rope_scaling} of type {@code llama3} in the models' configuration.
 *
 * @param factor              by how much long wavelengths are stretched
 * @param lowFrequencyFactor  {@code low}
 * @param highFrequencyFactor {@code high}, greater than {@code low}
 * @param originalContext     context the model was trained with first
 */
public record FrequencyScaling(
        double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalContext) {

    public FrequencyScaling {
        if (!(factor >= 1) || !(lowFrequencyFactor > 0) || !(highFrequencyFactor > lowFrequencyFactor)
                || Double.isInfinite(factor) || Double.isInfinite(highFrequencyFactor) || originalContext < 1) {
            throw new IllegalArgumentException("frequency scaling needs factor >= 1, 0 < low < high, context >= 1, not "
                    + factor + ", " + lowFrequencyFactor + ", " + highFrequencyFactor + ", " + originalContext);
        }
    }

    /** The stretched frequency. Units: radians per position. */
    public double apply(double frequency) {
        double wavelength = 2 * Math.PI / frequency;
        if (wavelength < originalContext / highFrequencyFactor) {
            return frequency;
        }
        if (wavelength > originalContext / lowFrequencyFactor) {
            return frequency / factor;
        }
        double smooth = (originalContext / wavelength - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
        return (1 - smooth) * frequency / factor + smooth * frequency;
    }
}
