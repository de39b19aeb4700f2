package org.fabricast.cosim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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

/** Random writes and reads of the vector buffer against an array. */
class VectorBufferTest {

    private static UnitSetup setup(int lanes, int bits, int addressBits) {
        List<Port> ports = new ArrayList<>(List.of(Port.in("clk", 1), Port.in("w_valid", 1), Port.in("w_addr", addressBits),
                Port.in("w_mask", lanes), Port.in("w_data", lanes * bits)));
        for (int port = 0; port < 3; port++) {
            ports.addAll(List.of(Port.in("r" + port + "_valid", 1), Port.in("r" + port + "_addr", addressBits),
                    Port.out("r" + port + "_data", lanes * bits)));
        }
        return UnitSetup.of("vector_buffer", RtlSources.cells("vector_buffer"), ports).withParameter("LANES", lanes)
                .withParameter("ELEMENT_BITS", bits).withParameter("ADDRESS_BITS", addressBits);
    }

    @ParameterizedTest
    @CsvSource({"1, 16, 3", "4, 16, 5", "1, 32, 4", "4, 32, 3", "16, 32, 1"})
    void eachPortReadsWhatWasWrittenTwoCyclesAfterItsRequestAndHolds(int lanes, int bits, int addressBits) {
        Random random = new Random(lanes * 100L + bits);
        int words = 1 << addressBits;
        long[][] elements = new long[words][lanes];
        long[][] shown = new long[3][];
        long[][] coming = new long[3][];
        try (UnitSimulator unit = setup(lanes, bits, addressBits).open()) {
            for (int cycle = 0; cycle < 4000; cycle++) {
                // First every word is written as a whole and read on every port, then everything is random.
                boolean filling = cycle < words;
                int wAddr = filling ? cycle : random.nextInt(words);
                long mask = filling ? (1L << lanes) - 1 : random.nextLong() & (1L << lanes) - 1;
                boolean write = filling || random.nextInt(3) != 0;
                long[] data = random.longs(lanes).toArray();
                unit.poke("w_valid", write ? 1 : 0).poke("w_addr", wAddr).poke("w_mask", mask).poke("w_data", Bits.pack(data, bits));
                for (int port = 0; port < 3; port++) {
                    boolean read = !filling && (cycle == words || random.nextInt(3) != 0);
                    int rAddr = random.nextInt(words);
                    unit.poke("r" + port + "_valid", read ? 1 : 0).poke("r" + port + "_addr", rAddr);
                    if (cycle > words + 1) {
                        assertThat(unit.peekWide("r" + port + "_data")).as("port %d in cycle %d", port, cycle).isEqualTo(shown[port]);
                    }
                    if (cycle > words && coming[port].length > 0) {
                        shown[port] = coming[port];
                    }
                    coming[port] = read ? Bits.pack(elements[rAddr], bits) : new long[0];
                }
                unit.tick();
                for (int lane = 0; write && lane < lanes; lane++) {
                    if ((mask >>> lane & 1) != 0) {
                        elements[wAddr][lane] = data[lane];
                    }
                }
            }
        }
    }

    @Test
    void lintIsSilent() {
        RtlLint.mustBeSilent("vector_buffer", RtlSources.cells("vector_buffer"));
        RtlLint.mustBeSilent("vector_buffer",
                CellShapes.withDefaults(RtlSources.cells("vector_buffer"), setup(1, 32, 11).parameters()));
    }
}
