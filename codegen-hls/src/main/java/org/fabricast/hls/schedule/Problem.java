package org.fabricast.hls.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Operations, what they wait for, and what they share.
 *
 * <p>A dependence demands {@code start(from) + latency(from) + extra <= start(to) + distance * interval}. Resources are fully
 * pipelined: at most {@code limit} operations start per cycle, or per cycle modulo the interval. With a cycle time, operations
 * chain along values of the same iteration: an operation that starts in the cycle in which its operand ends finds it
 * {@code outgoingDelay} later than the operand's own arrival (if the operand took no cycle) or than the clock edge.
 *
 * <p>Source: the model follows the problem classes of the CIRCT project (Oppermann et al., Exact and Practical Modulo
 * Scheduling for High-Level Synthesis, TRETS 2019, for the formulation).
 *
 * @param operations   what to schedule
 * @param dependences  what waits for what
 * @param limits       operations that may start on a resource per cycle; a resource not named is unlimited
 * @param cycleTime    time in which a chain must settle; empty when delays do not matter
 * @param repeated     true when iterations overlap, started an interval apart; false when the operations run once
 */
public record Problem(List<Operation> operations, List<Dependence> dependences, Map<String, Integer> limits,
                      OptionalDouble cycleTime, boolean repeated) {

    static final double TOLERANCE = 1e-9;

    /**
     * One thing to schedule.
     *
     * @param latency       cycles from its start to its result; 0 within the cycle
     * @param incomingDelay from operands to the first register, or to the result when there is none
     * @param outgoingDelay from the last register, or from the operands when there is none, to the result
     * @param resources     what it occupies in the cycle it starts
     */
    public record Operation(String name, int latency, double incomingDelay, double outgoingDelay, List<String> resources) {

        public Operation {
            resources = List.copyOf(resources);
            if (latency < 0 || !(incomingDelay >= 0) || !(outgoingDelay >= 0)) {
                throw new IllegalArgumentException("latency and delays cannot be negative: " + name);
            }
        }
    }

    /** DEF_USE: a value flows and may chain. AUXILIARY: an order that must hold. */
    public enum Kind { DEF_USE, AUXILIARY }

    /**
     * Operation {@code to} waits for operation {@code from} of {@code distance} iterations before.
     *
     * @param extra cycles beyond the latency of {@code from}; negative only for an order
     */
    public record Dependence(int from, int to, int distance, Kind kind, int extra) {

        public Dependence {
            if (from < 0 || to < 0 || distance < 0 || kind == Kind.DEF_USE && extra < 0) {
                throw new IllegalArgumentException("a dependence with negative parts");
            }
        }

        /** A dependence that waits for the latency and no longer. */
        public Dependence(int from, int to, int distance, Kind kind) {
            this(from, to, distance, kind, 0);
        }

        boolean chains() {
            return kind == Kind.DEF_USE && distance == 0 && extra == 0;
        }
    }

    public Problem {
        operations = List.copyOf(operations);
        dependences = List.copyOf(dependences);
        limits = Map.copyOf(limits);
    }

    /** The same problem with as much of every resource as anyone could want. */
    public Problem withoutLimits() {
        return new Problem(operations, dependences, Map.of(), cycleTime, repeated);
    }

    /** What makes the problem ill-formed or unsolvable at every interval; empty when a solution exists. */
    public List<String> check() {
        List<String> findings = new ArrayList<>();
        for (Dependence d : dependences) {
            if (d.from() >= operations.size() || d.to() >= operations.size()) {
                findings.add("precedence: dependence on an operation that does not exist: " + d);
            } else if (d.distance() > 0 && !repeated) {
                findings.add("interval: " + name(d.to()) + " waits for another iteration, but there is only one");
            }
        }
        limits.forEach((resource, limit) -> {
            if (limit < 1 && operations.stream().anyMatch(o -> o.resources().contains(resource))) {
                findings.add("oversubscribed resource: " + resource + " is used, but there is none");
            }
        });
        cycleTime.ifPresent(time -> operations.stream()
                .filter(o -> o.incomingDelay() > time + TOLERANCE)
                .forEach(o -> findings.add("chaining: " + o.name() + " alone is slower than the cycle time " + time)));
        if (findings.isEmpty()) {
            List<Integer> circle = Constraints.values(this).cycle(0);
            if (circle.isEmpty()) {
                circle = Constraints.dependences(this).withinIteration().cycle(0);
            }
            if (!circle.isEmpty()) {
                findings.add("precedence: operations that wait for each other in one iteration: " + names(circle));
                return findings;
            }
            List<Integer> chain = Constraints.of(this).withinIteration().cycle(0);
            if (!chain.isEmpty()) {
                findings.add("chaining: operations that must share a cycle form too long a chain: " + names(chain));
            }
        }
        return findings;
    }

    /** Every constraint a solution breaks, each finding opening with its name; empty when it is a solution. */
    public List<String> verify(Solution solution) {
        List<String> findings = new ArrayList<>();
        if (repeated != solution.interval() > 0) {
            findings.add("interval: " + solution.interval() + " for a problem whose iterations "
                    + (repeated ? "overlap" : "do not overlap"));
        }
        for (int i = 0; i < operations.size(); i++) {
            if (!solution.starts().containsKey(i)) {
                findings.add("missing start: " + name(i));
            } else if (solution.start(i) < 0) {
                findings.add("precedence: " + name(i) + " starts before cycle 0");
            }
        }
        if (!findings.isEmpty()) {
            return findings;
        }
        for (Dependence d : dependences) {
            int ready = solution.start(d.from()) + operations.get(d.from()).latency() + d.extra();
            int start = solution.start(d.to()) + d.distance() * solution.interval();
            if (start < ready) {
                findings.add("precedence: " + name(d.to()) + " starts in cycle " + start + ", but " + name(d.from())
                        + " makes it wait for " + ready);
            }
        }
        verifyResources(solution, findings);
        if (findings.isEmpty() && cycleTime.isPresent()) {
            verifyChains(solution, findings);
        }
        return findings;
    }

    private void verifyResources(Solution solution, List<String> findings) {
        Map<String, Map<Integer, Integer>> used = new HashMap<>();
        for (int i = 0; i < operations.size(); i++) {
            int slot = Solution.slot(solution.start(i), solution.interval());
            for (String resource : operations.get(i).resources()) {
                int n = used.computeIfAbsent(resource, r -> new HashMap<>()).merge(slot, 1, Integer::sum);
                if (n == limits.getOrDefault(resource, Integer.MAX_VALUE) + 1L) {
                    findings.add("oversubscribed resource: " + resource + " is used more than " + (n - 1)
                            + " times in cycle " + slot + (repeated ? " of every interval" : ""));
                }
            }
        }
    }

    private void verifyChains(Solution solution, List<String> findings) {
        List<Double> arrivals = arrivals(solution);
        double time = cycleTime.getAsDouble();
        for (int i = 0; i < operations.size(); i++) {
            double settled = arrivals.get(i) + operations.get(i).incomingDelay();
            if (settled > time + TOLERANCE) {
                findings.add("chaining: " + name(i) + " settles after " + settled + " in a cycle of " + time);
            }
        }
    }

    /**
     * When the last operand of each operation arrives, after the clock edge: the least times that a solution allows.
     *
     * @throws IllegalArgumentException when an operation has no start or values go in a circle
     */
    public List<Double> arrivals(Solution solution) {
        double[] arrival = new double[operations.size()];
        List<Dependence> chained = dependences.stream().filter(d -> d.kind() == Kind.DEF_USE && d.distance() == 0
                && solution.start(d.to()) == solution.start(d.from()) + operations.get(d.from()).latency()).toList();
        boolean changed = true;
        for (int round = 0; changed; round++) {
            if (round > operations.size()) {
                throw new IllegalArgumentException("values go in a circle");
            }
            changed = false;
            for (Dependence d : chained) {
                Operation from = operations.get(d.from());
                double at = (from.latency() == 0 ? arrival[d.from()] : 0) + from.outgoingDelay();
                if (at > arrival[d.to()]) {
                    arrival[d.to()] = at;
                    changed = true;
                }
            }
        }
        List<Double> result = new ArrayList<>();
        for (double a : arrival) {
            result.add(a);
        }
        return result;
    }

    /** Names of operations, once each, in order. */
    List<String> names(List<Integer> indices) {
        Set<Integer> seen = new HashSet<>();
        return indices.stream().filter(seen::add).map(this::name).toList();
    }

    String name(int operation) {
        return operations.get(operation).name();
    }

    /** The solution itself, verified. */
    Solution verified(Solution solution) {
        List<String> findings = verify(solution);
        if (!findings.isEmpty()) {
            throw new AssertionError("schedule breaks its constraints: " + findings);
        }
        return solution;
    }

    /** Refuses what has no solution. */
    void demandSolvable() {
        List<String> findings = check();
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException("no schedule exists: " + findings);
        }
    }
}
