package org.fabricast.hls.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A problem without its resources as a system of difference constraints: {@code start(to) - start(from) >= weight - distance *
 * interval}. Chaining becomes such constraints as well: where a chain from one operation to another would be too long, the
 * second starts at least a cycle after the first has ended. That is exact: a chain is broken if and only if one of its
 * operations starts later.
 *
 * <p>Source: Cong and Zhang, An Efficient and Versatile Scheduling Algorithm Based on SDC Formulation, DAC 2006.
 *
 * @param size  number of operations
 * @param edges the constraints
 */
record Constraints(int size, List<Edge> edges) {

    /** One constraint. */
    record Edge(int from, int to, int weight, int distance) {

        int length(int interval) {
            return weight - distance * interval;
        }
    }

    Constraints {
        edges = List.copyOf(edges);
    }

    /** Dependences and chain breaks of a problem. */
    static Constraints of(Problem problem) {
        List<Edge> edges = new ArrayList<>(dependences(problem).edges());
        if (problem.cycleTime().isPresent()) {
            breakChains(problem, problem.cycleTime().getAsDouble(), edges);
        }
        return new Constraints(problem.operations().size(), edges);
    }

    /** Dependences alone. */
    static Constraints dependences(Problem problem) {
        return new Constraints(problem.operations().size(), problem.dependences().stream()
                .map(d -> new Edge(d.from(), d.to(), problem.operations().get(d.from()).latency() + d.extra(), d.distance()))
                .toList());
    }

    /** Values within an iteration, one unit long each, so that every circle of them shows, even one that takes no cycle. */
    static Constraints values(Problem problem) {
        return new Constraints(problem.operations().size(), problem.dependences().stream()
                .filter(d -> d.distance() == 0 && d.kind() == Problem.Kind.DEF_USE)
                .map(d -> new Edge(d.from(), d.to(), 1, 0)).toList());
    }

    /** The constraints between operations of the same iteration. */
    Constraints withinIteration() {
        return new Constraints(size, edges.stream().filter(e -> e.distance() == 0).toList());
    }

    private static void breakChains(Problem problem, double time, List<Edge> edges) {
        int n = problem.operations().size();
        List<List<Integer>> next = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            next.add(new ArrayList<>());
        }
        problem.dependences().stream().filter(Problem.Dependence::chains).forEach(d -> next.get(d.from()).add(d.to()));
        for (int from = 0; from < n; from++) {
            breakChains(problem, time, next, from, edges);
        }
    }

    /** Follows the chains that begin with one operation as long as they fit; values do not go in a circle. */
    private static void breakChains(Problem problem, double time, List<List<Integer>> next, int from, List<Edge> edges) {
        double[] arrival = new double[next.size()];
        Arrays.fill(arrival, -1);
        boolean[] broken = new boolean[next.size()];
        List<Integer> reached = new ArrayList<>(List.of(from));
        arrival[from] = 0;
        for (int head = 0; head < reached.size(); head++) {
            int at = reached.get(head);
            Problem.Operation o = problem.operations().get(at);
            if (broken[at] || at != from && o.latency() > 0) {
                continue;
            }
            for (int to : next.get(at)) {
                double arrives = arrival[at] + o.outgoingDelay();
                if (arrives > arrival[to]) {
                    arrival[to] = arrives;
                    broken[to] |= arrives + problem.operations().get(to).incomingDelay() > time + Problem.TOLERANCE;
                    reached.add(to);
                }
            }
        }
        int latency = problem.operations().get(from).latency();
        for (int to = 0; to < broken.length; to++) {
            if (broken[to]) {
                edges.add(new Edge(from, to, latency + 1, 0));
            }
        }
    }

    /** Least starts at an interval, none before 0; the constraints must have no circle that grows. */
    int[] earliest(int interval) {
        int[] start = new int[size];
        boolean changed = true;
        for (int round = 0; changed; round++) {
            if (round > size) {
                throw new IllegalArgumentException("a recurrence does not close at interval " + interval);
            }
            changed = false;
            for (Edge e : edges) {
                int at = start[e.from()] + e.length(interval);
                if (at > start[e.to()]) {
                    start[e.to()] = at;
                    changed = true;
                }
            }
        }
        return start;
    }

    /** Cycles from the start of each operation to the start of the one that waits longest for it; 0 for none. */
    int[] heights(int interval) {
        return new Constraints(size, edges.stream().map(e -> new Edge(e.to(), e.from(), e.weight(), e.distance())).toList())
                .earliest(interval);
    }

    /** Operations of a circle that would have to start after themselves at an interval, in order; empty when there is none. */
    List<Integer> cycle(int interval) {
        int[] start = new int[size];
        int[] before = new int[size];
        Arrays.fill(before, -1);
        for (int round = 0; round <= size; round++) {
            int moved = -1;
            for (Edge e : edges) {
                int at = start[e.from()] + e.length(interval);
                if (at > start[e.to()]) {
                    start[e.to()] = at;
                    before[e.to()] = e.from();
                    moved = e.to();
                }
            }
            if (moved < 0) {
                return List.of();
            }
            if (round == size) {
                return walk(before, moved);
            }
        }
        return List.of();
    }

    private List<Integer> walk(int[] before, int from) {
        int at = from;
        for (int i = 0; i < size; i++) { // now certainly inside the circle
            at = before[at];
        }
        List<Integer> circle = new ArrayList<>();
        int i = at;
        do {
            circle.add(i);
            i = before[i];
        } while (i != at);
        Collections.reverse(circle);
        return circle;
    }
}
