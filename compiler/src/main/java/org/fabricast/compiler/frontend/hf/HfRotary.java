package org.fabricast.compiler.frontend.hf;

import java.util.Optional;
import org.fabricast.ir.graph.FrequencyScaling;

/**
 * Rotary embedding of a configuration: {@code rope_theta} and {@code rope_scaling}, or both in {@code rope_parameters}.
 * Scalings {@code default}, {@code linear} and {@code llama3} are understood.
 *
 * @param theta   base of the frequencies
 * @param scaling change of the frequencies
 */
record HfRotary(double theta, Optional<FrequencyScaling> scaling) {

    private static final double DEFAULT_THETA = 10_000;

    static HfRotary read(ConfigFields fields) {
        String place = fields.has("rope_parameters") ? "rope_parameters" : "rope_scaling";
        ConfigFields inside = fields.inside(place);
        ConfigFields base = inside.has("rope_theta") ? inside : fields;
        double theta = base.number("rope_theta", DEFAULT_THETA);
        if (!(theta >= 1) || Double.isInfinite(theta)) {
            base.unusable("rope_theta", "a number from 1");
        }
        if (!fields.has(place)) {
            return new HfRotary(theta, Optional.empty());
        }
        String typeField = inside.has("rope_type") ? "rope_type" : "type";
        return new HfRotary(theta, switch (inside.text(typeField, "")) {
            case "default" -> Optional.empty();
            case "linear" -> linear(inside);
            case "llama3" -> llama3(inside);
            default -> {
                fields.unsupported(place, "none, or one of type default, linear or llama3");
                yield Optional.empty();
            }
        });
    }

    /** Positions divided by a factor: every frequency is, since each wavelength exceeds the band that is kept. */
    private static Optional<FrequencyScaling> linear(ConfigFields fields) {
        double factor = fields.number("factor");
        if (!(factor >= 1)) {
            fields.unusable("factor", "a number from 1");
            return Optional.empty();
        }
        return Optional.of(new FrequencyScaling(factor, 1, 2, 1));
    }

    private static Optional<FrequencyScaling> llama3(ConfigFields fields) {
        double factor = fields.number("factor");
        double low = fields.number("low_freq_factor");
        double high = fields.number("high_freq_factor");
        long context = fields.integer("original_max_position_embeddings");
        if (!(factor >= 1) || !(low > 0) || !(high > low) || context < 1 || context > Integer.MAX_VALUE) {
            fields.unusable("factor", "factor from 1, 0 < low_freq_factor < high_freq_factor, original context from 1");
            return Optional.empty();
        }
        return Optional.of(new FrequencyScaling(factor, low, high, (int) context));
    }
}
