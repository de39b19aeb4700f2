package org.fabricast.driver;

/**
 * How to generate.
 *
 * @param tokens      most tokens to generate, at least 0
 * @param temperature 0 takes the greatest logit on chip; above 0 the host samples from softmax(logits / temperature)
 * @param seed        of the sampling
 * @param keepLogits  whether the logits of every generated token are returned
 * @param stopAtEnd   whether an end-of-sequence token ends generation
 */
public record GenerateOptions(int tokens, double temperature, long seed, boolean keepLogits, boolean stopAtEnd) {

    public GenerateOptions {
        if (tokens < 0 || !(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException(tokens + " tokens at temperature " + temperature);
        }
    }

    /** {@code tokens} greedy tokens. */
    public static GenerateOptions greedy(int tokens) {
        return new GenerateOptions(tokens, 0, 0, false, true);
    }

    /** The same, with the logits. */
    public GenerateOptions withLogits() {
        return new GenerateOptions(tokens, temperature, seed, true, stopAtEnd);
    }
}
