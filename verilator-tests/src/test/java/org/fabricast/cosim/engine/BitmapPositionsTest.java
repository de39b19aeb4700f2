package org.fabricast.cosim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.driver.verilator.VerilogSource;
import org.junit.jupiter.api.Test;

/** All bitmaps of up to eight bits: nibble k is the place of the k-th bit that is set, the others are 0. */
class BitmapPositionsTest {

    @Test
    void placesOfAllBitmapsAreThoseOfTheirBits() {
        List<VerilogSource> sources = new ArrayList<>(RtlSources.cells("bitmap_positions"));
        sources.add(new VerilogSource("positions_bench.v", """
                `default_nettype none
                module positions_bench (input wire clk, input wire rst, input wire [15:0] bits, output wire [31:0] places);
                  wire clock_unused = clk & rst;
                  bitmap_positions u_positions (.bits(bits), .places(places));
                endmodule
                `default_nettype wire
                """));
        try (UnitSimulator unit = UnitSetup.of("positions_bench", sources).open()) {
            unit.reset();
            for (int bits = 0; bits < 1 << 16; bits++) {
                if (Integer.bitCount(bits) <= 8) {
                    long expected = 0;
                    int k = 0;
                    for (int place = 0; place < 16; place++) {
                        if ((bits >> place & 1) != 0) {
                            expected |= (long) place << 4 * k++;
                        }
                    }
                    assertThat(unit.poke("bits", bits).peek("places")).as("bitmap %04x", bits).isEqualTo(expected);
                }
            }
        }
    }
}
