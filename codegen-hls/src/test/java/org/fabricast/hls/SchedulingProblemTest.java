package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

class SchedulingProblemTest {

    private static final Resource FABRIC = new Resource.Fabric();
    private static final Resource ADDER = new Resource.Unit(FpCell.FP32_ADD);

    private static Operation gates(String name, double ns) {
        return new Operation(name, FABRIC, 0, ns, false, false);
    }

    private static Operation add(String name) {
        return new Operation(name, ADDER, 4, 2.5, true, false);
    }

    private static SchedulingProblem problem(int interval, List<Operation> operations, Dependence... dependences) {
        return new SchedulingProblem(operations, List.of(dependences), Map.of(ADDER, 1), interval, 4.0);
    }

    private static Schedule schedule(List<Integer> cycles, Double... finish) {
        return new Schedule(cycles, List.of(finish));
    }

    @Test
    void aCorrectScheduleHasNoFindings() {
        SchedulingProblem p = problem(0, List.of(gates("a", 1), gates("b", 2), add("c"), add("d")),
                Dependence.value(0, 1), Dependence.value(1, 2), Dependence.value(2, 3));
        assertThat(p.check()).isEmpty();
        assertThat(p.verify(schedule(List.of(0, 0, 1, 5), 1.5, 3.5, 3.0, 3.0))).isEmpty();
    }

    @Test
    void aChainLongerThanThePeriodIsFound() {
        SchedulingProblem p = problem(0, List.of(gates("a", 2), gates("b", 2)), Dependence.value(0, 1));
        assertThat(p.verify(schedule(List.of(0, 0), 2.5, 4.5))).containsExactly("b settles 4.5 ns into a cycle of 4.0 ns");
        assertThat(p.verify(schedule(List.of(0, 0), 2.5, 2.6))).containsExactly("b settles too early after a");
    }

    @Test
    void aResultTakenBeforeItIsReadyIsFound() {
        SchedulingProblem p = problem(0, List.of(add("a"), add("b")), Dependence.value(0, 1));
        assertThat(p.verify(schedule(List.of(0, 3), 3.0, 3.0))).containsExactly("b starts in cycle 3, but a is ready in 4");
    }

    @Test
    void aCellFedByGatesWithoutARegisterIsFound() {
        SchedulingProblem p = problem(0, List.of(gates("a", 0.1), add("b")), Dependence.value(0, 1));
        assertThat(p.verify(schedule(List.of(2, 2), 0.6, 3.1))).containsExactly("b takes the unregistered result of a");
    }

    @Test
    void aUnitUsedTwiceInACycleIsFound() {
        SchedulingProblem p = problem(0, List.of(add("a"), add("b")));
        assertThat(p.verify(schedule(List.of(1, 1), 3.0, 3.0))).hasSize(1).first().asString().contains("more than 1 times in cycle 1");
    }

    @Test
    void anOrderThatIsBrokenIsFound() {
        SchedulingProblem p = problem(0, List.of(gates("a", 0), gates("b", 0)), Dependence.order(0, 1, 1));
        assertThat(p.verify(schedule(List.of(1, 1), 0.5, 0.5))).containsExactly("b starts less than 1 cycles after a");
    }

    @Test
    void overlappingIterationsShareAUnitOnlyInDifferentSlots() {
        SchedulingProblem p = problem(2, List.of(add("a"), add("b")));
        assertThat(p.verify(schedule(List.of(0, 3), 3.0, 3.0))).isEmpty();
        assertThat(p.verify(schedule(List.of(0, 4), 3.0, 3.0))).hasSize(1);
        assertThat(problem(1, List.of(add("a"), add("b"))).check()).hasSize(1).first().asString().contains("is used 2 times per iteration");
    }

    @Test
    void aRecurrenceMustCloseInTheIterationsBetween() {
        Dependence three = new Dependence(0, 0, Dependence.Kind.VALUE, 0, 3);
        Dependence four = new Dependence(0, 0, Dependence.Kind.VALUE, 0, 4);
        assertThat(problem(1, List.of(add("sum")), three).check())
                .containsExactly("sum closes a recurrence of 4 cycles, but the next use is 3 cycles later");
        assertThat(problem(1, List.of(add("sum")), four).check()).isEmpty();
        assertThat(problem(2, List.of(add("sum")), three).check()).isEmpty();
    }

    @Test
    void anOperatorSlowerThanThePeriodIsFound() {
        assertThat(problem(0, List.of(gates("a", 3.5))).check()).hasSize(1).first().asString().contains("does not fit");
    }
}
