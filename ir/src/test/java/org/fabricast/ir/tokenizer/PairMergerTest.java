package org.fabricast.ir.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairMergerTest {

    @Test
    void shortSequencesStayAsTheyAre() {
        assertThat(PairMerger.merge(new int[0], PairMergerTest::sum)).isEmpty();
        assertThat(PairMerger.merge(new int[] {7}, PairMergerTest::sum)).containsExactly(7);
    }

    @Test
    void aJoinedTokenIsJoinedOn() {
        // The left pair becomes 2, then 2 and 1 become 3.
        assertThat(PairMerger.merge(new int[] {1, 1, 1}, PairMergerTest::sum)).containsExactly(3);
    }

    @Test
    void theSequenceIsWhatSearchingForTheBestPairAgainAndAgainGives() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int[] tokens = random.ints(random.nextInt(60), 0, 6).toArray();
            assertThat(PairMerger.merge(tokens, PairMergerTest::sum)).as("seed %d", seed)
                    .containsExactly(bySearching(tokens));
        }
    }

    /** Neighbours whose sum is at most 12 and no multiple of five become their sum, at a cost that repeats. */
    private static Optional<PairMerger.Merge> sum(int left, int right) {
        int sum = left + right;
        return sum > 12 || sum % 5 == 0 ? Optional.empty() : Optional.of(new PairMerger.Merge(sum % 4, sum));
    }

    private static int[] bySearching(int[] tokens) {
        List<Integer> list = new ArrayList<>();
        for (int token : tokens) {
            list.add(token);
        }
        while (true) {
            int best = -1;
            double cost = Double.POSITIVE_INFINITY;
            for (int i = 0; i + 1 < list.size(); i++) {
                Optional<PairMerger.Merge> merge = sum(list.get(i), list.get(i + 1));
                if (merge.isPresent() && merge.get().cost() < cost) {
                    best = i;
                    cost = merge.get().cost();
                }
            }
            if (best < 0) {
                return list.stream().mapToInt(Integer::intValue).toArray();
            }
            list.set(best, sum(list.get(best), list.get(best + 1)).orElseThrow().token());
            list.remove(best + 1);
        }
    }
}
