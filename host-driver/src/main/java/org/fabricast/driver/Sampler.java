package org.fabricast.driver;

import java.util.SplittableRandom;

/** Samples from softmax(logits / temperature), reproducibly. */
public final class Sampler {

    private final double temperature;
    private final SplittableRandom random;

    /**
     * @param temperature above 0
     * @param seed        equal seeds give equal tokens
     */
    public Sampler(double temperature, long seed) {
        this.temperature = temperature;
        this.random = new SplittableRandom(seed);
    }

    /** A token; the greatest logit if rounding leaves no other. */
    public int sample(float[] logits) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        double sum = 0;
        double[] cumulative = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            sum += Math.exp((logits[i] - greatest) / temperature);
            cumulative[i] = sum;
        }
        double target = random.nextDouble() * sum;
        for (int i = 0; i < logits.length; i++) {
            if (cumulative[i] > target) {
                return i;
            }
        }
        return logits.length - 1;
    }
}
