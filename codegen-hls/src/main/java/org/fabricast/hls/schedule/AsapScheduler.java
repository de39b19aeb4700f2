package org.fabricast.hls.schedule;

/**
 * As soon as possible, with unlimited resources: longest paths over the constraints.
 *
 * <p>Source: Bellman, On a Routing Problem, 1958. Cost: operations times constraints, in practice a few passes.
 */
public final class AsapScheduler {

    private AsapScheduler() {
    }

    /**
     * Least start of every operation; limits are ignored.
     *
     * @param interval 0 when the operations run once
     * @throws IllegalArgumentException when the problem has no solution or not at this interval
     */
    public static Solution schedule(Problem problem, int interval) {
        problem.demandSolvable();
        return problem.withoutLimits().verified(Solution.of(interval, Constraints.of(problem).earliest(interval)));
    }
}
