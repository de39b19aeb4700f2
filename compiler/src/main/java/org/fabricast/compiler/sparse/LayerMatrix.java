package org.fabricast.compiler.sparse;

import java.util.Objects;

import org.fabricast.compiler.calibrate.InputMoments;

/**
 * A projection and what it reads.
 *
 * @param name    for reports
 * @param grid    its shape
 * @param weights row-major; not copied, nobody writes to it
 * @param inputs  second moments of its input over the calibration text
 */
public record LayerMatrix(String name, BlockGrid grid, float[] weights, InputMoments inputs) {

    public LayerMatrix {
        Objects.requireNonNull(name);
        if (weights.length != grid.elements() || inputs.width() != grid.cols()) {
            throw new IllegalArgumentException(name + ": " + weights.length + " weights and inputs of " + inputs.width()
                    + " are not " + grid);
        }
    }

    /** {@code Σ_t ‖W x_t‖²} with other weights in place of the layer's own. */
    double outputEnergy(float[] other) {
        double total = 0;
        double[] row = new double[grid.cols()];
        for (int r = 0; r < grid.rows(); r++) {
            for (int c = 0; c < row.length; c++) {
                row[c] = other[r * row.length + c];
            }
            total += inputs.energyOf(row);
        }
        return total;
    }

    /** {@code √(Σ_t ‖(W − W′) x_t‖² / Σ_t ‖W x_t‖²)}: how far the output is off with weights W′; 0 if there is no output. */
    double relativeError(float[] other) {
        float[] difference = new float[other.length];
        for (int i = 0; i < other.length; i++) {
            difference[i] = weights[i] - other[i];
        }
        double energy = outputEnergy(weights);
        return energy == 0 ? 0 : Math.sqrt(outputEnergy(difference) / energy);
    }
}
