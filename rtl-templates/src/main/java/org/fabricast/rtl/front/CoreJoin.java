package org.fabricast.rtl.front;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Opcode;

/**
 * What a core of several has beside a single one, as lines of {@link FabricastTop}: the exchange at the store unit, whose writes
 * to the activation buffer stand behind the load unit's, the barrier, and the links.
 *
 * @param ports           declarations
 * @param wires           declarations and assignments
 * @param stop            name of the wire that ends a run; tools speak of the plain name below another module
 * @param front           connections of the front end
 * @param result          what SYS.RESULT reads
 * @param storeUnit       module of the store unit
 * @param storeParameters of it, beside those of a single core
 * @param store           connections of it, likewise
 * @param writer          prefix of the wires of the writer that stands behind the special function unit
 */
public record CoreJoin(List<String> ports, List<String> wires, String stop, List<String> front, String result, String storeUnit,
        String storeParameters, List<String> store, String writer) {

    /** Name of a core of several. */
    public static final String MODULE = "fabricast_core";

    /** Bits of a link beside the lanes: a candidate for the arg-max. */
    private static final int CANDIDATE_BITS = 53;

    public CoreJoin {
        ports = List.copyOf(ports);
        wires = List.copyOf(wires);
        front = List.copyOf(front);
        store = List.copyOf(store);
    }

    /** Highest data bit of a link. */
    public static int linkHigh(HardwareConfig config) {
        return 16 * config.lanes() + CANDIDATE_BITS - 1;
    }

    /** What joins a core of {@code config} with the others. */
    static CoreJoin of(HardwareConfig config) {
        if (!config.divided()) {
            return new CoreJoin(List.of(), List.of(), "stop", List.of(), "result", "store_unit", "", List.of(), "load_w");
        }
        MachineSizes size = MachineSizes.of(config);
        String data = "[" + linkHigh(config) + ":0] ";
        List<String> ports = new ArrayList<>(List.of("input  wire [7:0] core", "input  wire all_at_barrier",
                "output wire at_barrier", "output wire cleared", "output wire m_link_valid", "input  wire m_link_ready",
                "output wire " + data + "m_link_data"));
        List<String> store = new ArrayList<>(List.of(".core(core)",
                ".argmax_starts(misc_valid && misc_ready && misc_code == 4'd" + Opcode.MISC_ARGMAX.code()
                + " && misc_operand_3 != 32'd0)", ".result(result), .joined_result(joined_result)",
                ".act_w_valid(link_w_valid), .act_w_ready(write_w_ready && !load_w_valid), .act_w_addr(link_w_addr)",
                ".act_w_mask(link_w_mask), .act_w_data(link_w_data)",
                ".m_link_valid(m_link_valid), .m_link_ready(m_link_ready), .m_link_data(m_link_data)"));
        for (int peer = 0; peer < HardwareConfig.MAXIMUM_CORES; peer++) {
            String link = "s_link_" + peer;
            ports.addAll(List.of("input  wire " + link + "_valid", "output wire " + link + "_ready",
                    "input  wire " + data + link + "_data"));
            store.add(String.format(".%1$s_valid(%1$s_valid), .%1$s_ready(%1$s_ready), .%1$s_data(%1$s_data)", link));
        }
        List<String> wires = List.of("wire link_w_valid, write_w_ready;", "wire [31:0] joined_result;",
                "wire [" + size.actHigh() + ":0] link_w_addr;", "wire [" + size.laneHigh() + ":0] link_w_mask;",
                "wire [" + size.actDataHigh() + ":0] link_w_data;", "wire write_w_valid = load_w_valid || link_w_valid;",
                "wire [" + size.actHigh() + ":0] write_w_addr = load_w_valid ? load_w_addr : link_w_addr;",
                "wire [" + size.laneHigh() + ":0] write_w_mask = load_w_valid ? load_w_mask : link_w_mask;",
                "wire [" + size.actDataHigh() + ":0] write_w_data = load_w_valid ? load_w_data : link_w_data;",
                "assign load_w_ready = write_w_ready;", "assign cleared = core_rst;");
        return new CoreJoin(ports, wires, "stopping", List.of(".core(core), .all_at_barrier(all_at_barrier), .at_barrier(at_barrier)"),
                "joined_result", "joined_store_unit", String.format(", .CORES(%d), .GATHER(4'd%d), .ARGMAX(4'd%d)", config.cores(),
                Opcode.ST_GATHER.code(), Opcode.ST_ARGMAX.code()), store, "write_w");
    }
}
