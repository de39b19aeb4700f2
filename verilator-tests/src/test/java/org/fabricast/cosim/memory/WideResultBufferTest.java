package org.fabricast.cosim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.fabricast.cosim.Port;
import org.fabricast.cosim.RtlLint;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random wide writes, narrow and wide reads of the result buffer against an array of elements. */
class WideResultBufferTest {

    private static final int BITS = 32;

    private static UnitSetup setup(int lanes, int ratioLog2, int addressBits) {
        int wide = lanes << ratioLog2;
        List<Port> ports = List.of(Port.in("clk", 1), Port.in("w_valid", 1), Port.in("w_addr", addressBits - ratioLog2),
                Port.in("w_mask", wide), Port.in("w_data", wide * BITS), Port.in("r0_valid", 1), Port.in("r0_addr", addressBits),
                Port.out("r0_data", lanes * BITS), Port.in("r1_valid", 1), Port.in("r1_addr", addressBits),
                Port.out("r1_data", lanes * BITS), Port.in("r2_valid", 1), Port.in("r2_addr", addressBits - ratioLog2),
                Port.out("r2_data", wide * BITS));
        return UnitSetup.of("wide_result_buffer", RtlSources.cells("wide_result_buffer", "vector_buffer"), ports)
                .withParameter("LANES", lanes).withParameter("RATIO_LOG2", ratioLog2).withParameter("ADDRESS_BITS", addressBits);
    }

    @ParameterizedTest
    @CsvSource({"4, 2, 6", "8, 1, 5", "1, 4, 6", "2, 1, 3"})
    void everyPortReadsTheElementsOfItsWordTwoCyclesAfterItsRequestAndHolds(int lanes, int ratioLog2, int addressBits) {
        Random random = new Random(lanes * 100L + ratioLog2);
        int wide = lanes << ratioLog2;
        long[] elements = new long[lanes << addressBits];
        int[] width = {lanes, lanes, wide};
        long[][] shown = new long[3][];
        long[][] coming = new long[3][];
        int wideWords = elements.length / wide;
        try (UnitSimulator unit = setup(lanes, ratioLog2, addressBits).open()) {
            for (int cycle = 0; cycle < 4000; cycle++) {
                // First every word is written as a whole and every port reads once, then everything is random.
                boolean filling = cycle < wideWords;
                int wAddr = filling ? cycle : random.nextInt(wideWords);
                long mask = filling ? (1L << wide) - 1 : random.nextLong() & (1L << wide) - 1;
                boolean write = filling || random.nextInt(3) != 0;
                long[] data = random.longs(wide, 0, 1L << BITS).toArray();
                unit.poke("w_valid", write ? 1 : 0).poke("w_addr", wAddr).poke("w_mask", mask).poke("w_data", Bits.pack(data, BITS));
                for (int port = 0; port < 3; port++) {
                    boolean read = !filling && (cycle == wideWords || random.nextInt(3) != 0);
                    int rAddr = random.nextInt(elements.length / width[port]);
                    unit.poke("r" + port + "_valid", read ? 1 : 0).poke("r" + port + "_addr", rAddr);
                    if (cycle > wideWords + 1) {
                        assertThat(unit.peekWide("r" + port + "_data")).as("port %d in cycle %d", port, cycle).isEqualTo(shown[port]);
                    }
                    if (cycle > wideWords && coming[port].length > 0) {
                        shown[port] = coming[port];
                    }
                    int first = rAddr * width[port];
                    coming[port] = read ? Bits.pack(Arrays.copyOfRange(elements, first, first + width[port]), BITS) : new long[0];
                }
                unit.tick();
                for (int lane = 0; write && lane < wide; lane++) {
                    if ((mask >>> lane & 1) != 0) {
                        elements[wAddr * wide + lane] = data[lane];
                    }
                }
            }
        }
    }

    @Test
    void lintIsSilent() {
        RtlLint.mustBeSilent("wide_result_buffer", CellShapes.withDefaults(RtlSources.cells("wide_result_buffer", "vector_buffer"),
                setup(4, 2, 10).parameters()));
    }
}
