package org.fabricast.compiler.assign;

import java.util.Optional;
import org.fabricast.compiler.plan.WeightPlan;

/** What the user asks of the weights. */
public sealed interface WeightChoice {

    /** INT8 everywhere. */
    WeightChoice INT8 = new Uniform(8);

    /** Name in options and reports. */
    String text();

    /** The same bits everywhere. */
    record Uniform(int bits) implements WeightChoice {
        public Uniform {
            if (!WeightPlan.CHOICES.contains(bits)) {
                throw new IllegalArgumentException("no weights of " + bits + " bits");
            }
        }

        @Override
        public String text() {
            return "int" + bits;
        }
    }

    /**
     * Bits per matrix under an average.
     *
     * @param averageBits most bits per weight on average, scales not counted
     * @param calibration text to measure on; empty for text that the model generates
     */
    record Mixed(double averageBits, Optional<CalibrationSequences> calibration) implements WeightChoice {
        @Override
        public String text() {
            return "mixed";
        }
    }

    /** Bits that the caller has chosen. */
    record Given(WeightPlan plan) implements WeightChoice {
        @Override
        public String text() {
            return "mixed";
        }
    }
}
