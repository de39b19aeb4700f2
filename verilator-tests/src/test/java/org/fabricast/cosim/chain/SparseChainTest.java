package org.fabricast.cosim.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fabricast.cosim.Mismatch;
import org.fabricast.cosim.RtlLint;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.rtl.chain.ChainEmulator;
import org.fabricast.rtl.chain.ChainEmulator.GroupStep;
import org.fabricast.rtl.chain.ChainEmulator.SliceStep;
import org.fabricast.rtl.chain.ChainShape;
import org.fabricast.rtl.chain.PackedPair;
import org.fabricast.rtl.chain.ProductMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Random cuts, modes and operands of every group, with the enable going up and down: every group's sums in every cycle. */
class SparseChainTest {

    private static final int SEED = 57;

    /** What one group takes in. */
    private record Operands(ProductMode mode, boolean cut, byte[] x0, byte[] x1, byte[] w0, byte[] w1, int[] index) {

        static Operands random(Int8s weights, Int8s activations, Random random) {
            ProductMode[] modes = ProductMode.values();
            return new Operands(modes[random.nextInt(modes.length)], random.nextInt(4) == 0, activations.next(16, random),
                    activations.next(16, random), weights.next(2, random), weights.next(2, random),
                    new int[] {random.nextInt(16), random.nextInt(16)});
        }

        GroupStep step() {
            return new GroupStep(mode, cut, slice(0), slice(1));
        }

        private SliceStep slice(int k) {
            return new SliceStep(w0[k], w1[k], x0[index[k]], x1[index[k]]);
        }

        /** Sum of the first product, written down anew. */
        int low() {
            byte[] weight = mode == ProductMode.SECOND_ROW ? w1 : w0;
            return weight[0] * x0[index[0]] + weight[1] * x0[index[1]];
        }

        int high() {
            return switch (mode) {
                case FIRST_ROW -> w0[0] * x1[index[0]] + w0[1] * x1[index[1]];
                case SECOND_ROW -> w1[0] * x1[index[0]] + w1[1] * x1[index[1]];
                case ROW_PAIR -> w1[0] * x0[index[0]] + w1[1] * x0[index[1]];
            };
        }

        void poke(UnitSimulator unit, int group) {
            unit.poke("rows_" + group, mode.rows() ? 1 : 0).poke("second_" + group, mode.second() ? 1 : 0)
                    .poke("x0_" + group, Int8s.slots(x0)).poke("x1_" + group, Int8s.slots(x1))
                    .poke("w0_" + group, Int8s.slots(w0)).poke("w1_" + group, Int8s.slots(w1))
                    .poke("index_" + group, Int8s.nibbles(index));
            if (group > 0) {
                unit.poke("cut_" + group, cut ? 1 : 0);
            }
        }
    }

    private static List<List<Operands>> words(int groups, Random random) {
        List<List<Operands>> words = new ArrayList<>();
        for (Int8s weights : Int8s.values()) {
            for (Int8s activations : Int8s.values()) {
                boolean whole = random.nextBoolean();
                for (int i = 0; i < 40; i++) {
                    List<Operands> word = new ArrayList<>();
                    for (int g = 0; g < groups; g++) {
                        Operands some = Operands.random(weights, activations, random);
                        word.add(whole ? new Operands(some.mode(), false, some.x0(), some.x1(), some.w0(), some.w1(),
                                some.index()) : some);
                    }
                    words.add(word);
                }
            }
        }
        return words;
    }

    /** Runs the words through; the enable is low in a share of the cycles, with other operands on the ports. */
    private static void run(UnitSimulator unit, ChainShape shape, List<List<Operands>> words, double stall, Random random) {
        List<List<Operands>> junk = words.subList(0, 8);
        int last = words.size() + shape.latency();
        for (int step = 0; step < last;) {
            boolean enabled = random.nextDouble() >= stall;
            for (int g = 0; g < shape.groups(); g++) {
                int word = step - 2 * g;
                Operands operands = enabled && word >= 0 && word < words.size() ? words.get(word).get(g)
                        : junk.get(random.nextInt(junk.size())).get(g);
                operands.poke(unit, g);
            }
            unit.poke("en", enabled ? 1 : 0);
            for (int g = 0; g < shape.groups(); g++) {
                int word = step - 2 * g - ChainShape.GROUP_LATENCY;
                if (word >= 0 && word < words.size()) {
                    check(unit, words.get(word), word, g);
                }
            }
            unit.tick();
            step += enabled ? 1 : 0;
        }
    }

    private static void check(UnitSimulator unit, List<Operands> word, int number, int group) {
        int low = 0;
        int high = 0;
        for (int g = 0; g <= group; g++) {
            low = (word.get(g).cut() ? 0 : low) + word.get(g).low();
            high = (word.get(g).cut() ? 0 : high) + word.get(g).high();
        }
        PackedPair emulated = ChainEmulator.sums(word.stream().map(Operands::step).toList()).get(group);
        assertThat(emulated.low()).isEqualTo(low);
        assertThat(emulated.high()).isEqualTo(high);
        int foundLow = Int8s.sum(unit.peek("low_" + group));
        int foundHigh = Int8s.sum(unit.peek("high_" + group));
        if (foundLow != low) {
            throw new AssertionError(Mismatch.text("low_" + group, number, unit.cycle(), low, foundLow, SEED));
        }
        if (foundHigh != high) {
            throw new AssertionError(Mismatch.text("high_" + group, number, unit.cycle(), high, foundHigh, SEED));
        }
    }

    /** With the twin, and with the primitive as its manual describes it. */
    @ParameterizedTest
    @CsvSource({"4, false", "8, false", "8, true"})
    void everyGroupGivesTheSumsSinceTheLastCutUnderAnyStalls(int groups, boolean primitive) {
        ChainShape shape = new ChainShape(groups, 1);
        Random random = new Random(SEED);
        List<VerilogSource> sources = primitive ? ChainSources.instantiated(shape) : ChainSources.chain(shape);
        try (UnitSimulator unit = UnitSetup.of("sparse_chain", sources).open()) {
            for (double stall : new double[] {0, 0.4, 0}) {
                run(unit, shape, words(groups, random), stall, random);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void threeToolsFindNothingToSay(int groups) {
        RtlLint.mustBeSilent("sparse_chain", ChainSources.chain(new ChainShape(groups, 1)));
    }
}
