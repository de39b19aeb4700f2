package org.fabricast.compiler.evaluate;

import java.util.List;
import java.util.function.Supplier;

/**
 * Sum of negative log likelihoods: for logits {@code z} and the token {@code t} that follows,
 * {@code nll = log Σ_i exp(z[i] − max z) + max z − z[t]}, in binary64.
 *
 * @param totalNll sum over all tokens scored. Units: nats.
 * @param tokens   number of tokens scored
 */
public record Perplexity(double totalNll, long tokens) {

    /** Nothing scored yet. */
    public static final Perplexity NONE = new Perplexity(0, 0);

    /** A model in the middle of a sequence. */
    @FunctionalInterface
    public interface Sequence {

        /** Appends a token and gives the logits of the next. */
        float[] step(int token);
    }

    public Perplexity {
        if (tokens < 0 || Double.isNaN(totalNll)) {
            throw new IllegalArgumentException(totalNll + " over " + tokens + " tokens");
        }
    }

    /**
     * Scores every token of each sequence but its first.
     *
     * @param fresh gives the model at the beginning of a sequence
     */
    public static Perplexity of(List<int[]> sequences, Supplier<Sequence> fresh) {
        Perplexity sum = NONE;
        for (int[] tokens : sequences) {
            if (tokens.length > 1) {
                sum = sum.plus(of(tokens, fresh.get()));
            }
        }
        return sum;
    }

    /** Scores every token of one sequence but the first. */
    public static Perplexity of(int[] tokens, Sequence model) {
        double total = 0;
        for (int i = 0; i + 1 < tokens.length; i++) {
            total += nll(model.step(tokens[i]), tokens[i + 1]);
        }
        return new Perplexity(total, Math.max(0, tokens.length - 1));
    }

    /** Negative log likelihood of one token. Units: nats. */
    public static double nll(float[] logits, int token) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        return Math.log(sum) + max - logits[token];
    }

    /** Both together. */
    public Perplexity plus(Perplexity other) {
        return new Perplexity(totalNll + other.totalNll, tokens + other.tokens);
    }

    /** Mean per token. Units: nats. */
    public double meanNll() {
        if (tokens == 0) {
            throw new IllegalStateException("no token was scored");
        }
        return totalNll / tokens;
    }

    /** {@code exp(mean nll)}. */
    public double perplexity() {
        return Math.exp(meanNll());
    }
}
