package org.fabricast.hls.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every algorithm and the checker against instances of CIRCT and random ones, whose optima a third party proved. */
class SchedulingInstancesTest {

    private static final long NODE_BUDGET = 2_000_000;

    static List<SchedulingInstance> instances() {
        return SchedulingInstance.all();
    }

    @Test
    void theSetIsComplete() {
        assertThat(instances()).hasSize(56);
        assertThat(instances().stream().filter(i -> i.annotated().isPresent())).hasSize(26);
    }

    @ParameterizedTest
    @MethodSource("instances")
    void acceptsTheKnownSolutions(SchedulingInstance i) {
        assertThat(i.problem().check()).isEmpty();
        assertThat(i.problem().verify(i.exact())).isEmpty();
        assertThat(i.exact().start(i.last())).isEqualTo(i.exactLast());
        Problem untimed = withCycleTime(i.problem(), OptionalDouble.empty());
        i.annotated().ifPresent(s -> assertThat(untimed.verify(s)).isEmpty());
        List<Double> least = i.annotated().map(s -> i.problem().arrivals(s)).orElse(List.of());
        for (int op = 0; op < i.annotatedArrivals().size(); op++) {
            assertThat(i.annotatedArrivals().get(op)).as("arrival at op" + op).isGreaterThan(least.get(op) - 1e-6);
        }
    }

    /** Three annotations in CIRCT's tests hold for no cycle time at all: its own checker does not ask for one. */
    @Test
    void acceptsTheAnnotationsWithTheirCycleTimeWhereTheyKeepIt() {
        List<SchedulingInstance> slow = new ArrayList<>();
        for (SchedulingInstance i : instances()) {
            List<String> findings = i.annotated().map(s -> i.problem().verify(s)).orElse(List.of());
            assertThat(findings).allSatisfy(f -> assertThat(f).startsWith("chaining: "));
            double settled = 0;
            for (int op = 0; op < i.annotatedArrivals().size(); op++) {
                settled = Math.max(settled,
                        i.annotatedArrivals().get(op) + i.problem().operations().get(op).incomingDelay());
            }
            assertThat(findings.isEmpty()).as(i.name()).isEqualTo(settled < i.problem().cycleTime().orElse(1) + 1e-6);
            if (!findings.isEmpty()) {
                slow.add(i);
            }
        }
        assertThat(slow).extracting(SchedulingInstance::name).containsExactly("adder_chain (ChainingProblem)",
                "multi_cycle (ChainingProblem)", "adder_chain (ChainingCyclicProblem)");
    }

    private static Problem withCycleTime(Problem p, OptionalDouble time) {
        return new Problem(p.operations(), p.dependences(), p.limits(), time, p.repeated());
    }

    @ParameterizedTest
    @MethodSource("instances")
    void findsTheKnownBounds(SchedulingInstance i) {
        if (i.problem().repeated()) {
            MinimumInterval bound = MinimumInterval.of(i.problem());
            assertThat(bound.resources()).isEqualTo(i.json().get("ResMII").asInt());
            assertThat(bound.recurrences()).isEqualTo(i.json().get("RecMII").asInt());
            assertThat(bound.bound()).isLessThanOrEqualTo(i.exactInterval());
            assertThat(bound.binding().isPresent()).isEqualTo(bound.resources() > 1);
            assertThat(demand(i.problem(), bound.circle())).isEqualTo(bound.recurrences() > 1 ? bound.recurrences() : 0);
        }
    }

    /** Interval that a circle of operations demands, from the latencies on it and its distance; 0 for no circle. */
    private static int demand(Problem problem, List<Integer> circle) {
        int latency = 0;
        int distance = 0;
        for (int k = 0; k < circle.size(); k++) {
            int from = circle.get(k);
            int to = circle.get((k + 1) % circle.size());
            latency += problem.operations().get(from).latency();
            distance += problem.dependences().stream().filter(d -> d.from() == from && d.to() == to)
                    .mapToInt(Problem.Dependence::distance).min().orElseThrow();
        }
        return circle.isEmpty() ? 0 : (latency + distance - 1) / distance;
    }

    @ParameterizedTest
    @MethodSource("instances")
    void soonestAndLatestStartsEncloseEverySolution(SchedulingInstance i) {
        Problem p = i.problem();
        Solution soonest = AsapScheduler.schedule(p, i.exactInterval());
        int end = 0;
        for (int op = 0; op < p.operations().size(); op++) {
            assertThat(soonest.start(op)).isLessThanOrEqualTo(i.exact().start(op));
            end = Math.max(end, i.exact().start(op) + p.operations().get(op).latency());
        }
        Solution latest = AlapScheduler.schedule(p, i.exactInterval(), end);
        List<Integer> mobility = AlapScheduler.mobility(p, i.exactInterval());
        for (int op = 0; op < p.operations().size(); op++) {
            assertThat(latest.start(op)).isGreaterThanOrEqualTo(i.exact().start(op));
            assertThat(mobility.get(op)).isBetween(0, latest.start(op) - soonest.start(op));
        }
    }

