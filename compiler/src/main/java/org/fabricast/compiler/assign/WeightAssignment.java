package org.fabricast.compiler.assign;

import java.util.List;
import java.util.Optional;
import org.fabricast.compiler.plan.WeightPlan;

/**
 * Bits of every matrix and how they were found.
 *
 * @param plan        the bits
 * @param measurement what a mixed plan was chosen by; empty for a uniform one, and for one without weights to measure
 */
public record WeightAssignment(WeightPlan plan, Optional<Measurement> measurement) {

    /**
     * Sensitivities on calibration text. Units: nats per token.
     *
     * @param origin        of the text
     * @param tokens        of the text
     * @param base          divergence with all matrices at 8 bits
     * @param sensitivities per matrix and per choice of {@link WeightPlan#CHOICES}: what the divergence grows by when this
     *                      matrix alone has so many bits and all others 8
     * @param divergence    of the chosen plan as a whole
     */
    public record Measurement(String origin, int tokens, double base, List<List<Double>> sensitivities,
                              double divergence) {
        public Measurement {
            sensitivities = sensitivities.stream().map(List::copyOf).toList();
        }
    }
}
