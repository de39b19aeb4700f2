package org.fabricast.rtl.front;

import java.util.List;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.GeneratedHeader;

/**
 * Template {@code fabricast_top}: the machine behind AXI4-Lite and one AXI4 port.
 *
 * @param header   what the file says first
 * @param size     widths and depths
 * @param ports    declarations of the two AXI ports
 * @param units    all queues of units
 * @param computes queues whose units are in the data path
 * @param module   name of the module
 * @param join     what joins a core with others, nothing for a single one
 */
public record FabricastTop(GeneratedHeader header, MachineSizes size, List<String> ports, List<String> units, List<String> computes,
        String module, CoreJoin join) {

    /** Name of the module. */
    public static final String MODULE = "fabricast_top";

    public FabricastTop {
        ports = List.copyOf(ports);
        units = List.copyOf(units);
        computes = List.copyOf(computes);
    }

    /** A single core, which is the whole machine, or one of several. */
    public static FabricastTop of(HardwareConfig config) {
        MachineSizes size = MachineSizes.of(config.withCores(1));
        GeneratedHeader header = GeneratedHeader.of(FabricastTop.class, config.hash() + size,
                List.of("configuration = " + config.hash().substring(0, 8), "bus = " + config.busBytes() + " bytes",
                        "MAC per cycle = " + config.macsPerCycle()),
                List.of("The machine: control registers on AXI4-Lite, device memory on one AXI4 port.",
                        "ap_rst_n clears control state; memories keep what they held."));
        return new FabricastTop(header, size, AxiPorts.declarations(size), FrontEnd.unitNames(), DataPath.of(config).units(),
                config.divided() ? CoreJoin.MODULE : MODULE, CoreJoin.of(config));
    }
}
