package org.fabricast.compiler.sparse;

import java.util.Objects;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/** How sparse a model shall be. */
public sealed interface SparsityTarget {

    /** Part of the weights that may be stored. */
    double density();

    /** As on the command line. */
    String text();

    /** The same pattern in every row of every block. */
    record Fixed(NmPattern pattern) implements SparsityTarget {

        public Fixed {
            Objects.requireNonNull(pattern);
        }

        @Override
        public double density() {
            return pattern.density();
        }

        @Override
        public String text() {
            return pattern.text();
        }
    }

    /** N of 16 chosen per block, 0, 2, 4, 8 or 16, so that no more than {@code density} of the weights of {@code scope} are stored. */
    record Blockwise(double density, Scope scope) implements SparsityTarget {

        public Blockwise {
            Objects.requireNonNull(scope);
            if (!(density > 0 && density <= 1)) {
                throw new IllegalArgumentException("density " + density);
            }
        }

        @Override
        public String text() {
            return String.valueOf(density);
        }
    }

    /** Over what the density is met. */
    enum Scope {
        /** In every layer. */
        LAYER,
        /** In the model: layers that lose more of their scores for the same weights keep more of them. */
        MODEL,
        /** In the model, and what a layer loses counts by what it does to the model's predictions ({@link LayerSensitivity}). */
        MEASURED
    }

    /**
     * Reads {@code N:M} or a density.
     *
     * <p>Errors: F1008 a pattern that is none of ours, or text that is neither; F1009 a density that is not above 0 and at most 1.
     *
     * @param place for the message
     */
    static SparsityTarget parse(String text, Scope scope, String place) {
        double density;
        try {
            density = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return new Fixed(NmPattern.parse(text, place));
        }
        if (!(density > 0 && density <= 1)) {
            throw new FabricastException(ErrorCode.F1009, place, "a density above 0 and at most 1", text, "0.5 keeps half of the weights.");
        }
        return new Blockwise(density, scope);
    }
}
