package org.fabricast.hls.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private static Problem.Operation operation(String name, int latency, double delay, String... resources) {
        return new Problem.Operation(name, latency, delay, delay, List.of(resources));
    }

    private static Problem.Dependence value(int from, int to, int distance) {
        return new Problem.Dependence(from, to, distance, Problem.Kind.DEF_USE);
    }

    private static Problem problem(boolean repeated, OptionalDouble time, List<Problem.Operation> operations,
                                   Problem.Dependence... dependences) {
        return new Problem(operations, List.of(dependences), Map.of("port", 0), time, repeated);
    }

    @Test
    void namesValuesThatGoInACircleEvenIfTheyTakeNoCycle() {
        Problem p = problem(false, OptionalDouble.empty(), List.of(operation("a", 0, 1), operation("b", 0, 1)),
                value(0, 1, 0), value(1, 0, 0));
        assertThat(p.check()).singleElement().asString().startsWith("precedence: ").contains("a", "b");
        assertThatThrownBy(() -> ModuloScheduler.scheduleOnce(p)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("precedence");
    }

    @Test
    void namesOperationsSlowerThanTheCycle() {
        Problem p = problem(true, OptionalDouble.of(2), List.of(operation("a", 0, 3)));
        assertThat(p.check()).singleElement().asString().startsWith("chaining: a alone");
    }

    @Test
    void namesOperationsThatMustShareACycleButDoNotFit() {
        Problem p = problem(true, OptionalDouble.of(2), List.of(operation("a", 0, 1.5), operation("b", 0, 1.5)),
                value(0, 1, 0), new Problem.Dependence(1, 0, 0, Problem.Kind.AUXILIARY));
        assertThat(p.check()).singleElement().asString().startsWith("chaining: ").contains("a", "b");
    }

    @Test
    void namesAResourceOfWhichThereIsNone() {
        assertThat(problem(true, OptionalDouble.empty(), List.of(operation("a", 1, 1, "port"))).check()).singleElement()
                .asString().startsWith("oversubscribed resource: port");
    }

    @Test
    void namesAWaitForAnotherIterationWhereThereIsOne() {
        assertThat(problem(false, OptionalDouble.empty(), List.of(operation("a", 1, 1)), value(0, 0, 1)).check())
                .singleElement().asString().startsWith("interval: a waits");
    }

    @Test
    void refusesAStartBeforeCycleZero() {
        Problem p = problem(false, OptionalDouble.empty(), List.of(operation("a", 1, 1)));
        assertThat(p.verify(Solution.of(0, -1))).containsExactly("precedence: a starts before cycle 0");
    }

    @Test
    void namesTheResourceAndTheRecurrenceThatBoundTheInterval() {
        // Three users of two ports: 2. The circle a, b takes 3 + 2 cycles and meets itself two iterations on: ceil(5 / 2) = 3.
        Problem p = new Problem(List.of(operation("a", 3, 0, "m"), operation("b", 2, 0, "m"), operation("c", 1, 0, "m")),
                List.of(value(0, 1, 0), value(1, 0, 2), value(2, 0, 0)), Map.of("m", 2), OptionalDouble.empty(), true);
        MinimumInterval bound = MinimumInterval.of(p);
        assertThat(bound.resources()).isEqualTo(2);
        assertThat(bound.binding()).contains("m");
        assertThat(bound.recurrences()).isEqualTo(3);
        assertThat(bound.circle()).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void exactSearchSaysWhenThereIsNoSolutionAtAnInterval() {
        // Both on one port, b exactly two cycles after a by its order and the order back: interval 2 puts them in one slot.
        Problem p = new Problem(List.of(operation("a", 1, 0, "m"), operation("b", 1, 0, "m")),
                List.of(new Problem.Dependence(0, 1, 0, Problem.Kind.AUXILIARY, 1),
                        new Problem.Dependence(1, 0, 0, Problem.Kind.AUXILIARY, -3)), Map.of("m", 1), OptionalDouble.empty(), true);
        assertThat(ExactScheduler.at(p, 1, 1, 1000)).isEqualTo(new ExactScheduler.Attempt(Optional.empty(), true));
        assertThat(ExactScheduler.at(p, 2, 1, 1000)).isEqualTo(new ExactScheduler.Attempt(Optional.empty(), true));
        assertThat(ExactScheduler.at(p, 2, 1, 1)).as("one node is not enough to prove it")
                .isEqualTo(new ExactScheduler.Attempt(Optional.empty(), false));
        assertThat(ExactScheduler.at(p, 3, 1, 1000).result()).hasValueSatisfying(r -> {
            assertThat(r.solution()).isEqualTo(Solution.of(3, 0, 2));
            assertThat(r.optimal()).isTrue();
        });
        assertThat(ModuloScheduler.schedule(p, 1, 2)).isEmpty();
    }
}
