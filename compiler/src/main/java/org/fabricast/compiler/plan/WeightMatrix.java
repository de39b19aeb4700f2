package org.fabricast.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.compiler.fuse.FusedModel;

/**
 * A matrix that the engine multiplies by, as it stands in the weight image.
 *
 * @param name as in the image
 * @param rows outputs
 * @param cols inputs
 */
public record WeightMatrix(String name, int rows, int cols) {

    /** Name of the classifier, the last of all. */
    public static final String CLASSIFIER = "classifier";

    /** Number of weights. */
    public long weights() {
        return (long) rows * cols;
    }

    /** All matrices of a model in the order of use: per layer the {@link LayerMatrix} in their order, then the classifier. */
    public static List<WeightMatrix> of(FusedModel model) {
        List<WeightMatrix> all = new ArrayList<>();
        for (int layer = 0; layer < model.layers().size(); layer++) {
            for (LayerMatrix matrix : LayerMatrix.values()) {
                all.add(new WeightMatrix(matrix.name(layer), matrix.rows(model), matrix.cols(model)));
            }
        }
        all.add(new WeightMatrix(CLASSIFIER, model.vocab(), model.dim()));
        return List.copyOf(all);
    }
}
