package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

class MemoryLayoutTest {

    private static KernelHardware hardware(String body, int lanes) {
        Kernel kernel = KernelCompiler.compile("kernel k(in stream u32 x, out stream u32 y, result u32 r, u32 n) {\n" + body + "\n}\n",
                "test.fk").getFirst();
        return KernelHls.generate(kernel, HlsOptions.lanes(lanes));
    }

    private static List<Integer> intervals(KernelHardware h) {
        return h.blocks().stream().filter(b -> b.form() == ScheduledBlock.Form.PIPELINE).map(ScheduledBlock::interval).toList();
    }

    @Test
    void aMemoryFilledInAVectorLoopHasABankForEachLaneAndEachLaneReadsItsOwn() {
        String body = "mem u32 m[10];\nvector for (i : n) { m[i] = read(x); }\nvector for (i : n) { write(y, m[i]); }\nr = n;";
        for (int lanes : new int[] {1, 2, 4, 8}) {
            MemoryBanks banks = hardware(body, lanes).memories().getFirst();
            assertThat(banks.banks()).isEqualTo(lanes);
            assertThat(banks.copies()).containsOnly(1);
            // 10 elements: 10, 5, 3 and 2 to a bank.
            assertThat(banks.depth()).isEqualTo(List.of(10, 5, 3, 2).get(Integer.numberOfTrailingZeros(lanes)));
        }
    }

    /** Two lanes with four banks: each access of a lane meets two of them and chooses. */
    @Test
    void moreBanksThanLanesAreKeptAsAskedFor() {
        String body = "#pragma partition factor=4\nmem u32 m[64];\nvector for (i : n) { m[i] = read(x); }\n"
                + "vector for (i : n) { write(y, m[i] + m[i + 1]); }\nr = n;";
        MemoryBanks banks = hardware(body, 2).memories().getFirst();
        assertThat(banks.banks()).isEqualTo(4);
        // Lane 0 meets banks 0, 2 by m[i] and 1, 3 by m[i + 1]; lane 1 the others: every bank has two readers.
        assertThat(banks.copies()).containsExactly(2, 2, 2, 2);
        assertThat(banks.count()).isEqualTo(8);
    }

    @Test
    void aMemoryThatIsOnlyReadInVectorLoopsIsCopiedAsBefore() {
        String body = "mem u32 m[64];\nfor (i : 64) { m[i] = i; }\nvector for (i : n) { write(y, read(x) + m[i]); }\nr = n;";
        MemoryBanks banks = hardware(body, 4).memories().getFirst();
        assertThat(banks.banks()).isEqualTo(1);
        assertThat(banks.copies()).containsExactly(4);
    }

    /** m[2 i + 1] and an index that tells nothing: bank 1 has two readers, bank 0 one; nothing reads the banks of w but bank 0. */
    @Test
    void everyBankHasAsManyCopiesAsItsOwnReaders() {
        String body = "#pragma partition factor=2\nmem u32 m[64];\n#pragma partition factor=4\nmem u32 w[64];\n"
                + "for (i : 64) { m[i] = i; w[i] = i; }\nfor (i : 16) { write(y, m[i * 2 + 1] + m[read(x) & 63] + w[i * 4]); }\nr = n;";
        KernelHardware h = hardware(body, 1);
        assertThat(h.memories().get(0).copies()).containsExactly(1, 2);
        assertThat(h.memories().get(1).copies()).containsExactly(1, 1, 1, 1);
        assertThat(h.verilog()).contains("unused = &{1'b0, ").contains("mem_w_b1_0_q[0], mem_w_b2_0_q[0], mem_w_b3_0_q[0]")
                .doesNotContain("mem_w_b0_0_q[0]}").doesNotContain("mem_m_b0_1_q");
    }

    @Test
    void banksThatDoNotServeTheLanesAreAPortConflict() {
        String body = "#pragma partition factor=2\nmem u32 kept[64];\nvector for (i : n) { kept[i] = read(x); }\nr = kept[0];";
        assertThat(hardware(body, 2).memories().getFirst().banks()).isEqualTo(2);
        assertThatThrownBy(() -> hardware(body, 4)).isInstanceOf(FabricastException.class)
                .hasMessageContainingAll("error[F3104] kernel k", "4 write ports of memory kept", "2 banks", "factor=4",
                        "at most 2 lanes");
    }

    /** Two stores per iteration: one port takes two cycles, two banks take them at once. */
    @Test
    void twoBanksTakeTheTwoStoresOfAnUnrolledLoop() {
        String loop = "mem u32 m[64];\n#pragma unroll factor=2\nfor (i : 64) { m[i] = i * 3; }\nr = m[n];";
        assertThat(intervals(hardware(loop, 1))).containsExactly(2);
        assertThat(intervals(hardware("#pragma partition factor=2\n" + loop, 1))).containsExactly(1);
    }

    /** Load, sum and store of an iteration's own two elements close in any interval: only the port is left. */
    @Test
    void anIterationThatChangesItsOwnElementsWaitsForNoOther() {
        String loop = "mem u32 m[64];\nfor (i : 64) { m[i] = i; }\n#pragma unroll factor=2\nfor (i : 64) { m[i] = m[i] + 3; }\nr = m[n];";
        assertThat(intervals(hardware(loop, 1))).containsExactly(1, 2);
        assertThat(intervals(hardware("#pragma partition factor=2\n" + loop, 1))).containsExactly(1, 1);
    }
}
