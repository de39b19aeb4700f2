package org.fabricast.hls.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Branch and bound: least interval, then least start of one operation. A node holds, for every operation on limited
 * resources, the slots (cycles modulo the interval, or cycles) it may still take, and for every operation the least start that
 * these slots and the difference constraints allow. All of these are closed under taking the smaller of two solutions, so the
 * least starts are found by propagation alone, and bound everything below the node. Where they oversubscribe a slot, one
 * operation is either kept in it or forbidden it.
 *
 * <p>Source: branch and bound over slots as in Oppermann et al., Exact and Practical Modulo Scheduling, 2019, with longest-path
 * propagation instead of an integer program. Cost: exponential at worst; nodes are counted.
 */
public final class ExactScheduler {

    /**
     * What was found.
     *
     * @param solution the best solution
     * @param optimal  true when proved: no smaller interval, no smaller start of the last operation at it
     * @param nodes    nodes visited
     */
    public record Result(Solution solution, boolean optimal, long nodes) { }

    /**
     * What a search at one interval came to.
     *
     * @param result   the best solution; empty when none was found
     * @param complete true when the search ended within its budget: without a result, the interval has no solution
     */
    public record Attempt(Optional<Result> result, boolean complete) { }

    private final Problem problem;
    private final Constraints constraints;
    private final int interval;
    private final int last;
    private final int horizon;
    private final long budget;
    private long nodes;
    private boolean exhausted;
    private int best;
    private Optional<Solution> found = Optional.empty();

    private ExactScheduler(Problem problem, Constraints constraints, int interval, int last, long budget) {
        this.problem = problem;
        this.constraints = constraints;
        this.interval = interval;
        this.last = last;
        this.budget = budget;
        int sum = 2 * interval + 1;
        for (int i = 0; i < problem.operations().size(); i++) {
            int at = i;
            sum += 2 * interval + Math.max(1, constraints.edges().stream().filter(e -> e.from() == at)
                    .mapToInt(Constraints.Edge::weight).max().orElse(0));
        }
        this.horizon = sum;
        this.best = sum + 1;
    }

    /** One node of the search. */
    private record Node(int[] starts, BitSet[] forbidden, boolean[] fixed) {

        Node copy() {
            BitSet[] slots = new BitSet[forbidden.length];
            for (int i = 0; i < slots.length; i++) {
                slots[i] = (BitSet) forbidden[i].clone();
            }
            return new Node(starts.clone(), slots, fixed.clone());
        }
    }

    /**
     * Least interval, then least start of an operation.
     *
     * @param last   operation whose start is to be least
     * @param budget nodes to visit at most; beyond, the result is not optimal
     * @throws IllegalArgumentException when the problem has no solution, or none was found within the budget
     */
    public static Result schedule(Problem problem, int last, long budget) {
        problem.demandSolvable();
        Constraints constraints = Constraints.of(problem);
        long nodes = 0;
        boolean proved = true;
        int from = problem.repeated() ? MinimumInterval.of(problem).bound() : 0;
        for (int interval = from; problem.repeated() || interval == 0; interval++) {
            ExactScheduler search = new ExactScheduler(problem, constraints, interval, last, budget - nodes);
            search.seed();
            search.search(search.root());
            nodes += search.nodes;
            proved &= !search.exhausted;
            if (search.found.isPresent()) {
                return new Result(problem.verified(search.found.get()), proved, nodes);
            }
            if (nodes >= budget) {
                break;
            }
        }
        throw new IllegalArgumentException("no schedule found within " + budget + " nodes");
    }

    /**
     * Least start of an operation at a given interval.
     *
     * @throws IllegalArgumentException when the problem has no solution at any interval or its iterations do not overlap
     */
    public static Attempt at(Problem problem, int interval, int last, long budget) {
        if (!problem.repeated()) {
            throw new IllegalArgumentException("iterations of this problem do not overlap");
        }
        if (interval < MinimumInterval.of(problem).bound()) {
            return new Attempt(Optional.empty(), true);
        }
        ExactScheduler search = new ExactScheduler(problem, Constraints.of(problem), interval, last, budget);
        search.seed();
        search.search(search.root());
        return new Attempt(search.found.map(s -> new Result(problem.verified(s), !search.exhausted, search.nodes)), !search.exhausted);
    }

