package org.fabricast.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.fabricast.ir.hw.RegisterMap.Counter;
import org.junit.jupiter.api.Test;

class CountersTest {

    @Test
    void sumsAreByCounterAndAbsentOnesCountZero() {
        Counters one = new Counters(Map.of(Counter.CYCLES, 1L << 40, Counter.MACS, 3L));
        Counters other = new Counters(Map.of(Counter.CYCLES, 2L));
        Counters sum = one.plus(other).plus(Counters.ZERO);
        assertThat(sum.get(Counter.CYCLES)).isEqualTo((1L << 40) + 2);
        assertThat(sum.get(Counter.MACS)).isEqualTo(3);
        assertThat(sum.get(Counter.READ_BYTES)).isZero();
        assertThat(one.get(Counter.CYCLES)).as("the summand is left alone").isEqualTo(1L << 40);
    }

    @Test
    void anIdleMachineHasCountedNothing() {
        try (Transport transport = new FunctionalTransport(TinyArtefact.CONFIG, 64)) {
            Counters counters = Counters.read(transport, 1);
            assertThat(counters.values()).hasSize(Counter.values().length);
            assertThat(counters.values().values()).containsOnly(0L);
        }
    }
}
