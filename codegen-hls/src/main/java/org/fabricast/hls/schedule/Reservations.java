package org.fabricast.hls.schedule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who occupies which limited resource in which cycle, or cycle modulo the interval. */
final class Reservations {

    private record Place(String resource, int slot) { }

    private final Problem problem;
    private final int interval;
    private final Map<Place, Set<Integer>> users = new HashMap<>();

    Reservations(Problem problem, int interval) {
        this.problem = problem;
        this.interval = interval;
    }

    /** True when an operation can start in a cycle beside those that are there. */
    boolean fits(int operation, int cycle) {
        return problem.operations().get(operation).resources().stream().allMatch(r ->
                users(r, cycle).size() < problem.limits().getOrDefault(r, Integer.MAX_VALUE));
    }

    void add(int operation, int cycle) {
        problem.operations().get(operation).resources().forEach(r -> users(r, cycle).add(operation));
    }

    void remove(int operation, int cycle) {
        problem.operations().get(operation).resources().forEach(r -> users(r, cycle).remove(operation));
    }

    /** Operations on those resources of an operation that are full in a cycle. */
    Set<Integer> inTheWay(int operation, int cycle) {
        Set<Integer> found = new HashSet<>();
        for (String r : problem.operations().get(operation).resources()) {
            if (users(r, cycle).size() >= problem.limits().getOrDefault(r, Integer.MAX_VALUE)) {
                found.addAll(users(r, cycle));
            }
        }
        return found;
    }

    private Set<Integer> users(String resource, int cycle) {
        return users.computeIfAbsent(new Place(resource, Solution.slot(cycle, interval)), p -> new HashSet<>());
    }
}
