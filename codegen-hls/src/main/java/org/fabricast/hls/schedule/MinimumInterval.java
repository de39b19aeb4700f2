package org.fabricast.hls.schedule;

import java.util.List;
import java.util.Optional;

/**
 * Lower bounds of the interval: ResMII = max over resources of ceil(users / limit); RecMII = the least interval at which no
 * circle of dependences has to start after itself.
 *
 * <p>Source: Rau, Iterative Modulo Scheduling, 1994.
 *
 * @param resources   ResMII, at least 1
 * @param binding     the resource that demands it; empty when none demands more than 1
 * @param recurrences RecMII of the dependences, at least 1
 * @param circle      operations of a circle that demands it, in order; empty when none demands more than 1
 * @param chained     RecMII when chains that must be broken count as well; not below {@code recurrences}
 * @param chain       operations of a circle that demands {@code chained}, in order; empty when that is {@code recurrences}
 */
public record MinimumInterval(int resources, Optional<String> binding, int recurrences, List<Integer> circle, int chained,
                              List<Integer> chain) {

    public MinimumInterval {
        circle = List.copyOf(circle);
        chain = List.copyOf(chain);
    }

    /**
     * Bounds of a problem.
     *
     * @throws IllegalArgumentException when the problem has no solution at any interval
     */
    public static MinimumInterval of(Problem problem) {
        problem.demandSolvable();
        int most = 1;
        Optional<String> binding = Optional.empty();
        for (var limit : problem.limits().entrySet()) {
            int users = (int) problem.operations().stream().filter(o -> o.resources().contains(limit.getKey())).count();
            int bound = (users + limit.getValue() - 1) / limit.getValue();
            boolean first = bound == most && binding.isPresent() && limit.getKey().compareTo(binding.get()) < 0;
            if (bound > most || first) {
                most = bound;
                binding = Optional.of(limit.getKey());
            }
        }
        Constraints dependences = Constraints.dependences(problem);
        int recurrences = recurrences(dependences, 1);
        List<Integer> circle = recurrences > 1 ? dependences.cycle(recurrences - 1) : List.of();
        Constraints broken = Constraints.of(problem);
        int chained = recurrences(broken, recurrences);
        return new MinimumInterval(most, binding, recurrences, circle, chained,
                chained > recurrences ? broken.cycle(chained - 1) : List.of());
    }

    /** No solution has a smaller interval. */
    public int bound() {
        return Math.max(resources, chained);
    }

    /** Least interval that closes every circle. Every circle of a solvable problem has a distance, so one exists. */
    private static int recurrences(Constraints constraints, int from) {
        int low = from;
        int high = from;
        while (!constraints.cycle(high).isEmpty()) {
            low = high + 1;
            high *= 2;
        }
        while (low < high) {
            int middle = (low + high) / 2;
            if (constraints.cycle(middle).isEmpty()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return high;
    }
}
