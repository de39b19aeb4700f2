package org.fabricast.hls.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Least bits of registers, against hand counts, all schedules of small problems, and the reference instances. */
class SdcSchedulerTest {

    private static Problem.Operation operation(String name, int latency, String... resources) {
        return new Problem.Operation(name, latency, 1, 1, List.of(resources));
    }

    private static Problem.Dependence value(int from, int to) {
        return new Problem.Dependence(from, to, 0, Problem.Kind.DEF_USE);
    }

    /** A read of 32 bits waits five cycles for a slow operation unless it comes late; the slow one holds 8 bits for none. */
    @Test
    void readsAValueOnlyWhenItIsNeeded() {
        Problem p = new Problem(List.of(operation("slow", 5), operation("read", 0), operation("add", 1)),
                List.of(value(0, 2), value(1, 2)), Map.of(), OptionalDouble.empty(), true);
        Solution soonest = AsapScheduler.schedule(p, 1);
        List<Lifetime> values = List.of(new Lifetime(0, List.of(2), 8), new Lifetime(1, List.of(2), 32));
        assertThat(Lifetime.registerBits(p, soonest, values)).isEqualTo(5 * 32);
        Solution s = SdcScheduler.schedule(p, soonest, values).orElseThrow();
        assertThat(Lifetime.registerBits(p, s, values)).isZero();
        assertThat(s.start(1)).isEqualTo(5);
    }

    /** Narrowing early is cheaper than carrying 32 bits; widening late is cheaper than carrying 32 bits. */
    @Test
    void carriesTheNarrowSideOfAChangeOfWidth() {
        Problem p = new Problem(List.of(operation("in", 0), operation("narrow", 0), operation("widen", 0), operation("out", 0),
                operation("wait", 6)), List.of(value(0, 1), value(1, 2), value(2, 3), value(4, 3)), Map.of(),
                OptionalDouble.empty(), true);
        Problem pinned = new Problem(p.operations(), append(p.dependences(),
                new Problem.Dependence(0, 4, 0, Problem.Kind.AUXILIARY), new Problem.Dependence(4, 0, 0,
                        Problem.Kind.AUXILIARY, -6)), Map.of(), OptionalDouble.empty(), true);
        List<Lifetime> values = List.of(new Lifetime(0, List.of(1), 32), new Lifetime(1, List.of(2), 8),
                new Lifetime(2, List.of(3), 32), new Lifetime(4, List.of(3), 1));
        Solution s = SdcScheduler.schedule(pinned, AsapScheduler.schedule(pinned, 1), values).orElseThrow();
        assertThat(s).isEqualTo(Solution.of(1, 0, 0, 6, 6, 0));
        assertThat(Lifetime.registerBits(pinned, s, values)).isEqualTo(6 * 8);
    }

    private static List<Problem.Dependence> append(List<Problem.Dependence> list, Problem.Dependence... more) {
        List<Problem.Dependence> all = new ArrayList<>(list);
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void breaksChainsThatAreTooLong() {
        Problem p = new Problem(List.of(operation("a", 0), operation("b", 0), operation("c", 0)),
                List.of(value(0, 1), value(1, 2)), Map.of(), OptionalDouble.of(2), true);
        List<Lifetime> values = List.of(new Lifetime(0, List.of(1), 32), new Lifetime(1, List.of(2), 8));
        Solution s = SdcScheduler.schedule(p, AsapScheduler.schedule(p, 1), values).orElseThrow();
        assertThat(s).isEqualTo(Solution.of(1, 0, 0, 1));
    }

    @Test
    void findsTheLeastOfAllSchedulesOfSmallProblems() {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            List<Problem.Operation> operations = new ArrayList<>();
            List<Problem.Dependence> dependences = new ArrayList<>();
            List<Lifetime> values = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                operations.add(operation("op" + i, random.nextInt(3)));
                for (int j = 0; j < i; j++) {
                    if (random.nextInt(2) == 0) {
                        dependences.add(value(j, i));
                    }
                }
            }
            for (int i = 0; i < 5; i++) {
                int from = i;
                values.add(new Lifetime(i, dependences.stream().filter(d -> d.from() == from)
                        .map(Problem.Dependence::to).toList(), 1 + random.nextInt(32)));
            }
            values.add(new Lifetime(Lifetime.FROM_THE_START, List.of(random.nextInt(5)), 1 + random.nextInt(32)));
            Problem p = new Problem(operations, dependences, Map.of(), OptionalDouble.of(2), true);
            Solution soonest = AsapScheduler.schedule(p, 1);
            int deadline = 0;
            for (int i = 0; i < 5; i++) {
                deadline = Math.max(deadline, soonest.start(i) + operations.get(i).latency());
            }
            assertThat(Lifetime.registerBits(p, SdcScheduler.schedule(p, soonest, values).orElseThrow(), values)).as("seed %d", seed)
                    .isEqualTo(leastOfAll(p, values, deadline));
        }
    }

    private static long leastOfAll(Problem p, List<Lifetime> values, int deadline) {
        long least = Long.MAX_VALUE;
        int[] s = new int[5];
        for (int code = 0; code < Math.pow(deadline + 1, 5); code++) {
            int rest = code;
            boolean late = false;
            for (int i = 0; i < 5; i++) {
                s[i] = rest % (deadline + 1);
                rest /= deadline + 1;
                late |= s[i] + p.operations().get(i).latency() > deadline;
            }
            Solution candidate = Solution.of(1, s);
            if (!late && p.verify(candidate).isEmpty()) {
                least = Math.min(least, Lifetime.registerBits(p, candidate, values));
            }
        }
        return least;
    }

    @Test
    void neverNeedsMoreRegistersThanTheSchedulesOfTheReferenceInstances() {
        for (SchedulingInstance i : SchedulingInstance.all()) {
            Problem p = i.problem();
            List<Lifetime> values = new ArrayList<>();
            for (int op = 0; op < p.operations().size(); op++) {
                int from = op;
                values.add(new Lifetime(op, p.dependences().stream()
                        .filter(d -> d.from() == from && d.kind() == Problem.Kind.DEF_USE && d.distance() == 0)
                        .map(Problem.Dependence::to).toList(), 1 + 7 * op % 32));
            }
            Solution s = SdcScheduler.schedule(p, i.exact(), values).orElseThrow();
            assertThat(p.verify(s)).as(i.name()).isEmpty();
            assertThat(Lifetime.registerBits(p, s, values)).as(i.name())
                    .isLessThanOrEqualTo(Lifetime.registerBits(p, i.exact(), values));
        }
    }

    @Test
    void refusesAReferenceThatIsNoSolution() {
        Problem p = new Problem(List.of(operation("a", 1), operation("b", 0)), List.of(value(0, 1)), Map.of(),
                OptionalDouble.empty(), false);
        assertThatThrownBy(() -> SdcScheduler.schedule(p, Solution.of(0, 0, 0), List.of()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("precedence: b ");
    }
}
