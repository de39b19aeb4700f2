package org.fabricast.ir.image;

/**
 * What the manifest says about the model.
 *
 * @param name         of the model's file or directory
 * @param architecture family, such as {@code llama}
 * @param parameters   stored numbers, shared ones once
 * @param layers       blocks
 * @param dim          elements of the residual stream
 * @param vocabulary   token ids
 * @param context      longest sequence in tokens
 */
public record ModelSummary(String name, String architecture, long parameters, int layers, int dim, int vocabulary,
                           int context) {

    public ModelSummary {
        if (parameters < 1 || layers < 1 || dim < 1 || vocabulary < 1 || context < 1) {
            throw new IllegalArgumentException("model " + name + " has a size below 1");
        }
    }
}
