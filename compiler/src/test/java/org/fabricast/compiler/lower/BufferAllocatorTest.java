package org.fabricast.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.fabricast.compiler.lower.BufferAllocator.Wish;
import org.junit.jupiter.api.Test;

class BufferAllocatorTest {

    private final BufferAllocator allocator = new BufferAllocator(16);
    private final List<Wish> wishes =
            List.of(new Wish("a", 20, 0, 5), new Wish("b", 40, 1, 2), new Wish("c", 40, 3, 4), new Wish("d", 16, 2, 3));

    @Test
    void vectorsThatFitSideBySideDoNotShare() {
        Map<String, Range> placed = allocator.place(wishes, 144).orElseThrow();
        assertThat(placed).containsEntry("a", new Range(0, 20)).containsEntry("b", new Range(32, 40))
                .containsEntry("c", new Range(80, 40)).containsEntry("d", new Range(128, 16));
    }

    @Test
    void otherwiseVectorsOfDisjointLifetimesShare() {
        Map<String, Range> placed = allocator.place(wishes, 96).orElseThrow();
        assertThat(placed.get("b")).isEqualTo(new Range(32, 40));
        assertThat(placed.get("c")).isEqualTo(new Range(32, 40));
        assertThat(placed.get("d")).isEqualTo(new Range(80, 16));
    }

    @Test
    void whatCannotFitIsSaidWithTheLeastThatWould() {
        assertThat(allocator.place(wishes, 80)).isEmpty();
        assertThat(allocator.peak(wishes)).isEqualTo(32 + 48 + 16);
    }
}
