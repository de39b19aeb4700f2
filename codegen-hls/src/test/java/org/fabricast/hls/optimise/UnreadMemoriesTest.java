package org.fabricast.hls.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.KernelPrinter;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

class UnreadMemoriesTest {

    private static Kernel kernel(String body) {
        return KernelCompiler.compile("kernel k(in stream u32 x, out stream u32 y, u32 n) { mem u32 a[8]; mem u32 b[8]; " + body
                + " }", "k.fk").getFirst();
    }

    @Test
    void storesThatNothingLoadsGoWithTheirMemoryAndOthersAreRenumbered() {
        Kernel now = UnreadMemories.run(kernel("for (i : n) { u32 v = read(x); a[u3(i)] = v; b[u3(i)] = v; }"
                + " for (i : 8) { write(y, b[i]); }"));
        assertThat(now.memories()).extracting(Kernel.Memory::name).containsExactly("b");
        assertThat(KernelPrinter.print(now)).contains("b[").doesNotContain("a[");
    }

    @Test
    void memoriesThatAreLoadedStayAsTheyAre() {
        Kernel before = kernel("for (i : n) { u32 v = read(x); a[u3(i)] = v; b[u3(i)] = v; }"
                + " for (i : 8) { write(y, b[i] + a[i]); }");
        assertThat(UnreadMemories.run(before)).isSameAs(before);
    }
}
