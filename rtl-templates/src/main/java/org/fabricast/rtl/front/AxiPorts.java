package org.fabricast.rtl.front;

import java.util.ArrayList;
import java.util.List;

/** Declarations of the machine's AXI4-Lite slave {@code s_axi_control} and AXI4 master {@code m_axi_gmem0}. */
final class AxiPorts {

    private static final String SLAVE = "s_axi_control_";
    private static final String MASTER = "m_axi_gmem0_";

    private final List<String> declarations = new ArrayList<>();

    private AxiPorts() {
    }

    /** All ports, without separators. */
    static List<String> declarations(MachineSizes size) {
        AxiPorts ports = new AxiPorts();
        ports.slave(size.addressHigh());
        ports.master(size.beatHigh(), size.strobeHigh());
        return ports.declarations;
    }

    private void slave(int addressHigh) {
        in(SLAVE, "awvalid", 0).out(SLAVE, "awready", 0).in(SLAVE, "awaddr", addressHigh);
        in(SLAVE, "wvalid", 0).out(SLAVE, "wready", 0).in(SLAVE, "wdata", 31).in(SLAVE, "wstrb", 3);
        out(SLAVE, "bvalid", 0).in(SLAVE, "bready", 0).out(SLAVE, "bresp", 1);
        in(SLAVE, "arvalid", 0).out(SLAVE, "arready", 0).in(SLAVE, "araddr", addressHigh);
        out(SLAVE, "rvalid", 0).in(SLAVE, "rready", 0).out(SLAVE, "rdata", 31).out(SLAVE, "rresp", 1);
    }

    private void master(int beatHigh, int strobeHigh) {
        address("aw");
        out(MASTER, "wvalid", 0).in(MASTER, "wready", 0).out(MASTER, "wdata", beatHigh).out(MASTER, "wstrb", strobeHigh)
                .out(MASTER, "wlast", 0);
        in(MASTER, "bvalid", 0).out(MASTER, "bready", 0).in(MASTER, "bid", 0).in(MASTER, "bresp", 1);
        address("ar");
        in(MASTER, "rvalid", 0).out(MASTER, "rready", 0).in(MASTER, "rid", 0).in(MASTER, "rdata", beatHigh)
                .in(MASTER, "rresp", 1).in(MASTER, "rlast", 0);
    }

    private void address(String channel) {
        out(MASTER, channel + "valid", 0).in(MASTER, channel + "ready", 0).out(MASTER, channel + "id", 0)
                .out(MASTER, channel + "addr", 63).out(MASTER, channel + "len", 7).out(MASTER, channel + "size", 2)
                .out(MASTER, channel + "burst", 1).out(MASTER, channel + "lock", 0).out(MASTER, channel + "cache", 3)
                .out(MASTER, channel + "prot", 2).out(MASTER, channel + "qos", 3);
    }

    private AxiPorts in(String prefix, String name, int high) {
        declarations.add("input  wire " + range(high) + prefix + name);
        return this;
    }

    private AxiPorts out(String prefix, String name, int high) {
        declarations.add("output wire " + range(high) + prefix + name);
        return this;
    }

    private static String range(int high) {
        return high == 0 ? "" : "[" + high + ":0] ";
    }
}
