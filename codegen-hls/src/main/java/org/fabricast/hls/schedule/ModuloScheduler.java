package org.fabricast.hls.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Iterative modulo scheduling: the highest operation first, in the first cycle of an interval in which its resources are
 * free; when there is none it takes one by force, and whoever stood there or no longer fits is scheduled again. Operations
 * that run once are the case without wrapping round, where no force is needed: list scheduling.
 *
 * <p>Source: Rau, Iterative Modulo Scheduling: An Algorithm for Software Pipelining Loops, MICRO 1994; chaining by the
 * constraints of {@link SdcScheduler}. Cost: at most {@link #BUDGET} placements per operation and interval.
 */
public final class ModuloScheduler {

    /** Placements per operation before an interval is given up. */
    public static final int BUDGET = 24;

    private final Problem problem;
    private final int interval;
    private final List<List<Constraints.Edge>> incoming = new ArrayList<>();
    private final List<List<Constraints.Edge>> outgoing = new ArrayList<>();
    private final Map<Integer, Integer> starts = new HashMap<>();
    private final Map<Integer, Integer> lastTry = new HashMap<>();
    private final Reservations reservations;
    private final TreeSet<Integer> waiting;

    private ModuloScheduler(Problem problem, Constraints constraints, int interval) {
        this.problem = problem;
        this.interval = interval;
        this.reservations = new Reservations(problem, interval);
        for (int i = 0; i < problem.operations().size(); i++) {
            incoming.add(new ArrayList<>());
            outgoing.add(new ArrayList<>());
        }
        constraints.edges().forEach(e -> {
            incoming.get(e.to()).add(e);
            outgoing.get(e.from()).add(e);
        });
        int[] height = constraints.heights(interval);
        this.waiting = new TreeSet<>(Comparator.<Integer>comparingInt(i -> -height[i]).thenComparing(i -> i));
        for (int i = 0; i < height.length; i++) {
            waiting.add(i);
        }
    }

    /**
     * The first interval at which the budget suffices.
     *
     * @param least interval to begin with; raised to the bound of {@link MinimumInterval}
     * @param most  interval to end with
     * @return empty when no interval up to {@code most} was met
     * @throws IllegalArgumentException when the problem has no solution or its iterations do not overlap
     */
    public static Optional<Solution> schedule(Problem problem, int least, int most) {
        if (!problem.repeated()) {
            throw new IllegalArgumentException("iterations of this problem do not overlap");
        }
        int bound = MinimumInterval.of(problem).bound();
        Constraints constraints = Constraints.of(problem);
        for (int interval = Math.max(least, bound); interval <= most; interval++) {
            ModuloScheduler attempt = new ModuloScheduler(problem, constraints, interval);
            if (attempt.run()) {
                return Optional.of(problem.verified(new Solution(interval, attempt.starts)));
            }
        }
        return Optional.empty();
    }

    /**
     * A schedule of operations that run once.
     *
     * @throws IllegalArgumentException when the problem has no solution or its iterations overlap
     */
    public static Solution scheduleOnce(Problem problem) {
        if (problem.repeated()) {
            throw new IllegalArgumentException("iterations of this problem overlap");
        }
        problem.demandSolvable();
        ModuloScheduler attempt = new ModuloScheduler(problem, Constraints.of(problem), 0);
        if (!attempt.run()) {
            throw new IllegalArgumentException("no schedule found for operations that run once");
        }
        return problem.verified(new Solution(0, attempt.starts));
    }

    private boolean run() {
        int budget = BUDGET * problem.operations().size();
        while (!waiting.isEmpty()) {
            if (budget-- == 0) {
                return false;
            }
            int i = waiting.pollFirst();
            int from = 0;
            for (Constraints.Edge e : incoming.get(i)) {
                if (starts.containsKey(e.from()) && e.from() != i) {
                    from = Math.max(from, starts.get(e.from()) + e.length(interval));
                }
            }
            place(i, cycle(i, from));
        }
        return true;
    }

    /** The first free cycle not before one; otherwise one to take by force, later than the last time. */
    private int cycle(int i, int from) {
        for (int c = from; interval == 0 || c < from + interval; c++) {
            if (reservations.fits(i, c)) {
                return c;
            }
        }
        return Math.max(from, lastTry.getOrDefault(i, -1) + 1);
    }

    private void place(int i, int cycle) {
        reservations.inTheWay(i, cycle).forEach(this::evict);
        reservations.add(i, cycle);
        starts.put(i, cycle);
        lastTry.put(i, cycle);
        for (Constraints.Edge e : outgoing.get(i)) {
            Integer start = starts.get(e.to());
            if (start != null && e.to() != i && start < cycle + e.length(interval)) {
                evict(e.to());
            }
        }
    }

    private void evict(int i) {
        reservations.remove(i, starts.remove(i));
        waiting.add(i);
    }
}
