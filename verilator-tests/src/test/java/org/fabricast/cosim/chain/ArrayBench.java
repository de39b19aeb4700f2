package org.fabricast.cosim.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.rtl.chain.ChainShape;
import org.fabricast.rtl.chain.ProductMode;

/** A verilated array of chains: loads words, issues them, and hands over the sums. */
final class ArrayBench implements AutoCloseable {

    private final ChainShape shape;
    private final UnitSimulator unit;
    private final Random random;
    private final double stall;
    private final boolean partial;
    /** What was issued in each enabled cycle. */
    private final List<Optional<Issue>> issued = new ArrayList<>();
    private Optional<SparseRows> held = Optional.empty();

    /**
     * A word that is multiplied.
     *
     * @param rows   the weights
     * @param mode   which products share
     * @param joined whether chains stay whole
     * @param x0     activations of the first vector, for segment s at [s]
     * @param x1     of the second vector
     */
    record Issue(SparseRows rows, ProductMode mode, boolean joined, byte[][] x0, byte[][] x1) { }

    /** Where sums go. */
    interface Sums {
        /**
         * The two sums that a group's end shows.
         *
         * @param issue which issue they belong to
         * @param valid whether the array calls them sums of a segment
         */
        void take(Issue issue, int chain, int group, boolean valid, int low, int high, long cycle);
    }

    /**
     * Builds and resets the array.
     *
     * @param stall   probability that the enable is low
     * @param partial whether sums of groups that end no segment are handed over too
     */
    ArrayBench(ChainShape shape, double stall, boolean partial, long seed) {
        this.shape = shape;
        this.partial = partial;
        this.stall = stall;
        random = new Random(seed);
        unit = UnitSetup.of("sparse_array", ChainSources.array(shape)).withSeed(seed).open();
        unit.poke("en", 1).poke("load", 0).poke("issue", 0).reset();
    }

    long cycle() {
        return unit.cycle();
    }

    /** Loads {@code next} while {@code issue} is issued, in one enabled cycle behind any number of disabled ones. */
    void step(Optional<Issue> issue, Optional<SparseRows> next, Sums sums) {
        while (random.nextDouble() < stall) {
            unit.poke("en", 0).poke("load", random.nextInt(2)).poke("issue", random.nextInt(2))
                    .poke("rows", random.nextInt(2)).poke("second", random.nextInt(2)).tick();
        }
        unit.poke("en", 1).poke("load", next.isPresent() ? 1 : 0).poke("issue", issue.isPresent() ? 1 : 0);
        boolean transpose = random.nextBoolean();
        next.ifPresent(rows -> {
            unit.poke("transpose", transpose ? 1 : 0).poke("pattern", rows.pattern().code())
                    .poke("word", Int8s.slots(rows.word(transpose))).poke("index_word", Int8s.nibbles(rows.indices()));
            if (shape.halves()) {
                unit.poke("half", rows.half());
            }
        });
        issue.ifPresent(this::poke);
        observe(sums);
        unit.tick();
        issued.add(issue);
        held = next.isPresent() ? next : held;
    }

    private void poke(Issue issue) {
        if (held.isEmpty() || held.get() != issue.rows()) {
            throw new IllegalArgumentException("the word is not there");
        }
        unit.poke("rows", issue.mode().rows() ? 1 : 0).poke("second", issue.mode().second() ? 1 : 0)
                .poke("joined", issue.joined() ? 1 : 0);
        for (int g = 0; g < shape.groups(); g++) {
            int segment = g * ChainShape.GROUP_SLICES / issue.rows().segmentSlices();
            unit.poke("x0_" + g, Int8s.slots(issue.x0()[segment])).poke("x1_" + g, Int8s.slots(issue.x1()[segment]));
        }
    }

    private void observe(Sums sums) {
        long ends = unit.peek("sum_valid");
        for (int g = 0; g < shape.groups(); g++) {
            int then = issued.size() - ChainShape.GROUP_LATENCY - 2 * g;
            boolean valid = (ends >> g & 1) != 0;
            Optional<Issue> issue = then < 0 ? Optional.empty() : issued.get(then);
            if (valid && issue.isEmpty()) {
                throw new AssertionError("group " + g + " has a sum of no word in cycle " + unit.cycle());
            }
            for (int c = 0; c < shape.chains() && issue.isPresent() && (valid || partial); c++) {
                sums.take(issue.get(), c, g, valid, Int8s.sum(unit.peek("low_" + c + "_" + g)),
                        Int8s.sum(unit.peek("high_" + c + "_" + g)), unit.cycle());
            }
        }
    }

    /** Lets everything out. */
    void drain(Sums sums) {
        for (int i = 0; i < shape.latency(); i++) {
            step(Optional.empty(), Optional.empty(), sums);
        }
        if (unit.peek("busy") != 0) {
            throw new AssertionError("still busy after " + shape.latency() + " cycles");
        }
    }

    @Override
    public void close() {
        unit.close();
    }
}
