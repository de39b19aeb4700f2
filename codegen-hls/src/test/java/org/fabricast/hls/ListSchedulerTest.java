package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

class ListSchedulerTest {

    private static final Resource FABRIC = new Resource.Fabric();
    private static final Resource ADDER = new Resource.Unit(FpCell.FP32_ADD);

    private static Operation gates(double ns) {
        return new Operation("gates", FABRIC, 0, ns, false, false);
    }

    private static Operation add() {
        return new Operation("add", ADDER, 4, 2.5, true, false);
    }

    @Test
    void operatorsChainUntilThePeriodIsFull() {
        SchedulingProblem p = new SchedulingProblem(List.of(gates(1), gates(1), gates(1), gates(1)),
                List.of(Dependence.value(0, 1), Dependence.value(1, 2), Dependence.value(2, 3)), Map.of(), 0, 4.0);
        // 0.5 ns from the clock edge, then 1 ns each, 0.2 ns before the next edge: three fit into 4 ns.
        assertThat(ListScheduler.schedule(p).cycles()).containsExactly(0, 0, 0, 1);
    }

    @Test
    void theLongestWayToTheEndGoesFirst() {
        SchedulingProblem p = new SchedulingProblem(List.of(add(), add(), add()), List.of(Dependence.value(1, 2)),
                Map.of(ADDER, 1), 0, 4.0);
        assertThat(ListScheduler.schedule(p).cycles()).containsExactly(1, 0, 4);
    }

    @Test
    void aTreeOfEightSumsOnTwoAddersEndsAfterTheLastLeafAndThreeLevels() {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            operations.add(add());
        }
        List<Dependence> tree = List.of(Dependence.value(0, 4), Dependence.value(2, 4), Dependence.value(1, 5),
                Dependence.value(3, 5), Dependence.value(4, 6), Dependence.value(5, 6));
        Schedule s = ListScheduler.schedule(new SchedulingProblem(operations, tree, Map.of(ADDER, 2), 0, 4.0));
        // Four leaves on two adders start in cycles 0 and 1, the second level in 4 and 5, the root in 9.
        assertThat(s.cycle(6)).isEqualTo(9);
    }

    @Test
    void unsolvableProblemsAreRefused() {
        SchedulingProblem p = new SchedulingProblem(List.of(gates(9)), List.of(), Map.of(), 0, 4.0);
        assertThatThrownBy(() -> ListScheduler.schedule(p)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void randomProblemsGetSchedulesThatVerify() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Operation> operations = new ArrayList<>();
            List<Dependence> dependences = new ArrayList<>();
            int n = 1 + random.nextInt(30);
            for (int i = 0; i < n; i++) {
                operations.add(random.nextInt(3) == 0 ? add() : gates(random.nextInt(30) / 10.0));
                for (int k = random.nextInt(3); k > 0 && i > 0; k--) {
                    int from = random.nextInt(i);
                    dependences.add(random.nextBoolean() ? Dependence.value(from, i)
                            : Dependence.order(from, i, random.nextInt(3)));
                }
            }
            SchedulingProblem p = new SchedulingProblem(operations, dependences, Map.of(ADDER, 1 + random.nextInt(3)), 0, 4.0);
            assertThat(p.verify(ListScheduler.schedule(p))).as("seed %d", seed).isEmpty();
        }
    }
}
