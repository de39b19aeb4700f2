package org.fabricast.cosim.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fabricast.cosim.Mismatch;
import org.fabricast.cosim.RtlLint;
import org.fabricast.rtl.chain.ChainEmulator;
import org.fabricast.rtl.chain.ChainShape;
import org.fabricast.rtl.chain.PackedPair;
import org.fabricast.rtl.chain.ProductMode;
import org.fabricast.rtl.chain.SparsePattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pattern in every mode, as rows of 16 weights with zeros, against the products of those rows. */
class SparseArrayTest {

    private static final int SEED = 71;

    static Stream<ChainShape> shapes() {
        return Stream.of(new ChainShape(4, 1), new ChainShape(8, 2));
    }

    private static byte[][] activations(int segments, boolean joined, Int8s values, Random random) {
        byte[] one = values.next(16, random);
        return IntStream.range(0, segments).mapToObj(s -> joined ? values.next(16, random) : one).toArray(byte[][]::new);
    }

    /** Sums of segments {@code from} to {@code to}, each over its 16 inputs. */
    private static int dot(SparseRows rows, int from, int to, int row, byte[][] x) {
        return IntStream.rangeClosed(from, to).map(s -> rows.dot(s, row, x[s])).sum();
    }

    private static void check(ArrayBench.Issue issue, int chain, int group, boolean valid, int low, int high, long cycle) {
        SparseRows rows = issue.rows();
        ChainShape shape = rows.shape();
        byte[][] x0 = new byte[shape.groups()][];
        byte[][] x1 = new byte[shape.groups()][];
        for (int g = 0; g < shape.groups(); g++) {
            x0[g] = issue.x0()[2 * g / rows.segmentSlices()];
            x1[g] = issue.x1()[2 * g / rows.segmentSlices()];
        }
        PackedPair emulated = ChainEmulator.sums(rows.emulated(), chain, issue.mode(), issue.joined(), x0, x1).get(group);
        same(issue, "low", chain, group, emulated.low(), low, cycle);
        same(issue, "high", chain, group, emulated.high(), high, cycle);
        boolean ends = 2 * (group + 1) % rows.segmentSlices() == 0;
        assertThat(valid).as("validity of group %d, %s", group, rows.pattern())
                .isEqualTo(issue.joined() ? group == shape.groups() - 1 : ends);
        if (ends) {
            int last = 2 * group / rows.segmentSlices();
            int first = issue.joined() ? 0 : last;
            int row = 2 * chain + (issue.mode() == ProductMode.SECOND_ROW ? 1 : 0);
            same(issue, "low of rows", chain, group, dot(rows, first, last, row, issue.x0()), low, cycle);
            boolean pair = issue.mode() == ProductMode.ROW_PAIR;
            same(issue, "high of rows", chain, group, pair ? dot(rows, first, last, row + 1, issue.x0())
                    : dot(rows, first, last, row, issue.x1()), high, cycle);
        }
    }

    private static void same(ArrayBench.Issue issue, String what, int chain, int group, int expected, int found, long cycle) {
        if (expected != found) {
            throw new AssertionError(issue.rows().pattern() + ", " + issue.mode() + ", joined " + issue.joined() + ": "
                    + Mismatch.text(what + " of chain " + chain + ", group", group, cycle, expected, found, SEED));
        }
    }

    private static ArrayBench.Issue issue(SparseRows rows, Int8s values, Random random) {
        List<ProductMode> modes = rows.shared() ? List.of(ProductMode.values())
                : List.of(ProductMode.FIRST_ROW, ProductMode.SECOND_ROW);
        boolean joined = random.nextInt(3) == 0;
        byte[][] x0 = activations(rows.segments(), joined, values, random);
        return new ArrayBench.Issue(rows, modes.get(random.nextInt(modes.size())), joined, x0,
                activations(rows.segments(), joined, values, random));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyPatternModeAndCornerGivesTheProductsOfTheRows(ChainShape shape) {
        Random random = new Random(SEED);
        for (double stall : new double[] {0, 0.4}) {
            try (ArrayBench bench = new ArrayBench(shape, stall, true, SEED)) {
                for (int round = 0; round < 2; round++) {
                    Optional<SparseRows> held = Optional.empty();
                    for (int i = 0; i < 400; i++) {
                        Int8s values = Int8s.values()[i / 27 % Int8s.values().length];
                        // A word is issued as often as it stays; sometimes nothing is issued.
                        Optional<ArrayBench.Issue> issue = random.nextInt(5) == 0 ? Optional.empty()
                                : held.map(rows -> issue(rows, Int8s.values()[random.nextInt(5)], random));
                        boolean load = held.isEmpty() || random.nextInt(3) != 0;
                        Optional<SparseRows> next = load ? Optional.of(SparseRows.random(shape,
                                SparsePattern.values()[random.nextInt(6)], random.nextBoolean(), values, random)) : Optional.empty();
                        bench.step(issue, next, SparseArrayTest::check);
                        held = load ? next : held;
                    }
                    bench.drain(SparseArrayTest::check);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void threeToolsFindNothingToSay(ChainShape shape) {
        RtlLint.mustBeSilent("sparse_array", ChainSources.array(shape));
    }
}