    @Test
    void exactSchedulerFindsEveryOptimumAndHeuristicsAreValid() {
        System.out.printf("%-48s %3s | %5s %5s %9s | %s%n", "instance", "ops", "exact", "last", "nodes",
                "iterative: interval last");
        for (SchedulingInstance i : instances()) {
            ExactScheduler.Result exact = ExactScheduler.schedule(i.problem(), i.last(), NODE_BUDGET);
            Solution heuristic = i.problem().repeated()
                    ? ModuloScheduler.schedule(i.problem(), 1, 4 * i.exactInterval() + 8).orElseThrow()
                    : ModuloScheduler.scheduleOnce(i.problem());
            System.out.printf("%-48s %3d | %5d %5d %9d | %d (+%d) %d (%+d)%n", i, i.problem().operations().size(),
                    exact.solution().interval(), exact.solution().start(i.last()), exact.nodes(), heuristic.interval(),
                    heuristic.interval() - i.exactInterval(), heuristic.start(i.last()),
                    heuristic.start(i.last()) - i.exactLast());
            assertThat(exact.optimal()).as(i.name()).isTrue();
            assertThat(exact.solution().interval()).as(i.name()).isEqualTo(i.exactInterval());
            assertThat(exact.solution().start(i.last())).as(i.name()).isEqualTo(i.exactLast());
            assertThat(i.problem().verify(exact.solution())).isEmpty();
            assertThat(i.problem().verify(heuristic)).isEmpty();
            assertThat(heuristic.interval()).as(i.name()).isGreaterThanOrEqualTo(i.exactInterval());
        }
    }

    @ParameterizedTest
    @MethodSource("instances")
    void refusesAMissingStart(SchedulingInstance i) {
        Map<Integer, Integer> starts = new HashMap<>(i.exact().starts());
        starts.remove(i.last());
        assertThat(i.problem().verify(new Solution(i.exactInterval(), starts)))
                .containsExactly("missing start: op" + i.last());
    }

    @ParameterizedTest
    @MethodSource("instances")
    void refusesAnIntervalOfTheWrongKind(SchedulingInstance i) {
        int wrong = i.problem().repeated() ? 0 : 1;
        assertThat(i.problem().verify(new Solution(wrong, i.exact().starts()))).singleElement().asString()
                .startsWith("interval: ");
    }

    @ParameterizedTest
    @MethodSource("instances")
    void refusesAnOperationOneCycleTooEarly(SchedulingInstance i) {
        int later = 50 * Math.max(1, i.exactInterval());
        for (Problem.Dependence d : i.problem().dependences()) {
            if (d.from() != d.to()) {
                Map<Integer, Integer> starts = new HashMap<>();
                i.exact().starts().forEach((op, start) -> starts.put(op, start + later));
                starts.put(d.to(), starts.get(d.from()) + i.problem().operations().get(d.from()).latency()
                        - d.distance() * i.exactInterval() - 1);
                assertThat(i.problem().verify(new Solution(i.exactInterval(), starts))).anySatisfy(finding ->
                        assertThat(finding).startsWith("precedence: op" + d.to() + " ").contains("op" + d.from() + " "));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instances")
    void refusesAllUsersOfAResourceInOneCycle(SchedulingInstance i) {
        i.problem().limits().forEach((resource, limit) -> {
            Map<Integer, Integer> starts = new HashMap<>(i.exact().starts());
            int users = 0;
            for (int op = 0; op < starts.size(); op++) {
                if (i.problem().operations().get(op).resources().contains(resource)) {
                    starts.put(op, 7);
                    users++;
                }
            }
            List<String> findings = i.problem().verify(new Solution(i.exactInterval(), starts));
            String named = "oversubscribed resource: " + resource + " ";
            if (users > limit) {
                assertThat(findings).anySatisfy(finding -> assertThat(finding).startsWith(named));
            } else {
                assertThat(findings).noneSatisfy(finding -> assertThat(finding).startsWith(named));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("instances")
    void refusesAChainLongerThanTheCycle(SchedulingInstance i) {
        Problem p = i.problem();
        if (p.cycleTime().isEmpty()) {
            return;
        }
        List<Double> arrivals = p.arrivals(i.exact());
        double longest = 0;
        for (int op = 0; op < arrivals.size(); op++) {
            longest = Math.max(longest, arrivals.get(op) + p.operations().get(op).incomingDelay());
        }
        Problem tighter = withCycleTime(p, OptionalDouble.of(longest - 0.01));
        assertThat(tighter.verify(i.exact())).isNotEmpty().allSatisfy(f -> assertThat(f).startsWith("chaining: "));
        Solution chained = AsapScheduler.schedule(withCycleTime(p, OptionalDouble.empty()), i.exactInterval());
        boolean broken = !chained.equals(AsapScheduler.schedule(p, i.exactInterval()));
        assertThat(p.verify(chained).stream().anyMatch(f -> f.startsWith("chaining: "))).isEqualTo(broken);
    }
}
