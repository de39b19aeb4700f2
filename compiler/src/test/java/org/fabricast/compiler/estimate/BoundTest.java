package org.fabricast.compiler.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.fabricast.compiler.estimate.machine.Totals;
import org.fabricast.ir.isa.Queue;
import org.junit.jupiter.api.Test;

class BoundTest {

    private static Bound bound(double memory, long multiplying, long quantising, long special) {
        return Bound.of(new Totals(100, memory, multiplying, quantising, Map.of(Queue.MISC, special), 0, 0, 0, 0, 0));
    }

    @Test
    void theBusiestUnitThatIsBusyMostOfTheTimeBounds() {
        assertThat(bound(90, 60, 5, 5)).isEqualTo(Bound.MEMORY);
        assertThat(bound(60, 90, 5, 5)).isEqualTo(Bound.COMPUTE);
        assertThat(bound(60, 50, 40, 30)).isEqualTo(Bound.SPECIAL_FUNCTIONS);
        assertThat(bound(40, 30, 20, 20)).isEqualTo(Bound.LATENCY);
        assertThat(bound(0, 0, 30, 30).text()).isEqualTo("special functions");
    }
}
