package org.fabricast.cosim.memory;

import java.nio.charset.StandardCharsets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.fabricast.cosim.Port;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.ir.hw.HardwareConfig;

/** Parameters of the load path, all but the address bits as log2. */
record LoadShape(String name, int bus, int lanes, int actBits, int burst, int outstanding, int ring0, int ring1, int wordBeats) {

    private static final String BENCH = "load_bench";

    /** The shape that a configuration gives. */
    static LoadShape of(HardwareConfig config) {
        return new LoadShape(config.name(), log2(config.busBytes()), log2(config.lanes()),
                log2(config.activationElements() / config.lanes()), log2(config.burstBeats()), log2(config.outstandingReads()),
                log2(config.weightRingBytes() / config.busBytes()), log2(config.kvRingBytes() / config.busBytes()),
                log2(config.beatsPerWord()));
    }

    private static int log2(int value) {
        return Integer.numberOfTrailingZeros(value);
    }

    int busBytes() {
        return 1 << bus;
    }

    int laneCount() {
        return 1 << lanes;
    }

    int wordBytes() {
        return 1 << bus + wordBeats;
    }

    int actElements() {
        return 1 << actBits + lanes;
    }

    @Override
    public String toString() {
        return name;
    }

    static List<VerilogSource> sources() {
        List<VerilogSource> sources = new ArrayList<>(RtlSources.cells("load_unit", "read_arbiter", "ring_buffer"));
        try (InputStream in = LoadShape.class.getResourceAsStream(BENCH + ".v")) {
            sources.add(new VerilogSource(BENCH + ".v", new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    UnitSetup setup() {
        int beatBits = 8 << bus;
        List<Port> ports = new ArrayList<>(List.of(Port.in("clk", 1), Port.in("rst", 1), Port.in("stop", 1),
                Port.in("s_instr_valid", 1), Port.out("s_instr_ready", 1), Port.in("s_instr_code", 4),
                Port.in("s_instr_flags", 8)));
        for (int i = 0; i < 6; i++) {
            ports.add(Port.in("s_instr_operand_" + i, 32));
        }
        ports.addAll(List.of(Port.out("done", 1), Port.out("busy", 1), Port.out("blocked", 1),
                Port.out("beat_weights", 1), Port.out("beat_rows", 1), Port.out("beat_kv", 1), Port.in("region_0", 64),
                Port.in("region_1", 64), Port.in("region_2", 64), Port.in("s_fetch_ar_valid", 1),
                Port.out("s_fetch_ar_ready", 1), Port.in("s_fetch_ar_addr", 64), Port.in("s_fetch_ar_len", 8),
                Port.out("m_fetch_r_valid", 1), Port.in("m_fetch_r_ready", 1), Port.out("m_fetch_r_data", beatBits),
                Port.out("m_fetch_r_last", 1), Port.out("m_fetch_r_error", 1),
                Port.out("m_axi_arvalid", 1), Port.in("m_axi_arready", 1),
                Port.out("m_axi_arid", 1), Port.out("m_axi_araddr", 64), Port.out("m_axi_arlen", 8), Port.in("m_axi_rvalid", 1),
                Port.out("m_axi_rready", 1), Port.in("m_axi_rid", 1), Port.in("m_axi_rdata", beatBits),
                Port.in("m_axi_rresp", 2), Port.in("m_axi_rlast", 1), Port.out("bus_idle", 1), Port.out("fault", 1)));
        for (int ring = 0; ring < 2; ring++) {
            ports.addAll(List.of(Port.out("m_word" + ring + "_valid", 1), Port.in("m_word" + ring + "_ready", 1),
                    Port.out("m_word" + ring + "_data", 8 * wordBytes()), Port.out("level" + ring, 16)));
        }
        ports.addAll(List.of(Port.out("act_w_valid", 1), Port.in("act_w_ready", 1), Port.out("act_w_addr", actBits),
                Port.out("act_w_mask", laneCount()), Port.out("act_w_data", 16 * laneCount())));
        return UnitSetup.of(BENCH, sources(), ports).withParameter("BUS_LOG2", bus).withParameter("LANES_LOG2", lanes)
                .withParameter("ACT_BITS", actBits).withParameter("BURST_LOG2", burst)
                .withParameter("OUTSTANDING_LOG2", outstanding).withParameter("RING0_BEATS_LOG2", ring0)
                .withParameter("RING1_BEATS_LOG2", ring1).withParameter("WORD_BEATS_LOG2", wordBeats);
    }
}
