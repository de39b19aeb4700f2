package org.fabricast.hls.schedule;

import java.util.List;

/**
 * A value that stands in registers from the cycle its operation ends to the start of the last operation that uses it.
 *
 * @param from operation that defines it, or {@link #FROM_THE_START}
 * @param uses operations of the same iteration that use it
 * @param bits width of its register, one per cycle
 */
public record Lifetime(int from, List<Integer> uses, int bits) {

    /** In place of an operation: the value is there from cycle 0. */
    public static final int FROM_THE_START = -1;

    public Lifetime {
        uses = List.copyOf(uses);
        if (from < FROM_THE_START || bits < 0) {
            throw new IllegalArgumentException("a lifetime with negative parts");
        }
    }

    /** Bits of registers that values need in a schedule: width times cycles from the result to the last use. */
    public static long registerBits(Problem problem, Solution solution, List<Lifetime> values) {
        long sum = 0;
        for (Lifetime value : values) {
            int defined = value.from() == FROM_THE_START ? 0
                    : solution.start(value.from()) + problem.operations().get(value.from()).latency();
            int last = value.uses().stream().mapToInt(solution::start).max().orElse(defined);
            sum += (long) value.bits() * Math.max(0, last - defined);
        }
        return sum;
    }
}
