package org.fabricast.compiler.quantise.group;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.fabricast.compiler.SharedFiles;

/**
 * A file of reference vectors.
 *
 * @param rows    outputs
 * @param cols    inputs
 * @param weights row-major
 * @param configs by name
 */
record Vectors(int rows, int cols, float[] weights, JsonNode configs) {

    static Vectors read(String file) throws IOException {
        JsonNode root = new ObjectMapper().readTree(SharedFiles.shared("vectors/bitmod/" + file).toFile());
        JsonNode weights = root.get("weights");
        return new Vectors(weights.size(), weights.get(0).size(), floats(weights), root.get("configs"));
    }

    /** All numbers of an array of arrays, NaN for the word. */
    static float[] floats(JsonNode node) {
        List<Float> all = new ArrayList<>();
        collect(node, all);
        float[] values = new float[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.get(i);
        }
        return values;
    }

    private static void collect(JsonNode node, List<Float> into) {
        if (node.isArray()) {
            node.forEach(n -> collect(n, into));
        } else {
            into.add(node.isTextual() ? Float.NaN : (float) node.asDouble());
        }
    }
}
