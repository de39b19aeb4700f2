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

    /** A token; the greatest logit if rounding or a logit that is no finite number leaves no other. */
    public int sample(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] || Float.isNaN(logits[best]) ? i : best;
        }
        double greatest = logits[best];
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
        return best;
    }
}
