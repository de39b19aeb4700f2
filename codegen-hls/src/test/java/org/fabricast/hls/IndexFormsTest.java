package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

/** What {@link Residue} and {@link Stride} say of an index, against the index computed by hand for every iteration. */
class IndexFormsTest {

    private record Form(String source, LongUnaryOperator value, int modulus, long step) { }

    /** Modulus up to 8 that should be known, in a scalar loop of 16 iterations; step 0 when no stride should be seen. */
    private static final List<Form> FORMS = List.of(
            new Form("i", i -> i, 1, 1),
            new Form("i * 2", i -> 2 * i, 2, 2),
            new Form("i * 2 + 1", i -> 2 * i + 1, 2, 2),
            new Form("(i << 2) + 3", i -> 4 * i + 3, 4, 4),
            new Form("i * 6 + 5", i -> 6 * i + 5, 2, 6),
            new Form("5 + 6 * i", i -> 6 * i + 5, 2, 6),
            new Form("i * 16 - 0", i -> 16 * i, 8, 16),
            new Form("u32(u4(i)) * 8 + 7", i -> 8 * (i & 15) + 7, 8, 8),
            new Form("u32(u3(i)) * 4", i -> 4 * (i & 7), 4, 0),
            new Form("i * i", i -> i * i, 1, 0),
            new Form("(i * 2) * (i * 4 + 2)", i -> 2 * i * (4 * i + 2), 4, 0),
            new Form("255 - i", i -> 255 - i, 1, 0),
            new Form("i ^ 1", i -> i ^ 1, 1, 0));

    private static ControlFlow flow(String loop, int lanes) {
        Kernel kernel = KernelCompiler.compileUnoptimised("kernel k(out stream u32 y, u32 n) { mem u32 m[1024];\n"
                + loop + "\n}\n", "test.fk").getFirst();
        return ControlFlowBuilder.build(kernel, lanes);
    }

    private static int index(Block.Pipeline p) {
        return p.nodes().stream().filter(Node.Store.class::isInstance).map(n -> ((Node.Store) n).index()).findFirst().orElseThrow();
    }

    private static Block.Pipeline pipeline(ControlFlow flow) {
        return flow.blocks().stream().filter(Block.Pipeline.class::isInstance).map(Block.Pipeline.class::cast).findFirst().orElseThrow();
    }

    @Test
    void residuesHoldInEveryIterationAndStridesNeverMeetAnElementTwice() {
        for (Form form : FORMS) {
            ControlFlow flow = flow("for (i : 16) { m[" + form.source + "] = i; }", 1);
            Block.Pipeline p = pipeline(flow);
            Residue residue = Residue.of(flow, p, index(p), 0, 8);
            assertThat(residue.modulus()).as(form.source).isEqualTo(form.modulus);
            for (long i = 0; i < 16; i++) {
                assertThat(Math.floorMod(form.value.applyAsLong(i), residue.modulus())).as(form.source).isEqualTo(residue.value());
            }
            Optional<Stride> stride = Stride.of(flow, p.loop(), index(p)).filter(s -> s.distinct(flow.constant(p.loop().bound())));
            assertThat(stride.map(Stride::step).orElse(0L)).as(form.source).isEqualTo(form.step);
            Set<Long> seen = new HashSet<>();
            for (long i = 0; i < 16; i++) {
                assertThat(seen.add(form.value.applyAsLong(i)) || stride.isEmpty()).as("%s at %d", form.source, i).isTrue();
            }
        }
    }

    @Test
    void aNarrowIndexIsDistinctOnlyWhenTheIterationsAreKnownAndFew() {
        for (String bound : List.of("n", "16", "17")) {
            ControlFlow flow = flow("for (i : " + bound + ") { m[u4(i)] = i; }", 1);
            Block.Pipeline p = pipeline(flow);
            Stride stride = Stride.of(flow, p.loop(), index(p)).orElseThrow();
            assertThat(stride).isEqualTo(new Stride(1, 16, false));
            assertThat(stride.distinct(flow.constant(p.loop().bound()))).as(bound).isEqualTo(bound.equals("16"));
        }
    }

    /** Lane l of 4 meets elements l + 3, l + 7, …: bank (l + 3) mod 4 of 4, one of two of 8. */
    @Test
    void aLaneOfAVectorLoopKnowsItsBank() {
        ControlFlow flow = flow("vector for (i : n) { m[i + 3] = i; }", 4);
        Block.Pipeline p = pipeline(flow);
        assertThat(flow.banks()).containsExactly(4);
        for (int lane = 0; lane < 4; lane++) {
            assertThat(MemoryLayout.met(flow, p, 0, index(p), lane)).containsExactly((lane + 3) % 4);
            assertThat(Residue.of(flow, p, index(p), lane, 8)).isEqualTo(new Residue((lane + 3) % 4, 4));
        }
    }

