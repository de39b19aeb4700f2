package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.fabricast.hls.schedule.ExactScheduler;
import org.fabricast.hls.schedule.ModuloScheduler;
import org.fabricast.hls.schedule.Problem;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;

/** Intervals of random loops of hardware operations: list with restarts, iterative modulo scheduling, and the proved least. */
class LoopIntervalsTest {

    private static final int LOOPS = 200;
    private static final long NODE_BUDGET = 200_000;

    private static SchedulingProblem loop(long seed, int interval) {
        Random random = new Random(seed);
        List<Operation> operations = new ArrayList<>();
        List<Dependence> dependences = new ArrayList<>();
        int n = 6 + random.nextInt(8);
        for (int i = 0; i < n; i++) {
            operations.add(switch (random.nextInt(4)) {
                case 0 -> new Operation("gate " + i, new Resource.Fabric(), 0, 1.2, false, false);
                case 1 -> new Operation("add " + i, new Resource.Unit(FpCell.FP32_ADD), 4, 2.5, true, false);
                case 2 -> new Operation("multiply " + i, new Resource.Unit(FpCell.FP32_MUL), 3, 2.5, true, false);
                default -> new Operation("load " + i, new Resource.ReadPort(0), 1, 1.5, false, false);
            });
            for (int k = 0; k < 2 && i > 0; k++) {
                dependences.add(Dependence.value(random.nextInt(i), i));
            }
        }
        for (int k = 0; k < 2; k++) {
            int from = random.nextInt(n);
            dependences.add(new Dependence(from, random.nextInt(from + 1), Dependence.Kind.ORDER,
                    Math.max(1, operations.get(from).latencyCycles()), 1 + random.nextInt(2)));
        }
        Map<Resource, Integer> limits = new HashMap<>(Map.of(new Resource.Unit(FpCell.FP32_ADD), 1,
                new Resource.Unit(FpCell.FP32_MUL), 1, new Resource.ReadPort(0), 1));
        return new SchedulingProblem(operations, dependences, limits, interval, 4.0);
    }

    private static int least(long seed, Function<SchedulingProblem, Optional<Schedule>> scheduler) {
        for (int interval = 1; interval < 200; interval++) {
            SchedulingProblem problem = loop(seed, interval);
            Optional<Schedule> schedule = scheduler.apply(problem);
            if (schedule.isPresent()) {
                assertThat(problem.verify(schedule.get())).as("seed %d", seed).isEmpty();
                return interval;
            }
        }
        throw new AssertionError("no interval for seed " + seed);
    }

    @Test
    void loopsOfAFewOperationsAreScheduledAtTheProvedLeastInterval() {
        int listAtLeast = 0;
        int moduloAtLeast = 0;
        for (long seed = 1; seed <= LOOPS; seed++) {
            Problem general = GeneralProblem.of(loop(seed, 1));
            ExactScheduler.Result exact = ExactScheduler.schedule(general, general.operations().size() - 1, NODE_BUDGET);
            int list = least(seed, LoopScheduler::schedule);
            int modulo = ModuloScheduler.schedule(general, 1, 200).orElseThrow().interval();
            int used = least(seed, p -> LoopScheduler.schedule(p).or(() -> GeneralProblem.modulo(p).schedule()));
            int least = exact.solution().interval();
            SchedulingProblem atLeast = loop(seed, least);
            assertThat(atLeast.verify(GeneralProblem.schedule(atLeast, exact.solution()))).as("seed %d", seed).isEmpty();
            assertThat(exact.optimal()).as("seed %d", seed).isTrue();
            assertThat(Math.min(list, modulo)).as("seed %d", seed).isGreaterThanOrEqualTo(least);
            assertThat(used).as("seed %d", seed).isEqualTo(least);
            listAtLeast += list == least ? 1 : 0;
            moduloAtLeast += modulo == least ? 1 : 0;
        }
        System.out.printf("%d loops: list at the least interval in %d, iterative modulo in %d, all three in turn in %d%n", LOOPS,
                listAtLeast, moduloAtLeast, LOOPS);
    }
}
