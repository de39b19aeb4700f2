package org.fabricast.hls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Operations, what they wait for, and what they share.
 *
 * <p>Data flow within an iteration must follow the numbering: an operation depends on operations of lower index.
 *
 * @param operations   what to schedule
 * @param dependences  what waits for what
 * @param limits       how many operations may start on a resource per cycle; a resource not named is unlimited
 * @param interval     cycles between the starts of two iterations; 0 when the operations run once
 * @param periodNs     clock period
 */
public record SchedulingProblem(List<Operation> operations, List<Dependence> dependences, Map<Resource, Integer> limits,
                                int interval, double periodNs) {

    private static final double TOLERANCE_NS = 1e-9;

    public SchedulingProblem {
        operations = List.copyOf(operations);
        dependences = List.copyOf(dependences);
        limits = Map.copyOf(limits);
        if (interval < 0 || !(periodNs > 0)) {
            throw new IllegalArgumentException("interval and period must be positive");
        }
    }

    /** Time at which everything in a cycle must have settled. */
    double budgetNs() {
        return periodNs - DelayModel.SETUP_NS;
    }

    /** What makes the problem ill-formed or unsolvable; empty when a schedule exists. */
    public List<String> check() {
        List<String> findings = new ArrayList<>();
        for (Dependence d : dependences) {
            if (d.from() >= operations.size() || d.to() >= operations.size()) {
                findings.add("dependence on an operation that does not exist: " + d);
            } else if (d.distance() == 0 && d.from() >= d.to()) {
                findings.add(name(d.to()) + " depends on itself or on a later operation " + name(d.from()));
            } else if (d.distance() > 0 && interval == 0) {
                findings.add(name(d.to()) + " waits for another iteration, but there is only one");
            } else if (d.distance() > 0 && d.from() == d.to()) {
                int latency = d.kind() == Dependence.Kind.VALUE ? Math.max(1, operations.get(d.from()).latencyCycles()) : d.cycles();
                if (latency > interval * d.distance()) {
                    findings.add(name(d.to()) + " closes a recurrence of " + latency + " cycles, but the next use is "
                            + interval * d.distance() + " cycles later");
                }
            }
        }
        for (Operation o : operations) {
            if (DelayModel.CLOCK_TO_OUTPUT_NS + o.delayNs() > budgetNs() + TOLERANCE_NS) {
                findings.add(o.name() + " needs " + o.delayNs() + " ns and does not fit a period of " + periodNs + " ns");
            }
        }
        limits.forEach((resource, limit) -> {
            long users = operations.stream().filter(o -> o.resource().equals(resource)).count();
            if (limit < 1 && users > 0) {
                findings.add(resource + " is used, but there is none");
            } else if (interval > 0 && users > (long) limit * interval) {
                findings.add(resource + " is used " + users + " times per iteration, but an iteration starts every "
                        + interval + " cycles on " + limit);
            }
        });
        return findings;
    }

    /** Every constraint the schedule breaks; empty when it is a solution. */
    public List<String> verify(Schedule schedule) {
        List<String> findings = new ArrayList<>();
        if (schedule.cycles().size() != operations.size()) {
            return List.of("schedule of " + schedule.cycles().size() + " operations for a problem of " + operations.size());
        }
        for (int i = 0; i < operations.size(); i++) {
            if (schedule.cycle(i) < 0) {
                findings.add(name(i) + " starts before cycle 0");
            }
            double least = DelayModel.CLOCK_TO_OUTPUT_NS + operations.get(i).delayNs();
            if (schedule.finishNs().get(i) < least - TOLERANCE_NS) {
                findings.add(name(i) + " settles before its own delay has passed");
            }
            if (schedule.finishNs().get(i) > budgetNs() + TOLERANCE_NS) {
                findings.add(name(i) + " settles " + schedule.finishNs().get(i) + " ns into a cycle of " + periodNs + " ns");
            }
        }
        for (Dependence d : dependences) {
            verify(d, schedule, findings);
        }
        verifyResources(schedule, findings);
        return findings;
    }

    private void verify(Dependence d, Schedule schedule, List<String> findings) {
        Operation from = operations.get(d.from());
        Operation to = operations.get(d.to());
        int start = schedule.cycle(d.to()) + interval * d.distance();
        if (d.kind() == Dependence.Kind.ORDER) {
            if (start < schedule.cycle(d.from()) + d.cycles()) {
                findings.add(to.name() + " starts less than " + d.cycles() + " cycles after " + from.name());
            }
            return;
        }
        int ready = schedule.cycle(d.from()) + from.latencyCycles();
        if (start < ready) {
            findings.add(to.name() + " starts in cycle " + start + ", but " + from.name() + " is ready in " + ready);
        } else if (start == ready && from.latencyCycles() == 0) {
            if (to.registered() && !from.stable() || d.distance() > 0) {
                findings.add(to.name() + " takes the unregistered result of " + from.name());
            } else if (schedule.finishNs().get(d.to()) + TOLERANCE_NS
                    < schedule.finishNs().get(d.from()) + to.delayNs()) {
                findings.add(to.name() + " settles too early after " + from.name());
            }
        }
    }

    private void verifyResources(Schedule schedule, List<String> findings) {
        Map<Resource, Map<Integer, Integer>> used = new HashMap<>();
        for (int i = 0; i < operations.size(); i++) {
            Resource resource = operations.get(i).resource();
            if (limits.containsKey(resource)) {
                int n = used.computeIfAbsent(resource, r -> new HashMap<>()).merge(slot(schedule.cycle(i)), 1, Integer::sum);
                if (n == limits.get(resource) + 1) {
                    findings.add(resource + " is used more than " + limits.get(resource) + " times in cycle "
                            + schedule.cycle(i));
                }
            }
        }
    }

    /** Cycles that share resources: one of {@code interval} when iterations overlap. */
    int slot(int cycle) {
        return interval == 0 ? cycle : cycle % interval;
    }

    private String name(int operation) {
        return operations.get(operation).name();
    }
}
