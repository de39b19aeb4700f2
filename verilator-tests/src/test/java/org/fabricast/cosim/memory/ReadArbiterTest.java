package org.fabricast.cosim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.cosim.Port;
import org.fabricast.cosim.RtlLint;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.junit.jupiter.api.Test;

/** The arbiter by hand, cycle by cycle; its random traffic is in {@link LoadUnitTest}. */
class ReadArbiterTest {

    private static UnitSetup setup() {
        List<Port> ports = new ArrayList<>(List.of(Port.in("clk", 1), Port.in("rst", 1)));
        for (String master : List.of("load", "fetch")) {
            ports.addAll(List.of(Port.in("s_" + master + "_ar_valid", 1), Port.out("s_" + master + "_ar_ready", 1),
                    Port.in("s_" + master + "_ar_addr", 64), Port.in("s_" + master + "_ar_len", 8),
                    Port.out("m_" + master + "_r_valid", 1), Port.in("m_" + master + "_r_ready", 1),
                    Port.out("m_" + master + "_r_data", 128), Port.out("m_" + master + "_r_last", 1)));
        }
        ports.addAll(List.of(Port.out("m_axi_arvalid", 1), Port.in("m_axi_arready", 1), Port.out("m_axi_arid", 1),
                Port.out("m_axi_araddr", 64), Port.out("m_axi_arlen", 8), Port.in("m_axi_rvalid", 1),
                Port.out("m_axi_rready", 1), Port.in("m_axi_rid", 1), Port.in("m_axi_rdata", 128), Port.in("m_axi_rresp", 2),
                Port.in("m_axi_rlast", 1), Port.out("bus_idle", 1), Port.out("fault", 1), Port.out("m_fetch_r_error", 1)));
        return UnitSetup.of("read_arbiter", RtlSources.cells("read_arbiter"), ports);
    }

    @Test
    void fetchGoesFirstButARaisedRequestStays() {
        try (UnitSimulator unit = setup().open()) {
            unit.reset();
            assertThat(unit.peek("bus_idle")).isEqualTo(1);
            unit.poke("s_load_ar_valid", 1).poke("s_load_ar_addr", 0x1000).poke("s_load_ar_len", 15);
            assertThat(unit.peek("bus_idle")).as("a raised request is not idle").isZero();
            assertThat(unit.peek("s_load_ar_ready")).isEqualTo(1);
            unit.tick();
            // The load unit's first request waits at the bus while both ask again.
            unit.poke("s_load_ar_addr", 0x2000).poke("s_fetch_ar_valid", 1).poke("s_fetch_ar_addr", 0x3000).poke("s_fetch_ar_len", 3);
            for (int i = 0; i < 3; i++) {
                assertThat(unit.peek("m_axi_arvalid")).isEqualTo(1);
                assertThat(unit.peek("m_axi_araddr")).isEqualTo(0x1000);
                assertThat(unit.peek("m_axi_arlen")).isEqualTo(15);
                assertThat(unit.peek("m_axi_arid")).isZero();
                assertThat(unit.peek("s_load_ar_ready") + unit.peek("s_fetch_ar_ready")).isZero();
                unit.tick();
            }
            unit.poke("m_axi_arready", 1).tick().poke("m_axi_arready", 0);
            assertThat(unit.peek("m_axi_arvalid")).isZero();
            assertThat(unit.peek("s_fetch_ar_ready")).isEqualTo(1);
            assertThat(unit.peek("s_load_ar_ready")).isZero();
            unit.tick();
            assertThat(unit.peek("m_axi_araddr")).isEqualTo(0x3000);
            assertThat(unit.peek("m_axi_arid")).isEqualTo(1);
        }
    }

    @Test
    void beatsGoToTheMasterOfTheirIdAndIdleComesWithTheLast() {
        try (UnitSimulator unit = setup().open()) {
            unit.reset();
            unit.poke("m_axi_arready", 1).poke("s_load_ar_len", 1);
            unit.pulse("s_load_ar_valid").tick(2).pulse("s_fetch_ar_valid").tick(2);
            assertThat(unit.peek("bus_idle")).isZero();
            int[][] beats = {{1, 1}, {0, 0}, {0, 1}};    // id, last
            for (int[] beat : beats) {
                assertThat(unit.peek("bus_idle")).isZero();
                unit.poke("m_axi_rvalid", 1).poke("m_axi_rid", beat[0]).poke("m_axi_rlast", beat[1]).poke("m_axi_rdata", 7, 9);
                unit.poke("m_load_r_ready", 0).poke("m_fetch_r_ready", 0);
                assertThat(unit.peek("m_axi_rready")).isZero();
                unit.poke("m_load_r_ready", 1 - beat[0]).poke("m_fetch_r_ready", beat[0]);
                assertThat(unit.peek("m_axi_rready")).isEqualTo(1);
                assertThat(unit.peek("m_load_r_valid")).isEqualTo(1 - beat[0]);
                assertThat(unit.peek("m_fetch_r_valid")).isEqualTo(beat[0]);
                String master = beat[0] == 0 ? "m_load_r" : "m_fetch_r";
                assertThat(unit.peekWide(master + "_data")).containsExactly(7, 9);
                assertThat(unit.peek(master + "_last")).isEqualTo(beat[1]);
                unit.poke("m_axi_rresp", 1);
                assertThat(unit.peek("fault")).isZero();
                assertThat(unit.peek("m_fetch_r_error")).isZero();
                unit.poke("m_axi_rresp", 2);
                // Fetch reads ahead, so it decides by itself whether a bad beat counts.
                assertThat(unit.peek("fault")).isEqualTo(1 - beat[0]);
                assertThat(unit.peek("m_fetch_r_error")).isEqualTo(1);
                unit.tick().poke("m_axi_rvalid", 0);
                assertThat(unit.peek("fault")).isZero();
            }
            assertThat(unit.peek("bus_idle")).isEqualTo(1);
        }
    }

    @Test
    void lintIsSilent() {
        RtlLint.mustBeSilent("read_arbiter", RtlSources.cells("read_arbiter"));
        RtlLint.mustBeSilent("read_arbiter", CellShapes.withDefaults(RtlSources.cells("read_arbiter"),
                setup().withParameter("BUS_LOG2", 6).withParameter("OUTSTANDING_LOG2", 0).parameters()));
    }
}