    /** An index of random operators, with what it computes from the number of the iteration and the argument n. */
    private record Index(String source, int bits, LongBinaryOperator value) {

        private static final int[] WIDTHS = {3, 4, 5, 8, 12, 16, 32};

        static Index random(Random random, int depth) {
            if (depth == 0) {
                return random.nextInt(8) == 0 ? new Index("n", 32, (i, n) -> n) : new Index("i", 32, (i, n) -> i);
            }
            Index a = random(random, depth - 1);
            long constant = random.nextInt(4) == 0 ? (1L << a.bits) - 1 - random.nextInt(3) : random.nextInt(1 << Math.min(a.bits, 5));
            int shift = random.nextInt(4);
            return switch (random.nextInt(9)) {
                case 0 -> a.to("(" + a.source + " + " + constant + ")", a.bits, v -> v + constant);
                case 1 -> a.to("(" + constant + " + " + a.source + ")", a.bits, v -> v + constant);
                case 2 -> a.to("(" + a.source + " - " + constant + ")", a.bits, v -> v - constant);
                case 3 -> a.to("(" + a.source + " * " + constant + ")", a.bits, v -> v * constant);
                case 4 -> a.to("(" + constant + " * " + a.source + ")", a.bits, v -> v * constant);
                case 5 -> a.to("(" + a.source + " << " + shift + ")", a.bits, v -> v << shift);
                case 6 -> {
                    Index b = random(random, depth - 1).resized(a.bits);
                    yield new Index("(" + a.source + " * " + b.source + ")", a.bits,
                            (i, n) -> mask(a.value.applyAsLong(i, n) * b.value.applyAsLong(i, n), a.bits));
                }
                default -> a.resized(WIDTHS[random.nextInt(WIDTHS.length)]);
            };
        }

        private Index resized(int width) {
            return to("u" + width + "(" + source + ")", width, v -> v);
        }

        private Index to(String text, int width, LongUnaryOperator operator) {
            return new Index(text, width, (i, n) -> mask(operator.applyAsLong(value.applyAsLong(i, n)), width));
        }

        private static long mask(long v, int bits) {
            return v & ((1L << bits) - 1);
        }
    }

    /** No step that is drawn is a multiple of 2^27, so none of 32 bits comes round within 40 iterations. */
    @Test
    void whatIsSaidOfRandomIndicesHoldsInEveryIteration() {
        int known = 0;
        int distinct = 0;
        int apart = 0;
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            Index a = Index.random(random, 1 + random.nextInt(5));
            Index b = Index.random(random, 1 + random.nextInt(5));
            ControlFlow flow = flow("for (i : 40) { m[" + a.source + "] = i; m[" + b.source + "] = i; }", 1);
            Block.Pipeline p = pipeline(flow);
            List<Integer> indices = p.nodes().stream().filter(Node.Store.class::isInstance).map(n -> ((Node.Store) n).index()).toList();
            Residue residue = Residue.of(flow, p, indices.getFirst(), 0, Residue.MOST);
            boolean once = Stride.of(flow, p.loop(), indices.getFirst()).filter(s -> s.distinct(flow.constant(p.loop().bound()))).isPresent();
            boolean never = flow.apart(p, indices.getFirst(), indices.getLast());
            for (long n : new long[] {0, 1, 6, 77}) {
                Set<Long> others = new HashSet<>();
                for (long j = 0; j < 40; j++) {
                    others.add(b.value.applyAsLong(j, n));
                }
                Set<Long> seen = new HashSet<>();
                for (long i = 0; i < 40; i++) {
                    long value = a.value.applyAsLong(i, n);
                    String at = "seed " + seed + ", " + a.source + " and " + b.source + ", i = " + i + ", n = " + n;
                    assertThat(value % residue.modulus()).as(at).isEqualTo(residue.value());
                    assertThat(never && others.contains(value)).as(at).isFalse();
                    assertThat(seen.add(value) || !once).as(at).isTrue();
                }
            }
            known += residue.modulus() > 1 ? 1 : 0;
            distinct += once ? 1 : 0;
            apart += never ? 1 : 0;
        }
        assertThat(List.of(known, distinct, apart)).as("indices of which something is said").allMatch(c -> c >= 20);
    }
}
