package org.fabricast.compiler.estimate.published;

/** A matrix of the model with what is fused behind it; {@code density} is the part of the weights that stays. */
record Projection(int inputs, int outputs, double density, boolean bias, Fused fused) {

    Projection {
        if (inputs % PublishedMachine.BLOCK != 0 || outputs % PublishedMachine.BLOCK != 0 || !(density > 0 && density <= 1)) {
            throw new IllegalArgumentException(inputs + " x " + outputs + ", density " + density);
        }
    }
}
