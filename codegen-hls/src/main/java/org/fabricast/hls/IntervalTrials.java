package org.fabricast.hls;

import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Trials of one interval after the other: each of the first {@value #CLOSE} from the bound on, then in steps of a sixteenth, and
 * when one succeeds, all that the last step passed over.
 *
 * <p>What a step between two failures passes over is never tried; the result is then not proved to be the least.
 */
final class IntervalTrials {

    private static final int CLOSE = 16;

    private IntervalTrials() {
    }

    /**
     * The least interval that was found.
     *
     * @param proved whether every interval from the bound up to it is proved to have no schedule
     */
    record Least(int interval, Schedule schedule, boolean proved) { }

    /**
     * Searches upwards.
     *
     * @param bound below which there is certainly no schedule
     * @param most  greatest interval to try, about
     * @param trial the schedule at an interval
     */
    static Optional<Least> least(int bound, int most, IntFunction<GeneralProblem.Trial> trial) {
        int failed = bound - 1;
        boolean proved = true;
        for (int number = 1; failed < most; number++) {
            int step = number <= CLOSE ? 1 : Math.max(1, failed / CLOSE);
            GeneralProblem.Trial far = trial.apply(failed + step);
            if (far.schedule().isPresent()) {
                return Optional.of(between(failed, failed + step, far, proved, trial));
            }
            proved &= far.impossible() && step == 1;
            failed += step;
        }
        return Optional.empty();
    }

    /** The first success above a failure and up to a success. */
    private static Least between(int failed, int met, GeneralProblem.Trial atMet, boolean proved, IntFunction<GeneralProblem.Trial> trial) {
        boolean none = proved;
        for (int interval = failed + 1; interval < met; interval++) {
            GeneralProblem.Trial near = trial.apply(interval);
            if (near.schedule().isPresent()) {
                return new Least(interval, near.schedule().get(), none);
            }
            none &= near.impossible();
        }
        return new Least(met, atMet.schedule().orElseThrow(), none);
    }
}