    /** A heuristic solution bounds the search from above. */
    private void seed() {
        Optional<Solution> heuristic = problem.repeated() ? ModuloScheduler.schedule(problem, interval, interval)
                : Optional.of(ModuloScheduler.scheduleOnce(problem));
        heuristic.ifPresent(this::accept);
    }

    private void accept(Solution solution) {
        if (solution.start(last) < best) {
            best = solution.start(last);
            found = Optional.of(solution);
        }
    }

    private Node root() {
        int n = problem.operations().size();
        BitSet[] forbidden = new BitSet[n];
        for (int i = 0; i < n; i++) {
            forbidden[i] = new BitSet();
        }
        return new Node(new int[n], forbidden, new boolean[n]);
    }

    private void search(Node node) {
        if (nodes >= budget) {
            exhausted = true;
            return;
        }
        nodes++;
        if (!propagate(node) || node.starts()[last] >= best) {
            return;
        }
        int choice = choose(node);
        if (choice < 0) {
            accept(Solution.of(interval, node.starts()));
            return;
        }
        int slot = Solution.slot(node.starts()[choice], interval);
        Node kept = node.copy();
        if (keep(kept, choice, slot)) {
            search(kept);
        }
        node.forbidden()[choice].set(slot);
        search(node);
    }

    /** Fixes an operation to a slot; users of a resource that is full now lose the slot. False when one of them is fixed to it. */
    private boolean keep(Node node, int operation, int slot) {
        node.fixed()[operation] = true;
        node.forbidden()[operation].set(0, interval == 0 ? horizon + 1 : interval);
        node.forbidden()[operation].clear(slot);
        for (String r : problem.operations().get(operation).resources()) {
            int limit = problem.limits().getOrDefault(r, Integer.MAX_VALUE);
            List<Integer> others = new ArrayList<>();
            int users = 0;
            for (int i = 0; i < node.fixed().length; i++) {
                if (problem.operations().get(i).resources().contains(r)) {
                    if (!node.fixed()[i]) {
                        others.add(i);
                    } else if (!node.forbidden()[i].get(slot)) {
                        users++;
                    }
                }
            }
            if (users > limit) {
                return false;
            }
            if (users == limit) {
                others.forEach(i -> node.forbidden()[i].set(slot));
            }
        }
        return true;
    }

    /** Raises the starts to the least the node allows; false when it allows none. */
    private boolean propagate(Node node) {
        int[] start = node.starts();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < start.length; i++) {
                int allowed = allowed(node.forbidden()[i], start[i]);
                changed |= allowed > start[i];
                start[i] = allowed;
                if (start[i] > horizon) {
                    return false;
                }
            }
            for (Constraints.Edge e : constraints.edges()) {
                int at = start[e.from()] + e.length(interval);
                if (at > start[e.to()]) {
                    start[e.to()] = at;
                    changed = true;
                }
            }
        }
        return true;
    }

    private int allowed(BitSet forbidden, int from) {
        if (interval == 0) {
            return forbidden.nextClearBit(from);
        }
        for (int c = from; c < from + interval; c++) {
            if (!forbidden.get(c % interval)) {
                return c;
            }
        }
        return horizon + 1;
    }

    /** An operation that is not fixed in a slot that is oversubscribed, the one that could start first; -1 when none is. */
    private int choose(Node node) {
        Reservations reservations = new Reservations(problem, interval);
        boolean conflict = false;
        int[] start = node.starts();
        for (int i = 0; i < start.length; i++) {
            conflict |= !reservations.fits(i, start[i]);
            reservations.add(i, start[i]);
        }
        int choice = -1;
        for (int i = 0; conflict && i < start.length; i++) {
            if (!node.fixed()[i] && crowded(reservations, i, start[i]) && (choice < 0 || start[i] < start[choice])) {
                choice = i;
            }
        }
        return choice;
    }

    private static boolean crowded(Reservations reservations, int operation, int cycle) {
        reservations.remove(operation, cycle);
        boolean crowded = !reservations.fits(operation, cycle);
        reservations.add(operation, cycle);
        return crowded;
    }
}
