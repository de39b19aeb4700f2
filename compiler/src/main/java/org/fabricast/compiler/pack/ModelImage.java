package org.fabricast.compiler.pack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fabricast.ir.image.WeightImage;

/**
 * The weight region.
 *
 * @param layout  offsets that the program uses
 * @param table   what stands where
 * @param bytes   its contents
 * @param necessaryLayerBytes      stored values and scales of all layers without padding
 * @param necessaryClassifierBytes the same of the classifier
 * @param errors  relative error of each quantised matrix by its name, ‖w − stored‖ / ‖w‖; empty without weights
 * @param sparse  what is stored of each matrix with a sparse stream, by its name
 * @param leftOut weights of the model that are not stored
 */
public record ModelImage(ImageLayout layout, WeightImage table, byte[] bytes, long necessaryLayerBytes,
                         long necessaryClassifierBytes, Map<String, Double> errors, Map<String, SparseFacts> sparse, long leftOut) {

    public ModelImage {
        sparse = Collections.unmodifiableMap(new LinkedHashMap<>(sparse));
        errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
    }
}
