package org.fabricast.ir.graph.build;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.TensorType;

/** Seeded weights of a size that keeps activations near 1; biases of q, k and v only, as in Qwen2, if asked for. */
public final class RandomWeights implements WeightSource {

    private final Random random;
    private final boolean biased;
    private final Map<String, float[]> given = new HashMap<>();

    public RandomWeights(long seed, boolean biased) {
        this.random = new Random(seed);
        this.biased = biased;
    }

    /** The arrays given out, by name. */
    Map<String, float[]> given() {
        return given;
    }

    @Override
    public Optional<Tensor> find(String name, TensorType expected) {
        if (name.endsWith(".bias") && !(biased && name.matches(".*\\.attention\\.[qkv]\\.bias"))) {
            return Optional.empty();
        }
        int columns = expected.dim(expected.rank() - 1);
        double deviation = expected.rank() == 2 ? 1.5 / Math.sqrt(columns) : 0.3;
        double mean = name.endsWith("norm.weight") ? 1 : 0;
        float[] data = new float[(int) expected.elements()];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (mean + deviation * random.nextGaussian());
        }
        given.put(name, data);
        return Optional.of(new Tensor(name, expected, data));
    }
}
