package org.fabricast.hls.testbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

class TrafficTest {

    private static Kernel kernel(String source) {
        return KernelCompiler.compile(source, "k.fk").getFirst();
    }

    @Test
    void eachPassOfARewoundStreamIsCounted() {
        Traffic traffic = Traffic.of(KernelLibrary.get("softmax"), 4, List.of(7L, 0L));
        assertThat(traffic.refused()).isEmpty();
        assertThat(traffic.inputs()).containsExactly(List.of(7, 7, 7));
        assertThat(traffic.outputs()).containsExactly(7);
    }

    /** Ten elements in groups of four: 4 + 4 + 2. */
    @Test
    void groupsAreAddedUp() {
        Traffic traffic = Traffic.of(KernelLibrary.get("quantise_kv"), 2, List.of(10L, 4L, 3L));
        assertThat(traffic.refused()).isEmpty();
        assertThat(traffic.inputs().getFirst()).allMatch(count -> count == 10);
        assertThat(traffic.outputs()).containsExactly(10, 3);
    }

    @Test
    void aWordThatIsNotFullMayBeFollowedByNoOther() {
        assertThat(Traffic.of(KernelLibrary.get("quantise_kv"), 4, List.of(15L, 5L, 3L)).refused().orElseThrow())
                .contains("within a word of 4 lanes");
        assertThat(Traffic.of(KernelLibrary.get("quantise_kv"), 1, List.of(15L, 5L, 3L)).refused()).isEmpty();
    }

    @Test
    void carriedValuesDecideTripCountsToo() {
        // 1 + 2 + 4 + 8 elements.
        Kernel kernel = kernel("""
                kernel k(in stream u32 x, out stream u32 y, u32 n) {
                    u32 size = 1;
                    for (i : n) {
                        for (j : size) { write(y, read(x)); }
                        size = size + size;
                    }
                }
                """);
        assertThat(Traffic.of(kernel, 1, List.of(4L)).outputs()).containsExactly(15);
    }

    @Test
    void aTripCountFromAStreamAndARunThatIsTooLongAreRefused() {
        Kernel data = kernel("kernel k(in stream u32 x, out stream u32 y) { u32 n = read(x); for (i : n) { write(y, i); } }");
        assertThat(Traffic.of(data, 1, List.of()).refused().orElseThrow()).contains("depends on the elements");
        assertThat(Traffic.of(KernelLibrary.get("cast"), 1, List.of(1L << 31)).refused().orElseThrow()).contains("2147483648");
    }
}
