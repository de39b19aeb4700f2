package org.fabricast.driver;

import java.util.EnumMap;
import java.util.Map;

import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Counter;

/**
 * Performance counters of one or several runs.
 *
 * @param values by counter; units as {@link Counter#meaning()} says
 */
public record Counters(Map<Counter, Long> values) {

    /** Before any run. */
    public static final Counters ZERO = new Counters(Map.of());

    public Counters {
        values = Map.copyOf(values);
    }

    /** Of all cores: CYCLES of the one that took longest, everything else summed. */
    static Counters read(Transport transport, int cores) {
        Map<Counter, Long> values = new EnumMap<>(Counter.class);
        for (int core = 0; core < cores; core++) {
            int window = core << RegisterMap.ADDRESS_BITS;
            for (Counter counter : Counter.values()) {
                long low = transport.readRegister(window + counter.offset()) & 0xffff_ffffL;
                long high = transport.readRegister(window + counter.offset() + 4) & 0xffff_ffffL;
                values.merge(counter, high << 32 | low, counter == Counter.CYCLES ? Math::max : Long::sum);
            }
        }
        return new Counters(values);
    }

    /** One counter. */
    public long get(Counter counter) {
        return values.getOrDefault(counter, 0L);
    }

    /** Sums. */
    public Counters plus(Counters other) {
        Map<Counter, Long> sum = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            sum.put(counter, get(counter) + other.get(counter));
        }
        return new Counters(sum);
    }
}
