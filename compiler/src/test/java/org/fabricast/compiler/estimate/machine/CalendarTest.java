package org.fabricast.compiler.estimate.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalendarTest {

    @Test
    void unitsActInTheOrderOfTimeAndOfTheirAddition() {
        Calendar calendar = new Calendar();
        List<String> acts = new ArrayList<>();
        Unit first = now -> acts.add("first " + now);
        Unit second = now -> {
            acts.add("second " + now);
            if (now == 3) {
                calendar.wake(first, 7);
                calendar.wake(first, 5);
            }
        };
        calendar.add(first);
        calendar.add(second);
        calendar.wake(second, 3);
        calendar.wake(first, 3);
        assertThat(calendar.run()).isEqualTo(5);
        assertThat(acts).containsExactly("first 3", "second 3", "first 5");
    }

    @Test
    void thePastIsNow() {
        Calendar calendar = new Calendar();
        List<Long> acts = new ArrayList<>();
        Unit unit = acts::add;
        Unit other = now -> calendar.wake(unit, now - 4);
        calendar.add(unit);
        calendar.add(other);
        calendar.wake(other, 9);
        calendar.run();
        assertThat(acts).containsExactly(9L);
    }
}
