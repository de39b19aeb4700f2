package org.fabricast.hls.testbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fabricast.diag.FabricastException;
import org.fabricast.hls.HlsOptions;
import org.fabricast.hls.KernelHls;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.ScalarType;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

class VectorMakerTest {

    private static final String ADD_INDEX = """
            kernel add_index(in stream u8 x, out stream u8 y, u32 n, u8 first) {
                vector for (i : n) { write(y, read(x) + u8(i) + first); }
            }
            """;

    private static KernelVectors make(String source, int lanes, int count) {
        List<Kernel> kernels = KernelCompiler.compile(source, "k.fk");
        return VectorMaker.make(kernels.getFirst(), KernelHls.generate(kernels.getFirst(), HlsOptions.lanes(lanes)),
                VectorHints.in(source, "k.fk", kernels), count, 5);
    }

    @Test
    void answersAreTheKernelsOwn() {
        for (KernelRun run : make(ADD_INDEX, 2, 28).runs()) {
            List<Long> x = run.inputs().getFirst();
            assertThat(run.outputs().getFirst()).isEqualTo(IntStream.range(0, x.size())
                    .mapToObj(i -> x.get(i) + i + run.args().get(1) & 0xff).toList());
        }
    }

    @Test
    void sizesAreNoneOneAWordOneMoreAndOddWithEveryKindOfPause() {
        KernelVectors vectors = make(ADD_INDEX, 4, 28);
        assertThat(vectors.runs().stream().map(r -> r.args().getFirst()).collect(Collectors.toSet()))
                .isEqualTo(Set.of(0L, 1L, 4L, 5L, 19L, 37L, 64L));
        assertThat(vectors.runs().stream().map(r -> r.args().getFirst() + " " + r.idle() + r.blocked()).distinct()).hasSize(28);
    }

    @Test
    void sizesThatDependOnEachOtherAreFoundOrToldByHints() {
        Kernel kernel = KernelLibrary.get("quantise");
        KernelVectors vectors = VectorMaker.make(kernel, KernelHls.generate(kernel, HlsOptions.lanes(4)), VectorHints.NONE, 14, 1);
        // The inner trip counts are group until n elements are left over; all but the last that is not 0 are words of four.
        vectors.runs().forEach(r -> {
            long left = r.args().get(0);
            boolean ragged = false;
            for (long g = 0; g < r.args().get(2); g++) {
                long length = Long.compareUnsigned(r.args().get(1), left) < 0 ? r.args().get(1) : left;
                assertThat(ragged && length > 0).as("%s", r.args()).isFalse();
                ragged |= length % 4 != 0;
                left -= length;
            }
        });
        VectorHints hints = VectorHints.NONE.with("n=1..100", kernel).with("group=8, 16", kernel)
                .with("groups=(n+group-1)/group", kernel);
        VectorMaker.make(kernel, KernelHls.generate(kernel, HlsOptions.lanes(4)), hints, 14, 1).runs().forEach(r -> {
            long group = r.args().get(1);
            assertThat(group).isIn(8L, 16L);
            assertThat(r.args().get(2)).isEqualTo((r.args().get(0) + group - 1) / group);
        });
    }

    @Test
    void elementsAreOrdinaryThenCornersAndInfinitiesToo() {
        Kernel kernel = KernelLibrary.get("cast");
        KernelVectors vectors = VectorMaker.make(kernel, KernelHls.generate(kernel, HlsOptions.lanes(1)),
                VectorHints.NONE.with("n=64", kernel), 6, 1);
        assertThat(vectors.runs().get(0).inputs().getFirst()).allMatch(v -> Elements.finite(ScalarType.F32, v))
                .allMatch(v -> Math.abs(Elements.number(ScalarType.F32, v)) < 30);
        assertThat(vectors.runs().get(2).inputs().getFirst()).allMatch(v -> Elements.finite(ScalarType.F32, v))
                .anyMatch(v -> Math.abs(Elements.number(ScalarType.F32, v)) > 1e10);
        assertThat(vectors.runs().get(4).inputs().getFirst()).anyMatch(v -> Double.isNaN(Elements.number(ScalarType.F32, v)))
                .anyMatch(v -> Double.isInfinite(Elements.number(ScalarType.F32, v)));
    }

    @Test
    void anIndexIsDrawnInsideItsMemory() {
        KernelVectors vectors = make("kernel k(result u32 r, u32 at) { mem u32 m[8]; for (i : 8) { m[i] = i * i; } r = m[at]; }", 1, 6);
        vectors.runs().forEach(r -> assertThat(r.results().getFirst()).isEqualTo(r.args().getFirst() * r.args().getFirst()));
    }

    @Test
    void whatCannotBeRunIsSaidWithItsReason() {
        assertThatThrownBy(() -> make("kernel k(result u32 r, u32 at) { mem u32 m[8]; r = m[at | 8]; }", 1, 1))
                .isInstanceOf(FabricastException.class).hasMessageContaining("F3111").hasMessageContaining("outside memory m")
                .hasMessageContaining("--arg");
    }

    @Test
    void runsThatCompareNothingAreNoTest() {
        // Only n = 0 can be run: every other draw stores outside the memory.
        assertThatThrownBy(() -> make("kernel k(in stream u32 x, out stream u32 y, u32 n) { mem u32 m[4];"
                + " for (j : n) { u32 v = read(x); m[j | 8] = v; write(y, v); } }", 1, 8))
                .isInstanceOf(FabricastException.class).hasMessageContaining("F3111")
                .hasMessageContaining("runs that give a value to compare").hasMessageContaining("outside memory m");
    }

    @Test
    void aRunThatLoadsWhatItDidNotStoreIsNoTest() {
        String source = "kernel k(out stream u32 y, u32 n) { mem u32 m[64]; for (i : n) { %s } for (i : 4) { write(y, m[i]); } }";
        assertThatThrownBy(() -> make(source.formatted("m[i] = m[i] + 1;"), 1, 1))
                .isInstanceOf(FabricastException.class).hasMessageContaining("F3111").hasMessageContaining("that this run has not stored")
                .hasMessageContaining("n = 0x").hasMessageContaining("Store every element");
        assertThat(make(source.formatted("m[i] = i;"), 1, 14).runs()).as("sizes below 4 are drawn again")
                .allSatisfy(r -> assertThat(r.args().getFirst()).isGreaterThanOrEqualTo(4))
                .allSatisfy(r -> assertThat(r.outputs().getFirst()).containsExactly(0L, 1L, 2L, 3L));
    }
}
