package org.fabricast.rtl.front;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.GeneratedHeader;

/**
 * Template {@code fabricast_cores}: several cores behind one AXI4-Lite port, each with an AXI4 port of its own, and a link from
 * every core to every other.
 *
 * @param header   what the file says first
 * @param count    of the cores
 * @param high     highest core
 * @param linkHigh highest data bit of a link
 * @param ports    declarations of the AXI ports
 * @param cores    the cores
 * @param links    queues between them
 */
public record FabricastCores(GeneratedHeader header, int count, int high, int linkHigh, List<String> ports, List<Core> cores,
        List<Link> links) {

    /** Name of the module. */
    public static final String MODULE = "fabricast_cores";

    /**
     * A core.
     *
     * @param index  its number
     * @param word   bits of its word in what is read
     * @param memory connections of its memory port
     * @param links  connections of what it receives
     * @param wires  of what it sends: whether all receivers have room
     */
    public record Core(int index, String word, List<String> memory, List<String> links, List<String> wires) {
        public Core {
            memory = List.copyOf(memory);
            links = List.copyOf(links);
            wires = List.copyOf(wires);
        }
    }

    /**
     * A queue from one core to another.
     *
     * @param from  sends
     * @param to    receives
     */
    public record Link(int from, int to) { }

    public FabricastCores {
        ports = List.copyOf(ports);
        cores = List.copyOf(cores);
        links = List.copyOf(links);
    }

    /** The machine of a configuration of several cores. */
    public static FabricastCores of(HardwareConfig config) {
        MachineSizes size = MachineSizes.of(config);
        int count = config.cores();
        List<Core> cores = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        for (int core = 0; core < count; core++) {
            List<String> incoming = new ArrayList<>();
            List<String> outgoing = new ArrayList<>();
            for (int peer = 0; peer < HardwareConfig.MAXIMUM_CORES; peer++) {
                boolean linked = peer != core && peer < count;
                String link = peer + "_" + core;
                incoming.add(linked ? String.format(".s_link_%1$d_valid(take_%2$s), .s_link_%1$d_ready(taken_%2$s), "
                        + ".s_link_%1$d_data(word_%2$s)", peer, link)
                        : String.format(".s_link_%1$d_valid(1'b0), .s_link_%1$d_ready(unused_%2$s), .s_link_%1$d_data(%3$d'd0)",
                        peer, link, CoreJoin.linkHigh(config) + 1));
                if (linked) {
                    outgoing.add("room_" + core + "_" + peer);
                    links.add(new Link(core, peer));
                }
            }
            List<String> wires = new ArrayList<>();
            wires.add("wire send_" + core + "; wire all_" + core + " = " + String.join(" && ", outgoing) + ";");
            for (int peer = 0; peer < HardwareConfig.MAXIMUM_CORES; peer++) {
                if (peer == core || peer >= count) {
                    wires.add("wire unused_" + peer + "_" + core + ";");
                }
            }
            cores.add(new Core(core, 32 * core + 31 + ":" + 32 * core, AxiPorts.masterConnections(size, core), incoming, wires));
        }
        GeneratedHeader header = GeneratedHeader.of(FabricastCores.class, config.hash() + size,
                List.of("cores = " + count, "configuration = " + config.hash().substring(0, 8)),
                List.of("Cores that divide the work of a token: a control window and a memory port each, links between all.",
                        "interrupt: all cores have theirs raised. ap_rst_n clears control state and the links."));
        return new FabricastCores(header, count, count - 1, CoreJoin.linkHigh(config), AxiPorts.declarations(size, count), cores, links);
    }
}
