package org.fabricast.ir.tokenizer;

import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Joins neighbouring tokens, cheapest pair first and leftmost among equals, until no pair can be joined.
 *
 * <p>Cost: O(n log n) for n tokens.
 */
final class PairMerger {

    /**
     * What two neighbours become.
     *
     * @param cost  smaller is earlier
     * @param token the joined token
     */
    record Merge(double cost, int token) {
    }

    /** Which neighbours can be joined. */
    @FunctionalInterface
    interface Merges {
        Optional<Merge> of(int left, int right);
    }

    private record Candidate(double cost, int at, int leftToken, int rightToken, int token) {
        private static final Comparator<Candidate> ORDER =
                Comparator.comparingDouble(Candidate::cost).thenComparingInt(Candidate::at);
    }

    private static final int GONE = -1;

    private final Merges merges;
    private final int[] tokens;
    private final int[] next;
    private final int[] previous;
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(Candidate.ORDER);

    private PairMerger(int[] tokens, Merges merges) {
        this.merges = merges;
        this.tokens = tokens.clone();
        this.next = new int[tokens.length];
        this.previous = new int[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
    }

    /** The joined sequence; the argument stays as it is. */
    static int[] merge(int[] tokens, Merges merges) {
        return tokens.length < 2 ? tokens.clone() : new PairMerger(tokens, merges).run();
    }

    private int[] run() {
        for (int at = 0; at + 1 < tokens.length; at++) {
            offer(at);
        }
        int left = tokens.length;
        while (!queue.isEmpty()) {
            Candidate best = queue.poll();
            int right = next[best.at];
            // A candidate is stale once either side was joined to something else.
            boolean valid = tokens[best.at] == best.leftToken && right < tokens.length
                    && tokens[right] == best.rightToken;
            if (valid) {
                join(best, right);
                left--;
            }
        }
        int[] result = new int[left];
        int count = 0;
        for (int at = 0; at < tokens.length; at = next[at]) {
            result[count++] = tokens[at];
        }
        return result;
    }

    private void join(Candidate best, int right) {
        tokens[best.at] = best.token;
        tokens[right] = GONE;
        next[best.at] = next[right];
        if (next[right] < tokens.length) {
            previous[next[right]] = best.at;
        }
        if (previous[best.at] >= 0) {
            offer(previous[best.at]);
        }
        offer(best.at);
    }

    private void offer(int at) {
        int right = next[at];
        if (right < tokens.length) {
            int leftToken = tokens[at];
            int rightToken = tokens[right];
            merges.of(leftToken, rightToken)
                    .ifPresent(m -> queue.add(new Candidate(m.cost, at, leftToken, rightToken, m.token)));
        }
    }
}
