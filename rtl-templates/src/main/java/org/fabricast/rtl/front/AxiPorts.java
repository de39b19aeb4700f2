package org.fabricast.rtl.front;

import java.util.ArrayList;
import java.util.List;

/** Declarations of the machine's AXI4-Lite slave {@code s_axi_control} and AXI4 master {@code m_axi_gmem0}. */
final class AxiPorts {

    private static final String SLAVE = "s_axi_control_";
    private static final String MEMORY = "m_axi_gmem";

    private final List<String> declarations = new ArrayList<>();

    private AxiPorts() {
    }

    /** All ports, without separators. */
    static List<String> declarations(MachineSizes size) {
        AxiPorts ports = new AxiPorts();
        ports.slave(size.addressHigh());
        ports.master(MEMORY + "0_", size.beatHigh(), size.strobeHigh());
        return ports.declarations;
    }

    /** One slave and a master for each core. */
    static List<String> declarations(MachineSizes size, int cores) {
        AxiPorts ports = new AxiPorts();
        ports.slave(size.addressHigh());
        for (int core = 0; core < cores; core++) {
            ports.master(MEMORY + core + "_", size.beatHigh(), size.strobeHigh());
        }
        return ports.declarations;
    }

    /** Connections of a core's master to that of its number. */
    static List<String> masterConnections(MachineSizes size, int core) {
        AxiPorts ports = new AxiPorts();
        ports.master("", size.beatHigh(), size.strobeHigh());
        return ports.declarations.stream().map(port -> port.substring(port.lastIndexOf(' ') + 1))
                .map(port -> "." + MEMORY + "0_" + port + "(" + MEMORY + core + "_" + port + ")").toList();
    }

    private void slave(int addressHigh) {
        in(SLAVE, "awvalid", 0).out(SLAVE, "awready", 0).in(SLAVE, "awaddr", addressHigh);
        in(SLAVE, "wvalid", 0).out(SLAVE, "wready", 0).in(SLAVE, "wdata", 31).in(SLAVE, "wstrb", 3);
        out(SLAVE, "bvalid", 0).in(SLAVE, "bready", 0).out(SLAVE, "bresp", 1);
        in(SLAVE, "arvalid", 0).out(SLAVE, "arready", 0).in(SLAVE, "araddr", addressHigh);
        out(SLAVE, "rvalid", 0).in(SLAVE, "rready", 0).out(SLAVE, "rdata", 31).out(SLAVE, "rresp", 1);
    }

    private void master(String master, int beatHigh, int strobeHigh) {
        address(master, "aw");
        out(master, "wvalid", 0).in(master, "wready", 0).out(master, "wdata", beatHigh).out(master, "wstrb", strobeHigh)
                .out(master, "wlast", 0);
        in(master, "bvalid", 0).out(master, "bready", 0).in(master, "bid", 0).in(master, "bresp", 1);
        address(master, "ar");
        in(master, "rvalid", 0).out(master, "rready", 0).in(master, "rid", 0).in(master, "rdata", beatHigh)
                .in(master, "rresp", 1).in(master, "rlast", 0);
    }

    private void address(String master, String channel) {
        out(master, channel + "valid", 0).in(master, channel + "ready", 0).out(master, channel + "id", 0)
                .out(master, channel + "addr", 63).out(master, channel + "len", 7).out(master, channel + "size", 2)
                .out(master, channel + "burst", 1).out(master, channel + "lock", 0).out(master, channel + "cache", 3)
                .out(master, channel + "prot", 2).out(master, channel + "qos", 3);
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
