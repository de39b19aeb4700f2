package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class IntervalTrialsTest {

    private static final Schedule SOME = new Schedule(List.of(), List.of());

    private final List<Integer> tried = new ArrayList<>();

    private Optional<IntervalTrials.Least> least(int bound, IntPredicate met, boolean proofs) {
        return IntervalTrials.least(bound, 1000, interval -> {
            tried.add(interval);
            return new GeneralProblem.Trial(met.test(interval) ? Optional.of(SOME) : Optional.empty(), proofs && !met.test(interval));
        });
    }

    @Test
    void theFirstTrialIsTheBound() {
        assertThat(least(5, i -> i >= 5, false)).hasValue(new IntervalTrials.Least(5, SOME, true));
        assertThat(tried).containsExactly(5);
    }

    @Test
    void closeFailuresAreProofOnlyWhereTheyAreProved() {
        assertThat(least(3, i -> i >= 6, true)).hasValue(new IntervalTrials.Least(6, SOME, true));
        assertThat(least(3, i -> i >= 6, false)).hasValue(new IntervalTrials.Least(6, SOME, false));
    }

    @Test
    void whatTheLastStepPassedOverIsTriedBeforeItIsTaken() {
        // From 100: sixteen trials end at 115; 115 + 7 = 122 and 122 + 7 = 129 are met or not; 125 is the first that is.
        assertThat(least(100, i -> i >= 125, true)).hasValue(new IntervalTrials.Least(125, SOME, false));
        assertThat(tried.subList(16, tried.size())).containsExactly(122, 129, 123, 124, 125);
    }

    @Test
    void aStepRightAfterTheCloseTrialsLeavesTheProofWhole() {
        assertThat(least(100, i -> i >= 119, true)).hasValue(new IntervalTrials.Least(119, SOME, true));
        assertThat(least(100, i -> i >= 122, true)).hasValue(new IntervalTrials.Least(122, SOME, true));
    }

    @Test
    void itEndsWhereNothingIsMet() {
        assertThat(least(1, i -> false, true)).isEmpty();
        assertThat(tried.getLast()).isBetween(1000, 1063);
    }
}
